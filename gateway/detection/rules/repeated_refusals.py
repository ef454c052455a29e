"""Somebody keeps asking for what is refused (R-02): several refusals of one person within a few minutes. Pure.

The rule is told what the journal says and keeps nothing itself, so that it holds over connections, processes and restarts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

COUNTED: Final = frozenset({"channel.refused", "access.refused", "session.refused", "upload.refused", "guard.withheld"})
HONEST: Final = frozenset({"env"})  # channel requests that ordinary clients make unasked, by their own settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """`refusals` (at least 1) within the span `within` are suspicious; told again at most once in `again`."""

    refusals: int
    within: timedelta
    again: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """`count` refusals at one moment."""

    at: datetime
    count: int


def counts(kind: str, request: object) -> bool:
    """Whether an entry of `kind` is such a refusal; `request` is what a `channel.refused` says was asked for."""
    return kind in COUNTED and not (isinstance(request, str) and request in HONEST)


def is_quiet(raised: Iterable[datetime], now: datetime, threshold: Threshold) -> bool:
    """True where the person was raised less than `again` ago. Another node's clock may be ahead of ours: either way counts."""
    return any(abs(now - at) < threshold.again for at in raised)


def suspicious(seen: Iterable[Refused], now: datetime, threshold: Threshold) -> int | None:
    """How many refusals stand within the span, as far as counting was needed (reading stops at enough); None for too few.

    A refusal exactly `within` ago still counts, and so does one under a clock that is ahead. No count is less than one.
    """
    total = 0
    for refused in seen:
        if now - refused.at <= threshold.within:
            total += max(1, refused.count)
        if total >= threshold.refusals:
            return total
    return None
