"""Somebody reads a table from end to end (R-06): more rows of one table within an hour than work asks for. Pure.

Masked rows count like revealed ones, so that low and slow paging with masked values is seen as well. The rule is told what
was shown and keeps nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsShown:
    """`rows` of `table` (target, database, schema and name in one word) shown to one person at one moment."""

    at: datetime
    table: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """`rows` (at least 1) of one table within the span `within` are a sweep."""

    rows: int
    within: timedelta


def swept(seen: Iterable[RowsShown], now: datetime, threshold: Threshold) -> dict[str, int]:
    """The tables of which as many rows were shown within the span, with how many; those under a clock ahead count too."""
    rows: Counter[str] = Counter()
    for each in seen:
        if now - each.at <= threshold.within:
            rows[each.table] += max(0, each.rows)
    return {table: count for table, count in rows.items() if count >= threshold.rows}
