"""The counts of one person's past as they stand for one session on one day. Made once, then carried on answer by answer.

Nothing ahead of us is left out: an entry of a node whose clock is already a day further counts today.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from types import MappingProxyType
from typing import Final, Self, TypeAlias

from gateway.disclosure.past import Past
from gateway.disclosure.shown import Person, Shown
from gateway.disclosure.spans import DAYS, PEOPLE, Span

_CLIENT: Final = itemgetter(0)
Place: TypeAlias = tuple[Span, str | None]
"""A span and a client; None for all clients together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Different people by span, of all clients, and how many are used by place, masked rows of the day among them."""

    people: Mapping[Span, frozenset[Person]]
    counts: Mapping[Place, int]

    @classmethod
    def of(cls, past: Past, session: str, day: date) -> Self:
        """The counts of `past` for that session on that day."""
        people = {Span.SESSION: _union(who for (_, where), who in past.people.items() if where == session)}
        for span, days in DAYS.items():
            first = day - timedelta(days=days - 1)
            people[span] = _union(who for (seen_on, _), who in past.people.items() if seen_on >= first)
        counts: Counter[Place] = Counter(past.besides)
        for span, who in people.items():
            _count(counts, span, who)
        for (shown_on, client), rows in past.rows.items():
            if shown_on >= day:
                counts[Span.ROWS_DAY, client] += rows
                counts[Span.ROWS_DAY, None] += rows
        return cls(people=MappingProxyType(people), counts=MappingProxyType(counts))

    def used(self, span: Span, client: str | None) -> int:
        """What is used of that cap."""
        return self.counts.get((span, client), 0)

    def plus(self, shown: Shown) -> Self:
        """With what this answer shows."""
        people, counts = dict(self.people), Counter(self.counts)
        for span in PEOPLE if shown.people else ():
            new = shown.people - people[span]
            people[span] = people[span] | new
            _count(counts, span, new)
        for client, rows in shown.rows.items():
            counts[Span.ROWS_DAY, client] += rows
            counts[Span.ROWS_DAY, None] += rows
        return type(self)(people=MappingProxyType(people), counts=MappingProxyType(counts))


def _union(sets: Iterable[frozenset[Person]]) -> frozenset[Person]:
    nobody: frozenset[Person] = frozenset()
    return nobody.union(*sets)


def _count(counts: Counter[Place], span: Span, people: frozenset[Person]) -> None:
    for client, number in Counter(map(_CLIENT, people)).items():
        counts[span, client] += number
    counts[span, None] += len(people)
