"""Where labelled values stand in a part of a line: in a cell whose column has a title, or behind a key.

A part begins where its line's earlier text ends, and every value lies within one run, so any cut between runs finds the same.
"""

from typing import Final, Protocol

from gateway.guards.detect.cells import cells_of_row
from gateway.guards.detect.inserted import inserted
from gateway.guards.detect.kana import is_kana
from gateway.guards.detect.keys import Open, Region, gone_on, item, keys
from gateway.guards.detect.labelled import Place, value_of
from gateway.guards.detect.runs import RUN
from gateway.guards.detect.sight import Kind, Sight
from gateway.guards.detect.table import Table
from gateway.guards.detect.titles import Title

LINE_MAX: Final = 4096
_CELL: Final = Place(closed=True, personal=True)
_OF_MANY_RUNS: Final = frozenset({Kind.NAME, Kind.KANA, Kind.ADDRESS})


class Before(Protocol):
    """What must be known of the line so far."""

    @property
    def line(self) -> str:
        """Its text, folded, or its last LINE_MAX characters."""

    @property
    def whole(self) -> bool:
        """True if that is all of it."""

    @property
    def table(self) -> Table | None:
        """The table it is in."""

    @property
    def label(self) -> Open | None:
        """How far keys were looked for."""

    @property
    def below(self) -> Title | None:
        """What a key above says that this line is."""


def scanned(context: Before, part: str) -> tuple[list[Sight], Open | None]:
    """What is labelled in a folded part of a line, places counted from the part; and the label that is still open behind it."""
    regions, line, label = regions_of(context, part)
    if not regions:
        return [], label
    begin, sights = len(context.line), list[Sight]()
    for region in regions:
        _see(region, line, begin, sights)
    return sights, label


def beginning(context: Before, part: str) -> int | None:
    """Where in a folded part that has no end yet a value begins that a title makes somebody's, whatever it will be."""
    regions, line, _ = regions_of(context, part)
    starts = [region.start for region in regions if region.title.strong and region.start < region.end == len(line)]
    return min(starts) - len(context.line) if starts else None


def regions_of(context: Before, part: str) -> tuple[list[Region], str, Open | None]:
    """What stands under titles in a part of a line; the line up to its end; and the label that is still open there."""
    begin = len(context.line)
    line = context.line + part if begin else part
    regions: list[Region] = []
    label = context.label
    if label is not None and label.title is not None:
        label = gone_on(line, begin, label, label.title, regions)
    if context.table is not None and context.whole and begin < LINE_MAX:
        regions.extend(one for one in cells_of_row(context.table, line, begin) if one.start < LINE_MAX)
    if context.whole and "(" in line:
        for title, start, end in inserted(line):
            if end > begin:
                regions.append(Region(title, start, max(start, begin), end, _CELL))
    if context.below is not None and context.whole and (below := item(line, begin, context.below)) is not None:
        regions.append(below)
    if label is None or label.title is None:
        label = keys(line, begin, label, regions, is_row=context.table is not None)
    return regions, line, label


def _see(region: Region, line: str, begin: int, sights: list[Sight]) -> None:
    """Run by run; of a name or an address of many runs only the first is certain, the others are more of the same person's."""
    title, origin, first, last, place = region
    for run in RUN.finditer(line, first, last):
        written = run[0]
        value = value_of(title, written, place)
        if value is None:
            continue
        start, end, key, certain = value
        kind = title.kind
        if kind is Kind.NAME and is_kana(written[start:end]):
            kind = Kind.KANA
        at = run.start()
        if certain and kind in _OF_MANY_RUNS and origin < at:
            certain = RUN.search(line, origin, at) is None
        at -= begin
        sights.append(Sight(kind, at + start, at + end, key, certain, True))  # noqa: FBT003 - labelled
