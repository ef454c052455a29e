"""Approvals that auditors look at: given at once after opening the page, never measured, or too many in an hour (R-26). Pure.

A flag refuses nothing: a supervisor may know the order already. Who looks at the flags is not the one who approved.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from gateway.authorization.limits import Limits

HOUR: Final = timedelta(hours=1)


class Flag(StrEnum):
    """What is remarkable about an approval."""

    QUICK = "quick"  # fewer seconds than the policy's since the page was opened
    UNMEASURED = "unmeasured"  # given where no page was opened
    MANY = "many"  # more within the hour before it than the policy's number, itself counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One approval: of which order, by whom (id), when, and how many seconds after the page was opened."""

    order: str
    by: str
    at: datetime
    seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A remarkable approval and why it is one; at least one flag."""

    given: Given
    flags: tuple[Flag, ...]


def pace_flag(seconds: int | None, limits: Limits) -> Flag | None:
    """What the time on the page says of one approval."""
    if seconds is None:
        return Flag.UNMEASURED
    return Flag.QUICK if seconds < limits.quick_approval_seconds else None


def flagged(approvals: Iterable[Given], limits: Limits) -> Sequence[Flagged]:
    """The remarkable ones among `approvals`, newest first."""
    found = []
    for of_one in _by_person(approvals).values():
        lately: deque[datetime] = deque()
        for given in sorted(of_one, key=lambda each: each.at):
            lately.append(given.at)
            while given.at - lately[0] >= HOUR:
                lately.popleft()
            pace = pace_flag(given.seconds, limits)
            many = Flag.MANY if len(lately) > limits.approvals_per_hour else None
            flags = tuple(flag for flag in (pace, many) if flag is not None)
            if flags:
                found.append(Flagged(given=given, flags=flags))
    return sorted(found, key=lambda each: (each.given.at, each.given.order), reverse=True)


def _by_person(approvals: Iterable[Given]) -> Mapping[str, list[Given]]:
    by_person: defaultdict[str, list[Given]] = defaultdict(list)
    for given in approvals:
        by_person[given.by].append(given)
    return by_person
