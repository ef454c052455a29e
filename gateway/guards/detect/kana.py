"""Names in kana, as registers keep the reading beside the name: `サトウ タロウ`, half-width too. Both parts must be known."""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect.data.readings import GIVEN_READINGS, SURNAME_READINGS
from gateway.guards.detect.folding import squeezed
from gateway.guards.detect.sight import Kind, Sight

_WORD: Final = re.compile("[ァ-ヺー]{2,16}|[ｦ-ﾟ]{2,20}|[ぁ-ゖ]{2,16}")
_KANA: Final = re.compile("[ァ-ヺーｦ-ﾟぁ-ゖ]")
_BEGINNINGS: Final = frozenset(reading[:2] for reading in SURNAME_READINGS)
_SPACES: Final = frozenset(" 　")
_ALL: Final = re.compile("[ァ-ヺーｦ-ﾟ・ 　]+\\Z")
_TO_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def readings(text: str) -> Iterator[Sight]:
    """Readings of names in text that is not plain ASCII."""
    reached = 0
    for word in _WORD.finditer(text):
        first = katakana(word[0])
        if word.start() < reached or first[:2] not in _BEGINNINGS or _is_beside_kana(text, word.start() - 1):
            continue
        end = _end_of_reading(text, word, first)
        if end and not _is_beside_kana(text, end):
            reached = end
            yield Sight(Kind.KANA, word.start(), end, key_of(text[word.start() : end]), certain=False)


def _end_of_reading(text: str, word: re.Match[str], first: str) -> int:
    """Where a reading that begins with a word ends; 0 for none. Hiragana without a space is prose."""
    end = word.end()
    if text[end : end + 1] in _SPACES and first in SURNAME_READINGS:
        second = _WORD.match(text, end + 1)
        if second is not None and katakana(second[0]) in GIVEN_READINGS:
            return second.end()
    return end if word[0][0] > "ゖ" and _is_both(first) else 0


def _is_beside_kana(text: str, at: int) -> bool:
    return 0 <= at < len(text) and _KANA.match(text[at]) is not None


def katakana(written: str) -> str:
    """Any kana as full-width katakana, without spaces."""
    return squeezed(written).translate(_TO_KATAKANA)


def is_kana(written: str) -> bool:
    """True for katakana and nothing else."""
    return _ALL.match(written) is not None


def key_of(written: str) -> bytes:
    """A reading as katakana."""
    return katakana(written).encode()


def _is_both(written: str) -> bool:
    return any(
        written[:cut] in SURNAME_READINGS and written[cut:] in GIVEN_READINGS for cut in range(2, len(written) - 1)
    )
