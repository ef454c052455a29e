"""A database's pinned certificate is about to end: told in time, weekly and in the last week daily. Pure.

Whoever runs the database will put another in its place, and that one is unknown here. The last to end of a target's pinned
certificates counts: once its successor is pinned beside it there is nothing to tell. What was told is in the journal; the rule
keeps nothing itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WARNED_BEFORE: Final = timedelta(days=30)
LAST_WEEK: Final = timedelta(days=7)
OFTEN: Final = timedelta(days=1)
SELDOM: Final = timedelta(days=7)
_MOMENT: Final = timedelta(hours=1)
"""So that a look which comes a little early does not put off the telling to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One pinned certificate: its fingerprint, as openssl prints it, and when it ends."""

    print: str
    ends_at: datetime


def last_of(pins: Iterable[Pinned]) -> Pinned | None:
    """The one that ends last; None without any."""
    return max(pins, key=lambda each: (each.ends_at, each.print), default=None)


def is_ending(ends_at: datetime, now: datetime) -> bool:
    """True from 30 days before its end on, and for good once it has ended."""
    return ends_at - now <= WARNED_BEFORE


def is_due(pin: Pinned, told_at: datetime | None, now: datetime) -> bool:
    """Whether to tell of it now; `told_at` is when somebody was last told of this very certificate."""
    if not is_ending(pin.ends_at, now):
        return False
    pause = OFTEN if timedelta(0) <= pin.ends_at - now <= LAST_WEEK else SELDOM
    return told_at is None or abs(now - told_at) >= pause - _MOMENT


def days_left(ends_at: datetime, now: datetime) -> int:
    """Whole days until then; 0 on the last day and once it has ended."""
    return max(0, (ends_at - now) // timedelta(days=1))
