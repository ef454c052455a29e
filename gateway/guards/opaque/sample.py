"""A sample of text, and whether it is spelled as anything that people read: letters, kana, kanji in their usual company."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

from gateway.guards.opaque.charge import Charge
from gateway.guards.opaque.listing import news_of_cells
from gateway.guards.opaque.seen import Seen
from gateway.guards.opaque.spelling import JAPANESE, PIECE, cost_of_japanese, cost_of_letters

LETTERS_MIN: Final = 24  # letters and borders of words, below which spelling says nothing
JAPANESE_MIN: Final = 24
READABLE: Final = 72  # sixteenths of a bit for a letter
SURELY_NOT: Final = 75
READABLE_KANJI: Final = 147
READABLE_KANA: Final = 125
MORE_JAPANESE: Final = 8
_KANJI: Final = re.compile("[\u4e00-\u9fff]")
_STRANGE: Final = re.compile(
    "[^\t-\r -~\u00a0-\u017f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff\u2460-\u24ff\u2500-\u27bf"
    "\u3000-\u30ff\u31f0-\u31ff\u3200-\u33ff\u4e00-\u9fff\uff00-\uffef]"
)
_DIGIT: Final = re.compile("[0-9]")
_ACCENTED: Final = re.compile("[\u00c0-\u017f]")
_SIGN: Final = re.compile(r"[^\w\s]")
_NO_SIGNS: Final = bytes(one for one in range(128) if not _SIGN.match(chr(one)))
_CHANGE: Final = re.compile(r"([^\w\s])(?!\1)")
_WORD: Final = re.compile(r"\S{4,}")
_FLAG: Final = re.compile(r"(?<!\S)[A-Za-z](?!\S)")  # of a column in a table of numbers
_KNOWN_MAX: Final = 2048  # words
LETTER_UNITS: Final = 5.5
DIGIT_UNITS: Final = 4
KANA_UNITS: Final = 5.8
KANJI_UNITS: Final = 9.5
STRANGE_UNITS: Final = 15
RAW_UNITS: Final = 16
IN_ORDER: Final = 0.4  # of the news of a sorted list, which says less


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`text`, its words and parts of words in ASCII letters, its runs of kana and kanji; `size`: characters but for spaces.

    `unlike`: the share of it that does not stand at the same place of the line above. `in_order` says if it is a sorted list,
    and is asked only where something may be charged.
    """

    text: str
    pieces: list[str]
    runs: list[str]
    size: int
    unlike: float
    in_order: Callable[[], bool]

    @classmethod
    def of(cls, text: str, *, shared: int, in_order: Callable[[], bool]) -> Self:
        """Whatever it is; `shared` of its characters stand in the line above as well."""
        runs = [] if text.isascii() else JAPANESE.findall(text)
        size = len(text) - text.count(" ") - text.count("\n")
        unlike = 1 - shared / (len(text) + 1)
        return cls(text=text, pieces=PIECE.findall(text), runs=runs, size=size, unlike=unlike, in_order=in_order)

    @property
    def news(self) -> float:
        """The share of it that is news: of a sorted list less than half."""
        return self.unlike * (IN_ORDER if self.in_order() else 1)

    def charge(self, charge: Charge, units: float, *, surely: bool) -> None:
        """Charge for what is new in it: as opaque if nobody reads that `surely`, else as novel text."""
        if surely:
            charge.opaque += round(units * self.news)
        else:
            charge.novel += round(units * self.news)


class Spelling:
    """Used by one thread. Long words shown before are no riddle: programs' own names are spelled as they like."""

    def __init__(self) -> None:
        self._known = Seen(_KNOWN_MAX)

    def scrambled(self, sample: Sample, charge: Charge) -> bool:
        """True, and charged, if nobody reads that."""
        if not sample.text.isascii():
            strange, accented = len(_STRANGE.findall(sample.text)), len(_ACCENTED.findall(sample.text))
            charge.opaque += STRANGE_UNITS * strange
            if (strange + accented) * 6 > sample.size:
                charge.opaque += RAW_UNITS * (sample.size - strange)
                return True
        return self._letters(sample, charge) or _japanese(sample, charge) or _signs(sample, charge)

    def _letters(self, sample: Sample, charge: Charge) -> bool:
        if not _is_riddle(sample.pieces):
            return False
        text = _WORD.sub(self._if_new, sample.text)
        letters = sum(map(len, sample.pieces))
        in_numbers = letters * 4 <= sample.size < sample.text.count(" ") * 8  # a table
        pieces = PIECE.findall(_FLAG.sub("", text) if in_numbers else text)
        if not _is_riddle(pieces):
            return False
        new = sum(map(len, pieces))
        others = 2 * new if in_numbers else sample.size - sum(map(len, sample.runs)) - (letters - new)
        sample.charge(charge, LETTER_UNITS * others * news_of_cells(sample.text), surely=_cost(pieces) > SURELY_NOT)
        return True

    def _if_new(self, word: re.Match[str]) -> str:
        return "" if self._known.again(word[0]) else word[0]


def _is_riddle(pieces: list[str]) -> bool:
    size = sum(map(len, pieces)) + len(pieces)
    return size >= LETTERS_MIN and sum(map(cost_of_letters, pieces)) > READABLE * size


def _cost(pieces: list[str]) -> float:
    """Sixteenths of bits for each letter and border."""
    return sum(map(cost_of_letters, pieces)) / ((sum(map(len, pieces)) + len(pieces)) or 1)


def _japanese(sample: Sample, charge: Charge) -> bool:
    if not sample.runs:
        return False
    signs = sum(map(len, sample.runs))
    count = signs + sum(len(run) > 1 for run in sample.runs)
    if count < JAPANESE_MIN:
        return False
    kanji = sum(len(_KANJI.findall(run)) for run in sample.runs)
    cost, readable = sum(map(cost_of_japanese, sample.runs)) / count, READABLE_KANJI if kanji else READABLE_KANA
    if cost <= readable:
        return False
    digits = len(_DIGIT.findall(sample.text))
    units = KANJI_UNITS * kanji + KANA_UNITS * (signs - kanji) + DIGIT_UNITS * digits
    sample.charge(charge, units, surely=cost > readable + MORE_JAPANESE)
    return True


def _signs(sample: Sample, charge: Charge) -> bool:
    """Signs in the place of letters: other ones again and again, not one line of them."""
    if _count_of_signs(sample.text) * 10 < sample.size * 7:
        return False
    changes = len(_CHANGE.findall(sample.text))
    if changes * 5 < sample.size:
        return False
    sample.charge(charge, LETTER_UNITS * changes, surely=changes * 2 > sample.size)
    return True


def _count_of_signs(text: str) -> int:
    return len(text.encode().translate(None, _NO_SIGNS)) if text.isascii() else len(_SIGN.findall(text))
