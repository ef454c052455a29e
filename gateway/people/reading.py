"""Finding a person by what somebody types: kanji in any written form, kana of either kind and width, or Latin letters. Pure.

Every word of the query must be found: in the name by common forms (髙橋 is found by 高橋), in the reading, in the user name or
number, or by its sound (sounds.py). Names themselves are never changed by this.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final, Self

from gateway.people.sounds import of_kana, of_latin
from gateway.people.variants import COMMON

QUERY_LETTERS_MAX: Final = 100
_TO_HIRAGANA: Final = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}
_FOLD: Final[dict[int, int | str]] = {**COMMON, **_TO_HIRAGANA}


@dataclass(frozen=True, slots=True)
class _Word:
    plain: str
    sound: str | None

    def __repr__(self) -> str:
        return "_Word(hidden)"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, read once."""

    words: tuple[_Word, ...]

    @classmethod
    def of(cls, query: str) -> Self | None:
        """The query; None where nothing is left of it (all spaces and signs), so that everybody is found."""
        words = query[:QUERY_LETTERS_MAX].replace(",", " ").replace("、", " ").split()
        read = tuple(_word(word) for word in words)
        found = tuple(word for word in read if word.plain)
        return cls(found) if found else None

    def finds(self, name: str, kana: str, *others: str) -> bool:
        """True if every word is found in the name, its reading, or one of the others (user name, number)."""
        plain = [folded(name), folded(kana), *map(folded, others)]
        sounds: list[str] | None = None
        for word in self.words:
            if any(word.plain in text for text in plain):
                continue
            if word.sound is None:
                return False
            sounds = sounds_of(kana) if sounds is None else sounds
            if not any(word.sound in sound for sound in sounds):
                return False
        return True


def folded(text: str) -> str:
    """`text` as it is compared: width, case, kana's kind, written forms, selectors, spaces and signs are as nothing."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_FOLD)
    return "".join(letter for letter in plain if letter.isalnum() or 0x20000 <= ord(letter) < 0x40000)


def sounds_of(kana: str) -> list[str]:
    """The sounds of a reading: of each word of it, and of the whole."""
    words = [of_kana(folded(word)) for word in kana.split()]
    return [*words, of_kana(folded(kana))]


def _word(text: str) -> _Word:
    plain = folded(text)
    sound = of_latin(text)
    if sound is None and plain and all("\u3041" <= letter <= "\u309f" or letter == "ー" for letter in plain):
        sound = of_kana(plain) or None
    return _Word(plain, sound)
