"""Whether well-spelled words say something: language, code, logs and listings do; words by chance, one after another, do not.

A word is no surprise where it follows what it followed before, as in logs. Memory: _SLOTS numbers.
"""

import re
from array import array
from typing import Final

from gateway.guards.opaque.charge import Charge
from gateway.guards.opaque.sample import Sample

_NO_MARKS: Final = bytes(sign for sign in range(256) if sign not in b"[](){}<>=;:\"'/\\._$%&*+|@!?`,-#~")
_ENGLISH: Final = """
the of to and in is for that with on as by be this it are from or an at not if can will which has have was but all no any when
other than into only may been its one also more use used using do does you your
"""
_CODE: Final = """
def return self import class else elif while try except int void char const static struct include define true false none null
var let function string str list dict then fi done echo esac end local export
"""
FUNCTION: Final = frozenset(_ENGLISH.split() + _CODE.split())
_GRAMMAR: Final = re.compile("[\u3041-\u3096]")
_DIGIT: Final = re.compile("[0-9]")
_SLOTS: Final = 8192  # a power of two
_MASK: Final = _SLOTS - 1
WORDS_MIN: Final = 4
MARKS: Final = 4  # different ones, in code and configuration
NEWS_MIN: Final = 0.55  # of a list of paths less is new
WORD_UNITS: Final = 4
ASCII_UNITS: Final = 1
OTHER_UNITS: Final = 4
DIGIT_UNITS: Final = 4


class Wording:
    """Used by one thread."""

    def __init__(self) -> None:
        self._after = array("q", bytes(8 * _SLOTS))
        self._last, self._before_last = 0, 0

    def judge(self, sample: Sample, charge: Charge) -> None:
        """Charge for the words that say nothing."""
        if len(set(sample.text.encode("utf-8", "ignore").translate(None, _NO_MARKS))) >= MARKS:
            return
        words = [piece.lower() for piece in sample.pieces if len(piece) > 1] + sample.runs
        digits = len(_DIGIT.findall(sample.text)) if sample.runs else 0
        if (
            len(words) < WORDS_MIN
            or (sum(map(len, words)) + digits) * 5 < sample.size * 2
            or _is_language(sample, words)
            or sample.in_order()
        ):
            return
        surprising = self._surprising(words)
        if len(surprising) * 3 < len(words) or sample.news < NEWS_MIN:
            return
        units = sum(WORD_UNITS + len(word) * (ASCII_UNITS if word.isascii() else OTHER_UNITS) for word in surprising)
        sample.charge(charge, units + DIGIT_UNITS * digits, surely=False)

    def _surprising(self, words: list[str]) -> list[str]:
        """Those that do not follow the last two words, or the last one, as when those stood there before."""
        after, last, before_last, found = self._after, self._last, self._before_last, []
        for word in words:
            number, by_one, by_two = hash(word), last & _MASK, (before_last * 31 + last) & _MASK
            if after[by_one] != number and after[by_two] != number:
                found.append(word)
            after[by_one] = after[by_two] = number
            last, before_last = number, last
        self._last, self._before_last = last, before_last
        return found


def _is_language(sample: Sample, words: list[str]) -> bool:
    """Function words among words that are not always the same, or the grammar that hiragana spell."""
    different = set(words)
    if len(different & FUNCTION) * 8 >= len(words) and len(different) * 8 > len(words) * 5:
        return True
    return bool(sample.runs) and len(_GRAMMAR.findall(sample.text)) * 5 >= sum(map(len, sample.runs))
