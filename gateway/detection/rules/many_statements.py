"""Somebody asks many different questions (R-06): a cursor by hand, one number after the other. Pure.

A statement is known by a digest of its text with its parameters, so the same screen refreshed all day is one statement, and
`... where id = 1`, `... where id = 2` are two. Refused ones count: a search for what is let through is a search.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One statement of one person at one moment; `digest` of text and parameters."""

    at: datetime
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """`statements` (at least 1) that differ, within the span `within`, are suspicious."""

    statements: int
    within: timedelta


def many(seen: Iterable[Asked], now: datetime, threshold: Threshold) -> int | None:
    """How many different statements stand within the span, as far as counting was needed; None for too few."""
    different: set[bytes] = set()
    for each in seen:
        if now - each.at <= threshold.within:
            different.add(each.digest)
        if len(different) >= threshold.statements:
            return len(different)
    return None
