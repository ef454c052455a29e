"""A session at a database as a recording that plays like any other: statements, their values, the rows as they were shown.

Plain lines, one table an answer, the widths of its columns taken from its first rows; whatever is wider simply runs on. The
statements stand as they were typed, since the recording is encrypted. What is told here is kept by `keep`, which whoever sends
calls before they send.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from gateway.relay.ports import Recorder
from gateway.relay.postgres.ports import Denied
from gateway.relay.postgres.rows import Shape, Values
from gateway.relay.postgres.runs import Bound, Run
from gateway.relay.postgres.spelled import harmless, spelled
from gateway.relay.postgres.wire.portals import Format
from gateway.vocabulary.clock import JST, Clock
from gateway.vocabulary.outcome import Text

LABEL_LETTERS_MAX: Final = 160
WIDTH_MAX: Final = 60  # of a column that is padded
_LINE_END: Final = "\r\n"


class Record:
    """Of one session; used by one thread. `keep` and `mark` raise GatewayFault where the recorder cannot keep it."""

    def __init__(self, recorder: Recorder, clock: Clock) -> None:
        self._recorder, self._clock = recorder, clock
        self._table: tuple[int, Shape] | None = None
        self._widths: list[int] = []
        self._told: list[str] = []
        self._asked: tuple[str, str, list[str]] = ("", "", [])  # the text that was asked last: its label and its lines

    def keep(self) -> None:
        """Have the recorder accept what was told; nothing of it may be sent before."""
        if self._told:
            told, self._told = self._told, []
            self._recorder.output((_LINE_END.join(told) + _LINE_END).encode("utf-8", "backslashreplace"))

    def asked(self, number: int, sql: str, bound: Bound | None = None) -> None:
        """A statement, with its values where it is a prepared one."""
        if self._asked[0] != sql:
            self._asked = (sql, harmless(sql[:LABEL_LETTERS_MAX]), _lines(sql))
        _, label, lines = self._asked
        self.mark(f"statement {number}: {label}")
        self._say([f"[{number}] {self._time()}", *lines, *(() if bound is None else _values(bound))])

    def refused(self, denied: Denied) -> None:
        """What came of the statement that was asked last."""
        self._say([f"{denied.sqlstate} {line}" for line in denied.text.both().splitlines()])

    def rows(self, run: Run, shape: Shape, rows: Sequence[Values]) -> None:
        """Rows that are about to be shown."""
        fields = shape.fields
        kinds = [(each.type, each.format) for each in fields]
        cells = [
            [spelled(value, *kind) for value, kind in zip(row, kinds, strict=True)] for row in rows
        ]  # every row has the description's number of values
        lines: list[str] = []
        if self._table != (run.number, shape):
            names = [harmless(each.name) for each in fields]
            self._table, self._widths = (run.number, shape), _widths([names, *cells])
            lines += [f"[{run.number}]", _row(names, self._widths), "-+-".join("-" * each for each in self._widths)]
        lines += [_row(row, self._widths) for row in cells]
        self._say(lines)

    def ended(self, run: Run, outcome: str) -> None:
        """What came of it: the number of rows, or the code of an error."""
        self._table = None
        self._say([f"[{run.number}] {outcome}", ""])

    def said(self, text: Text) -> None:
        """The gateway's own words to the person."""
        self._say(text.both().splitlines())

    def mark(self, label: str) -> None:
        """A moment worth finding, behind what was told before it."""
        self.keep()
        self._recorder.marker(label)

    def _time(self) -> str:
        now = self._clock.now().astimezone(JST)
        return f"{now.hour:02}:{now.minute:02}:{now.second:02}"

    def _say(self, lines: Iterable[str]) -> None:
        self._told += lines


def _lines(sql: str) -> list[str]:
    return [harmless(line) for line in sql.splitlines()]


def _values(bound: Bound) -> Iterable[str]:
    """One line each; where formats do not fit the values the target will say so, and they are told as text."""
    types, formats = bound.about.types, bound.formats
    for at, value in enumerate(bound.values):
        form = formats[0] if len(formats) == 1 else formats[at] if at < len(formats) else Format.TEXT
        yield f"  ${at + 1} = {spelled(value, types[at] if at < len(types) else 0, form)}"


def _widths(rows: list[list[str]]) -> list[int]:
    return [min(WIDTH_MAX, max(map(_width, column))) for column in zip(*rows, strict=True)]


def _row(cells: list[str], widths: list[int]) -> str:
    return " | ".join(
        cell.ljust(width) if cell.isascii() else cell + " " * (width - _width(cell))
        for cell, width in zip(cells, widths, strict=True)
    )


def _width(text: str) -> int:
    """Cells on a terminal (UAX #11)."""
    return len(text) if text.isascii() else _wide(text)


@lru_cache(maxsize=1024)
def _wide(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text if not unicodedata.combining(each)
    )
