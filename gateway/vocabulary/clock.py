"""Time comes through this one door, so that a decision can be tested at any moment of any day.

Wall time is UTC and timezone-aware everywhere inside; JST appears only where a person reads it.
"""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

JST = timezone(timedelta(hours=9), "JST")


class Clock(Protocol):
    """What a room may ask about time."""

    def now(self) -> datetime:
        """The wall clock: timezone-aware UTC."""

    def monotonic(self) -> float:
        """Seconds that never go back, from an arbitrary start; for deadlines and durations."""


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """Wall time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds of CLOCK_MONOTONIC."""
        return time.monotonic()


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with microseconds and `Z`, the one spelling stored (`2026-11-22T05:06:07.000000Z`).

    Raises ValueError for a naive datetime.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(stamp: str) -> datetime:
    """The moment a stored `timestamp` names. Raises ValueError for any other spelling."""
    return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
