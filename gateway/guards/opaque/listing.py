"""Whether lines are a listing in order: names one below the other, sorted as `ls`, `apt` and `find` do.

Names by chance stand in order in one of two lines; a listing's nearly always do. Looked at over the last OF pairs of cells
one above the other; a directory's heading begins anew.
"""

import re
from collections import deque
from itertools import groupby
from operator import and_, le
from typing import Final

OF: Final = 32
IN_ORDER: Final = 25
FEWEST: Final = 10  # pairs, all of them in order
_CELL: Final = re.compile(r"[^ \t]+(?: [^ \t]+)*")
NEWS_MIN: Final = 0.25
_CELLS_MAX: Final = 24
_HEADING: Final = re.compile(r"[./~][^\t]*:\Z|total [0-9]+\Z")
DETAILS: Final = re.compile(
    r"[-dlbcps][-rwxsStT]{9}[.+@]? +[0-9]+ (?:[^ ]+ +){2,4}(?:[A-Z][a-z]{2} +[0-9]{1,2} +|[0-9]{4}-[0-9]{2}-[0-9]{2} )"
    r"[0-9]{2}:?[0-9]{2} "
)  # of `ls -l`
LOGGED: Final = re.compile(
    r"(?:[A-Z][a-z]{2} [ 0-9][0-9] |[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[ T])[0-9]{2}:[0-9]{2}:[0-9]{2}[^ ]* "
    r"(?:[\w.-]+ )?[\w./@()-]+(?:\[[0-9]+\])?: "
)  # when, where and what of a log's line (RFC 3164, 5424)
HEAD_MIN: Final = 19  # characters of either
_MAY_PART: Final = "./~t \t"  # the first sign of a heading, and of a line without a cell
_IGNORED: Final = re.compile("[^0-9a-z]+")
_LOWER: Final = bytes(range(256)).lower()
_NO_LETTERS: Final = bytes(sign for sign in range(256) if (not chr(sign).isalnum() and sign != ord("\n")) or sign > 127)


class Listing:
    """Used by one thread. Lines are looked at only where somebody asks, as far back as they matter: OF + 1 of them."""

    def __init__(self) -> None:
        self._unread: deque[str] = deque(maxlen=OF + 1)  # the first is the line above them, or only the last one
        self._as_machines: deque[bool] = deque(maxlen=OF)
        self._as_people: deque[bool] = deque(maxlen=OF)

    def line(self, line: str) -> None:
        """One more line."""
        if line[:1] in _MAY_PART and (_HEADING.match(line) or not _cells(line)):
            self._read()
            self._unread.clear()
        else:
            self._unread.append(line)

    @property
    def is_in_order(self) -> bool:
        """True if the lines up to now are sorted, as far as there were any to compare."""
        if len(self._unread) > 1:
            self._read()
        return _are_many(self._as_machines) or _are_many(self._as_people)

    def _read(self) -> None:
        """Each line has a cell at least, so that lines before the last OF pairs of lines say nothing any more."""
        lines = list(self._unread)
        rows = [_cells(line) for line in lines]
        cells = [cell for row in rows for cell in row]
        folded = _folded(cells)
        width = at = 0
        for here, alike in groupby(map(len, rows)):
            end = at + here * len(tuple(alike))
            self._compare(
                cells[at - width : at], folded[at - width : at], cells[at : at + here], folded[at : at + here]
            )
            self._compare(cells[at:end], folded[at:end], cells[at + here : end], folded[at + here : end])
            width, at = here, end
        self._unread.clear()
        self._unread.extend(lines[-1:])

    def _compare(self, above: list[str], above_folded: list[bytes], here: list[str], here_folded: list[bytes]) -> None:
        """Cells one above the other; nothing but signs is in no order."""
        self._as_machines.extend(map(le, above, here))
        self._as_people.extend(map(and_, map(bool, above_folded), map(le, above_folded, here_folded)))


def _cells(line: str) -> list[str]:
    return _CELL.findall(line)[:_CELLS_MAX] if "  " in line or "\t" in line else [line]


def _folded(cells: list[str]) -> list[bytes]:
    """As people sort: signs and capitals do not count."""
    joined = "\n".join(cells)
    if joined.isascii():
        return joined.encode().translate(_LOWER, _NO_LETTERS).split(b"\n")
    return [_IGNORED.sub("", cell.lower()).encode() for cell in cells]


def _are_many(pairs: deque[bool]) -> bool:
    if len(pairs) < OF:
        return len(pairs) >= FEWEST and all(pairs)
    return sum(pairs) >= IN_ORDER


def news_of_cells(text: str) -> float:
    """The share of lines' cells that does not begin or end as the cell above does; at least NEWS_MIN of it."""
    told = size = 0
    above: list[str] = []
    for line in text.split("\n"):
        cells = _CELL.findall(line)
        size += sum(map(len, cells))
        told += sum(map(len, cells[len(above) :]))
        told += sum(_told(over, here) for over, here in zip(above, cells, strict=False))
        above = cells
    return max(NEWS_MIN, told / size) if size else 1.0


def _told(above: str, here: str) -> int:
    most = min(len(above), len(here))
    begins = next((at for at in range(most) if above[at] != here[at]), most)
    ends = next((at for at in range(most - begins) if above[-1 - at] != here[-1 - at]), most - begins)
    return len(here) - begins - ends
