"""What stands before a text and says what it is: the line so far, the table it is in, an open label, what was seen beside it.

A value that its caller carries: `after` gives the next one. Bounded: LINE_MAX characters of a line are looked back at,
COLUMNS_MAX columns, SEEN_MAX sights of a line. A line that is longer keeps its table and has no header in it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple

from gateway.guards.detect.folding import folded, seen
from gateway.guards.detect.keys import Open, behind_line
from gateway.guards.detect.learning import Rows, learnt, table_of
from gateway.guards.detect.scanning import LINE_MAX, scanned
from gateway.guards.detect.sight import Kind, Sight
from gateway.guards.detect.table import Table, behind_row, header_of, is_rule, is_unfinished
from gateway.guards.detect.titles import Title

SEEN_MAX: Final = 32
_UNCERTAIN: Final = frozenset({Kind.MAIL, Kind.SUBSCRIBER_IP, Kind.BIRTH})


class Unknown(Enum):
    """What the caller does not say."""

    LABEL = "label"


class Context(NamedTuple):
    """`Context()` is the beginning of a stream."""

    line: str = ""  # the line so far, folded, at most LINE_MAX characters
    whole: bool = True  # `line` is all of it
    table: Table | None = None
    rows: Rows | None = None
    label: Open | None = None  # a title whose value stands in quotes or an array that is still open
    below: Title | None = None  # what a key at the end of an earlier line says of this one
    here: tuple[Sight, ...] = ()  # what was seen in the line so far, places counted from its beginning
    spoken_for: bool = False  # the caller knows of a person's data on this line

    @property
    def says_nothing(self) -> bool:
        """True at the beginning of a line of which nothing is expected."""
        return not (self.line or self.table or self.label or self.below or self.spoken_for) and self.whole

    @property
    def is_beside(self) -> bool:
        """True if a person's other data stand earlier on the line."""
        return self.spoken_for or any(one.kind not in _UNCERTAIN for one in self.here)

    def beside(self) -> "Context":
        """The same for a line that is known to hold a person's data: less is enough there."""
        return self._replace(spoken_for=True)

    def broken(self) -> "Context":
        """Behind a move of the cursor: a new line that no column or label of the old one reaches. The table goes on."""
        return Context(table=self.table, rows=self.rows)

    def after(self, text: str, sights: Sequence[Sight]) -> "Context":
        """Behind `text`, in which `sights` were seen by this context. Both of any length, cut between runs."""
        context, at = self, 0
        starts = [one.start for one in sights]
        while at < len(text):
            newline = text.find("\n", at)
            end = len(text) if newline < 0 else newline
            here = sights[bisect_left(starts, at) : bisect_left(starts, end)]
            if end > at:
                plain, places = seen(text[at:end])
                context = context.behind_part(folded(plain), _placed(moved(here, -at), places))
            if newline >= 0:
                context = context.behind_line()
            at = end + 1
        return context

    def behind_part(
        self, part: str, sights: Sequence[Sight], label: Open | Unknown | None = Unknown.LABEL
    ) -> "Context":
        """Behind folded text of one line. `label` as `scanned` left it, or to be looked for."""
        if label is Unknown.LABEL:
            label = scanned(self, part)[1]
        line, whole, table, rows, _, below, here, spoken_for = self
        if sights:
            here = (*here, *moved(sights, len(line)))[:SEEN_MAX]
        line = line + part if line else part
        if len(line) > LINE_MAX:
            label = None if label is None else label.moved(len(line) - LINE_MAX)
            line, whole = line[-LINE_MAX:], False
        return Context(line, whole, table, rows, label, below, here, spoken_for)

    def behind_line(self) -> "Context":
        """Behind the end of a line: what was open in it, and whether it was a header, a row or neither."""
        line, table = self.line.rstrip("\r"), self.table
        if not self.whole:
            return Context(table=table, rows=self.rows)
        if not line or line.isspace():
            return Context()
        if is_unfinished(table, line):
            return self._replace(line=line + " ", label=None)
        label, below = behind_line(self.label, self.below, line)
        return Context("", True, *self._behind_row(line), label, below)  # noqa: FBT003 - whole

    def _behind_row(self, line: str) -> tuple[Table | None, Rows | None]:
        table, here = self.table, self.here
        header = header_of(line) if not here and not is_rule(line) else None
        if header is not None:
            return header, None
        if table is not None and not table.learnt:
            return behind_row(table, line), None
        if table is None and here and all(one.labelled for one in here):
            return None, None  # each value has its key: nothing is to be learnt of columns
        rows = learnt(self.rows, line, here) if here else None
        return None if rows is None else table_of(rows), rows


def _placed(sights: Sequence[Sight], places: tuple[int, ...] | None) -> Sequence[Sight]:
    """Sights of a text, in that text without its hidden characters."""
    if places is None:
        return sights
    return [one._replace(start=bisect_left(places, one.start), end=bisect_left(places, one.end)) for one in sights]


def moved(sights: Sequence[Sight], by: int) -> Sequence[Sight]:
    """The same in a text with so many more characters before it."""
    if not by:
        return sights
    return [
        Sight(kind, start + by, end + by, key, certain, labelled) for kind, start, end, key, certain, labelled in sights
    ]
