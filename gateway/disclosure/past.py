"""What one person has been shown so far: the state every budget is computed from. It comes in as values and goes out as values.

Whoever keeps it (one writer for all nodes) reads it, asks the budget, and writes what was shown, in one transaction: so counts
hold over sessions, doors, nodes and restarts. Days are days in Japan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from gateway.disclosure.shown import Person, Shown
from gateway.disclosure.spans import Exceeded, Span
from gateway.vocabulary.clock import JST

DAYS_KEPT: Final = 365
_NOBODY: Final[frozenset[Person]] = frozenset()
_NO_PEOPLE: Final[Mapping[tuple[date, str], frozenset[Person]]] = MappingProxyType({})
_NO_ROWS: Final[Mapping[tuple[date, str], int]] = MappingProxyType({})
_NOBODY_FROZEN: Final[Mapping[str, tuple[Exceeded, ...]]] = MappingProxyType({})

_NOBODY_BESIDES: Final[Mapping[tuple[Span, str | None], int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What two supervisors added to the caps of one session, until the end of the day (raising.py)."""

    session: str
    day: date
    people: int
    rows: int
    supervisors: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The state. `people` revealed by day and session, `rows` shown masked by day and client.

    `frozen` are live sessions, each with why; one that has ended is nobody's any more. `besides` are people that the person's
    shells showed, by span and client (None: of all): an estimate, and nobody of `people`.
    """

    people: Mapping[tuple[date, str], frozenset[Person]] = field(default_factory=lambda: _NO_PEOPLE)
    rows: Mapping[tuple[date, str], int] = field(default_factory=lambda: _NO_ROWS)
    steps: tuple[Step, ...] = ()
    frozen: Mapping[str, tuple[Exceeded, ...]] = field(default_factory=lambda: _NOBODY_FROZEN)
    besides: Mapping[tuple[Span, str | None], int] = field(default_factory=lambda: _NOBODY_BESIDES)

    def plus(self, shown: Shown, session: str, day: date) -> "Past":
        """With what was shown in that session on that day."""
        rows = dict(self.rows)
        for client, more in shown.rows.items():
            rows[day, client] = rows.get((day, client), 0) + more
        people = dict(self.people)
        if shown.people:
            people[day, session] = people.get((day, session), _NOBODY) | shown.people
        return replace(self, people=MappingProxyType(people), rows=MappingProxyType(rows))

    def freezing(self, session: str, why: tuple[Exceeded, ...]) -> "Past":
        """With that session frozen; what froze it first stays the reason."""
        return replace(self, frozen=MappingProxyType({session: why, **self.frozen}))

    def released(self, session: str) -> "Past":
        """With that session let go on within its caps, by a supervisor's act. What it has seen stays counted."""
        return replace(
            self, frozen=MappingProxyType({each: why for each, why in self.frozen.items() if each != session})
        )

    def raised(self, step: Step) -> "Past":
        """With a step that raising.py has granted; the session goes on."""
        return replace(self.released(step.session), steps=(*self.steps, step))

    def since(self, day: date) -> "Past":
        """Without what no cap looks at any more on `day`: people, rows and steps older than 365 days."""
        first = day - timedelta(days=DAYS_KEPT - 1)
        return replace(
            self,
            people=MappingProxyType({key: who for key, who in self.people.items() if key[0] >= first}),
            rows=MappingProxyType({key: rows for key, rows in self.rows.items() if key[0] >= first}),
            steps=tuple(each for each in self.steps if each.day >= first),
        )


def japan_day(now: datetime) -> date:
    """The day in Japan. Raises ValueError for a moment without time zone."""
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone is on no day")
    return now.astimezone(JST).date()
