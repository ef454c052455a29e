"""What the name of a column says it holds, in Japanese, romanised Japanese and English. Guesses for people to judge, no proof.

A name says HARMLESS only if every word of it does; one personal word is enough for the opposite; of any other name nothing is
said (None). Letters are compared after NFKC and case folding, so that full-width spellings say the same.
"""

import re
import unicodedata
from itertools import pairwise
from typing import Final

from gateway.authorization.columns import name_words
from gateway.vocabulary.column import Kind

_JAPANESE: Final = {kind: words.casefold().split() for kind, words in name_words.JAPANESE.items()}
_KIND_OF_WORD: Final = {word: kind for kind, words in name_words.LETTERS.items() for word in words.split()}
_HARMLESS_LAST: Final = frozenset(name_words.HARMLESS_LAST.split())
_HARMLESS_BEFORE: Final = _HARMLESS_LAST | frozenset(name_words.HARMLESS_BEFORE.split())
_JOINED_LETTERS_MIN: Final = 4  # shorter words are too common inside others: `tel` in `hotel_code`
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_JAPANESE_LETTER: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々〆]")


def kind_of_name(name: str) -> Kind | None:
    """The kind the name speaks of; None where it says nothing that is known here."""
    plain = unicodedata.normalize("NFKC", name)
    if _JAPANESE_LETTER.search(plain):
        return _japanese(plain.casefold())
    words = [word for part in _NOT_WORD.split(plain) for word in _CAMEL.sub(" ", part).casefold().split()]
    personal = _personal(words)
    if personal is not None:
        return personal
    return Kind.HARMLESS if _is_harmless(words) else None


def _japanese(name: str) -> Kind | None:
    if name == "名":
        return Kind.NAME
    for kind, parts in _JAPANESE.items():
        if any(part in name for part in parts):
            return kind
    words = [word for word in _NOT_WORD.split(name) if word]
    personal = _personal(words)
    if personal is not None:
        return personal
    return Kind.HARMLESS if name_words.JAPANESE_HARMLESS.fullmatch(name) else None


def _personal(words: list[str]) -> Kind | None:
    """By whole words (a trailing number is no part of one), by two that belong together, then by words grown together."""
    bare = [word.rstrip("0123456789") or word for word in words]
    joined = [one + other for one, other in pairwise(bare)]
    found = {_KIND_OF_WORD[each] for each in (*words, *bare, *joined) if each in _KIND_OF_WORD} or _inside(bare)
    return next((kind for kind in name_words.LETTERS if kind in found), None)


def _inside(words: list[str]) -> set[Kind]:
    return {
        kind
        for word in words
        if word not in _HARMLESS_BEFORE
        for part, kind in _KIND_OF_WORD.items()
        if len(part) >= _JOINED_LETTERS_MIN and part in word
    }


def _is_harmless(words: list[str]) -> bool:
    return bool(words) and words[-1] in _HARMLESS_LAST and all(word in _HARMLESS_BEFORE for word in words)
