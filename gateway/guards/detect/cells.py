"""The cells of one row whose columns have titles: parted by a sign, by quotes of CSV, by spaces, or as SQL parts values."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from gateway.guards.detect.inserted import values_of
from gateway.guards.detect.keys import Region
from gateway.guards.detect.labelled import Place
from gateway.guards.detect.table import ALONE, SPACED, TUPLES, Table, column_at, fields_of
from gateway.guards.detect.titles import Title

Cell = tuple[int, int, Title | None]  # from where to where, and what its column is
_PERSONAL, _WEAK = Place(closed=True, personal=True), Place(closed=True, personal=False)
_BORDER: Final = re.compile(r'(?<![^,;\[ ])"(?:[^"]|"")*(?:"|\Z)|[,;]')


def cells_of_row(table: Table, line: str, begin: int) -> Iterator[Region]:
    """Those from `begin` on."""
    if table.awaits_rule:
        return
    parted = _PARTED.get(table.separator, _quoted if '"' in line and table.separator in ",;" else _parted)
    place = _PERSONAL if table.personal or table.learnt else _WEAK
    for start, end, title in parted(table, line, begin):
        if title is not None and (end > begin or end == start >= begin):
            yield Region(title, start, start if start > begin else begin, end, place)


def _parted(table: Table, line: str, begin: int) -> Iterator[Cell]:
    separator = table.separator
    at = line.rfind(separator, 0, begin) + 1
    for title in table.titles[column_at(separator, line[:begin]) if begin else 0 :]:
        end = line.find(separator, at)
        yield at, len(line) if end < 0 else end, title
        if end < 0:
            return
        at = end + 1


def _quoted(table: Table, line: str, _begin: int) -> Iterator[Cell]:
    """CSV with quotes, in which separators are text."""
    ends = [found.start() for found in _BORDER.finditer(line) if found[0] == table.separator]
    at = 0
    for end, title in zip([*ends, len(line)], table.titles, strict=False):
        yield at, end, title
        at = end + 1


def _spaced(table: Table, line: str, _begin: int) -> Iterator[Cell]:
    for start, end, column in fields_of(table, line):
        yield start, end, table.titles[column] if column < len(table.titles) else None


def _alone(table: Table, line: str, _begin: int) -> Iterator[Cell]:
    yield 0, len(line), table.titles[0]


def _tuples(table: Table, line: str, _begin: int) -> Iterator[Cell]:
    for cell in values_of(table.titles, line, 0):
        yield cell.start, cell.end, cell.title


_PARTED: Final[dict[str, Callable[[Table, str, int], Iterator[Cell]]]] = {
    SPACED: _spaced,
    ALONE: _alone,
    TUPLES: _tuples,
}
