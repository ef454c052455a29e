"""Whose rows one session has shown masked and nobody was told of yet (R-48): people by their numbers, in memory until digested.

A number leaves this process only as the keeper's question, and the registrar hears the digest alone. Each person is told once a
day, whatever his rows; a row whose person nobody knows is counted, so that a look-up can say what it does not cover.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from gateway.disclosure.counting import Row
from gateway.disclosure.digests import checked, spelled_person
from gateway.disclosure.ledger import Seen
from gateway.disclosure.shown import Person
from gateway.vocabulary.outcome import GatewayFault

TOLD_MAX: Final = 100_000  # people remembered as told; beyond, one may be told twice, which a look-up does not mind
PEOPLE_MAX: Final = 1024  # of one telling, as the registrar takes them

Numbered: TypeAlias = tuple[str, str, str]
"""The client's code, the sort of number, the number."""
Digest: TypeAlias = Callable[[Sequence[tuple[str, bytes]]], list[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """Of one day in Japan: people by number, and by client, rows of whom nobody can tell."""

    day: date
    people: tuple[Numbered, ...]
    unnamed: Mapping[str, int]


@dataclass(eq=False, slots=True)
class _Day:
    people: dict[Numbered, None] = field(default_factory=dict)
    unnamed: Counter[str] = field(default_factory=Counter)


class PeopleShown:
    """One session's. `saw` and `take` are called under one lock."""

    def __init__(self) -> None:
        self._days: dict[date, _Day] = {}
        self._told: set[Numbered] = set()
        self._told_on: date | None = None

    def saw(self, rows: Iterable[tuple[str, Row]], day: date) -> None:
        """These rows, each with its client's code, go out on that day; only what is masked is looked at."""
        if day != self._told_on:
            self._told, self._told_on = set(), day
        today = self._days.setdefault(day, _Day())
        for client, row in rows:
            if not row.masked:
                continue
            if row.number is None or not row.subject:
                today.unnamed[client] += 1
                continue
            person = (client, row.subject, row.number)
            if person not in self._told:
                self._told.add(person)
                today.people[person] = None
        if len(self._told) > TOLD_MAX:
            self._told = set()

    def take(self) -> list[Untold]:
        """All there is to tell, once."""
        days, self._days = self._days, {}
        return [
            Untold(day=day, people=tuple(each.people), unnamed=dict(each.unnamed))
            for day, each in sorted(days.items())
            if each.people or each.unnamed
        ]


def seen_of(untold: Untold, digest: Digest) -> Iterator[Seen]:
    """What is told of it, in pieces the registrar takes. Raises GatewayFault."""
    spelled = [(client, spelled_person(client, subject, number)) for client, subject, number in untold.people]
    found = digest(spelled) if spelled else []
    if len(found) != len(spelled):
        raise GatewayFault("fewer digests than people")
    people: list[Person] = [(client, checked(each)) for (client, _), each in zip(spelled, found, strict=True)]
    yield Seen(people=tuple(people[:PEOPLE_MAX]), unnamed=untold.unnamed)
    for start in range(PEOPLE_MAX, len(people), PEOPLE_MAX):
        yield Seen(people=tuple(people[start : start + PEOPLE_MAX]))
