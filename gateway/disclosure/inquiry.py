"""Inquiries (照会): what may be asked of the disclosure records, and how people are ranked by what they were shown (R-47, R-48).

Pure. An inquiry is written down before its first line is shown; the numbers of a look-up are never part of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from gateway.disclosure.ledger import Asked

NUMBERS_MAX: Final = 1_000  # of one look-up
DAY_NUMBERS_MAX: Final = (
    3_000  # of one person in one day in Japan: nobody goes through a register of customers by asking
)
SORTS_MAX: Final = 16  # sorts of number a catalogue may know, that one look-up tries
GOOD_FOR: Final = timedelta(minutes=5)  # how long the keeper digests numbers for an inquiry
PURPOSE_LETTERS_MAX: Final = 200


class About(StrEnum):
    """What is asked. The words are stored."""

    CLIENT = "client"  # who was shown how much of a client's data
    SUBJECT = "subject"  # which sessions showed given people


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """One inquiry by `person` (id) on a client's records of the days from `since` to `until` in Japan; `numbers` asked about."""

    id: str
    person: str
    about: About
    client: str
    since: date
    until: date
    numbers: int
    purpose: str
    at: datetime

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise ValueError("a period that ends before it begins")
        if not (1 <= self.numbers <= NUMBERS_MAX if self.about is About.SUBJECT else self.numbers == 0):
            raise ValueError("as many numbers as nobody may ask about")

    def opens_for(self, person: str, now: datetime) -> bool:
        """True while the keeper may digest numbers for it."""
        return self.about is About.SUBJECT and self.person == person and self.at <= now <= self.at + GOOD_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A session that showed some of the people asked about, among `shown` of the client's in all; of `person` (id)."""

    session: str
    person: str
    people: frozenset[Asked]
    shown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """One person: which of the people asked about were shown in his sessions, the session with most of them first."""

    person: str
    people: frozenset[Asked]
    showings: tuple[Showing, ...]


def ranked(showings: Iterable[Showing]) -> list[Overlap]:
    """By person: whoever was shown most of the people first; among equals, whoever was shown fewest others."""
    whose: dict[str, list[Showing]] = {}
    for each in showings:
        whose.setdefault(each.person, []).append(each)
    found = [
        Overlap(
            person=person,
            people=frozenset[Asked]().union(*(each.people for each in his)),
            showings=tuple(sorted(his, key=lambda each: (-len(each.people), each.shown, each.session))),
        )
        for person, his in whose.items()
    ]
    return sorted(found, key=lambda each: (-len(each.people), _shown(each.showings), each.person))


def left_today(used: int) -> int:
    """How many numbers may still be asked about by somebody who has asked about `used` today; at least 0."""
    return max(0, DAY_NUMBERS_MAX - used)


def _shown(showings: Sequence[Showing]) -> int:
    return sum(each.shown for each in showings)
