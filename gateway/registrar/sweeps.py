"""What looks like reading a table from end to end, by one person over all sessions of this node (R-06): told, never stopped.

What was asked and answered within the hour is remembered in this process alone, bounded; a restart forgets it, no journal gets
it. The caps are what stops.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from gateway.audit.event import Event
from gateway.authorization.budgets import Budgets, SweepLimits
from gateway.detection.events import KeysSwept, RowsSwept, StatementsSwept
from gateway.detection.rules import key_ranges, many_rows, many_statements
from gateway.disclosure.keeping import SHELL_RELATION
from gateway.registrar.disclosure_params import Answered, RowsOf
from gateway.sessions.session import SessionOpening

HOUR: Final = timedelta(hours=1)
MINUTES: Final = 60
ANSWERS_MAX: Final = 2048
PEOPLE_MAX: Final = 1024


@dataclass(eq=False, slots=True)
class _Memory:
    """Of one person's last hour."""

    rows: deque[many_rows.RowsShown] = field(default_factory=lambda: deque(maxlen=ANSWERS_MAX))
    answers: deque[key_ranges.Answered] = field(default_factory=lambda: deque(maxlen=ANSWERS_MAX))
    asked: OrderedDict[bytes, datetime] = field(default_factory=OrderedDict)
    lines: deque[many_rows.RowsShown] = field(default_factory=lambda: deque(maxlen=ANSWERS_MAX))
    told: dict[tuple[str, str], datetime] = field(default_factory=dict)


class Sweeps:
    """Used from the event loop."""

    def __init__(self) -> None:
        self._people: OrderedDict[str, _Memory] = OrderedDict()

    def heard(
        self,
        opening: SessionOpening,
        *,
        rows: Sequence[RowsOf],
        answered: Sequence[Answered],
        asked: Sequence[bytes],
        limits: SweepLimits,
        now: datetime,
    ) -> list[Event]:
        """What becomes suspicious by this; each at most once in `again_minutes`."""
        memory = self._memory(opening.person)
        memory.rows += (many_rows.RowsShown(at=now, table=_place(opening, each.table), rows=each.rows) for each in rows)
        memory.answers += (
            key_ranges.Answered(at=now, table=_place(opening, each.table), first=each.first, last=each.last)
            for each in answered
        )
        for digest in asked:
            memory.asked[digest] = now
            memory.asked.move_to_end(digest)
        while len(memory.asked) > limits.statements:
            memory.asked.popitem(last=False)
        again = timedelta(minutes=limits.again_minutes)
        return [
            event
            for matter, event in self._found(opening, memory, limits, now)
            if _is_news(memory.told, matter, now, again)
        ]

    def tables(self, opening: SessionOpening, lines: int, budgets: Budgets, now: datetime) -> list[Event]:
        """A shell showed so many lines of tables: what becomes suspicious by that, at most once in `again_minutes`."""
        memory = self._memory(opening.person)
        memory.lines.append(many_rows.RowsShown(at=now, table=_place(opening, SHELL_RELATION), rows=lines))
        threshold = many_rows.Threshold(rows=budgets.shell.default.table_lines, within=HOUR)
        again = timedelta(minutes=budgets.sweep.again_minutes)
        return [
            RowsSwept(table=_short(table), rows=rows, minutes=MINUTES, **_around(opening))
            for table, rows in sorted(many_rows.swept(memory.lines, now, threshold).items())
            if _is_news(memory.told, (RowsSwept.kind, table), now, again)
        ]

    def _memory(self, person: str) -> _Memory:
        memory = self._people.setdefault(person, _Memory())
        self._people.move_to_end(person)
        if len(self._people) > PEOPLE_MAX:
            self._people.popitem(last=False)
        return memory

    @staticmethod
    def _found(
        opening: SessionOpening, memory: _Memory, limits: SweepLimits, now: datetime
    ) -> Iterator[tuple[tuple[str, str], Event]]:
        around = _around(opening)
        by_rows = many_rows.Threshold(rows=limits.rows, within=HOUR)
        for table, rows in sorted(many_rows.swept(memory.rows, now, by_rows).items()):
            event = RowsSwept(table=_short(table), rows=rows, minutes=MINUTES, **around)
            yield (RowsSwept.kind, table), event
        by_keys = key_ranges.Threshold(steps=limits.steps, within=HOUR)
        for table, steps in sorted(key_ranges.paged(memory.answers, now, by_keys).items()):
            yield (KeysSwept.kind, table), KeysSwept(table=_short(table), steps=steps, minutes=MINUTES, **around)
        asked = (many_statements.Asked(at=at, digest=digest) for digest, at in memory.asked.items())
        many = many_statements.many(asked, now, many_statements.Threshold(statements=limits.statements, within=HOUR))
        if many is not None:
            yield (StatementsSwept.kind, ""), StatementsSwept(statements=many, minutes=MINUTES, **around)


def _is_news(told: dict[tuple[str, str], datetime], matter: tuple[str, str], now: datetime, again: timedelta) -> bool:
    """True at most once in `again`; remembers that it was told."""
    last = told.get(matter)
    if last is not None and abs(now - last) < again:
        return False
    told[matter] = now
    return True


def _around(opening: SessionOpening) -> dict[str, str]:
    return {
        "person": opening.person,
        "session": opening.id,
        "terminal": opening.terminal,
        "target": opening.target,
        "order": opening.order,
    }


def _place(opening: SessionOpening, table: str) -> str:
    return f"{opening.target}/{table}"


def _short(table: str) -> str:
    return table[:200]
