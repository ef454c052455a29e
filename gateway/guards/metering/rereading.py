"""Reads a session's text once more, as a person would who wants numbers out of it: whom a mask cannot see is counted.

Nothing found here is masked: it is what a reader makes of lines, not of values. The people budget stops it after twenty.
"""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect import Kind
from gateway.guards.detect.folding import folded, seen
from gateway.guards.metering.broken import Broken
from gateway.guards.metering.otherwise import national, numbers_in
from gateway.guards.metering.over_lines import OverLines
from gateway.guards.metering.people import Seen
from gateway.guards.metering.substituted import Substituted

_KANJI_DIGITS: Final = dict(zip("〇零一二三四五六七八九壱弐参", "00123456789123", strict=True))
LINE_MAX: Final = 512  # characters of a longer line are looked at so many at a time
OVERLAP: Final = 64  # of two such pieces: no number is longer
_BAR: Final = re.compile(r"(?<=[0-9])[ー―・]|[ー―・](?=[0-9])|^[ー―・]$", re.MULTILINE)
_BORDERS: Final = "│┃║|"
_CELL: Final = r"[^\S\n]*+([0-9][0-9 .,/:;_-]*+)"
_FIRST: Final = re.compile(rf"^{_CELL}(?:[│┃║]|\|[^|\n]*$)", re.MULTILINE)
_LAST: Final = re.compile(rf"(?:[│┃║]|^[^|\n]*+\|){_CELL}$", re.MULTILINE)
_KANJI_DIGIT: Final = re.compile("[〇零一二三四五六七八九壱弐参]")


class Rereader:
    """Used by one thread. Memory: an unfinished line and what each way of reading remembers."""

    def __init__(self) -> None:
        self._begun = ""
        self._over_lines, self._panes = OverLines(), (OverLines(), OverLines())
        self._substituted, self._broken = Substituted(), Broken()

    def read(self, text: str) -> Iterator[Seen]:
        """What the lines hold that are finished by this text; of a line without end what its pieces hold."""
        lines, newline, self._begun = (self._begun + text).rpartition("\n")
        if newline:
            yield from self._lines(_plain(lines + newline))
        while len(self._begun) > LINE_MAX:
            yield from numbers_in(national(_plain(self._begun[:LINE_MAX])))
            self._begun = self._begun[LINE_MAX - OVERLAP :]

    def _lines(self, text: str) -> Iterator[Seen]:
        text = national(text)
        yield from numbers_in(text)
        yield from self._over_lines.read(text)
        yield from self._substituted.read(text)
        yield from self._broken.read(text)
        if any(sign in text for sign in _BORDERS):
            for pane, cell in zip(self._panes, (_FIRST, _LAST), strict=True):
                for found in cell.finditer(text):
                    yield from (one for one in pane.line(found[1].strip()) if one.kind is Kind.PHONE)


def _plain(line: str) -> str:
    """In plain digits, without what nobody sees."""
    if line.isascii():
        return line
    line = seen(line)[0]
    line = folded(_KANJI_DIGIT.sub(_digit_of, line))
    return _BAR.sub("-", line) if any(sign in line for sign in "ー―・") else line


def _digit_of(kanji: re.Match[str]) -> str:
    return _KANJI_DIGITS[kanji[0]]
