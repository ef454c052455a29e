"""Nodes that decide by different policies: what one refuses, another may permit. Pure.

While a new policy is brought out the nodes differ for some minutes, and nobody needs to hear of that. What was told is in the
journal; the rule keeps nothing itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

BROUGHT_OUT_WITHIN: Final = timedelta(minutes=10)
OFTEN: Final = timedelta(days=1)
SHOWN_DIGITS: Final = 12  # of a digest: enough to compare by eye with what `sekisho policy check` prints


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What a running node's door decides by, as a SHA-256 in hex, and since when."""

    node: str
    policy: str
    since: datetime


def apart(nodes: Collection[Ruled], now: datetime) -> str | None:
    """Who decides by what, in one fixed order, where they differ and had time not to; else None."""
    if len({each.policy for each in nodes}) < 2 or now - max(each.since for each in nodes) < BROUGHT_OUT_WITHIN:
        return None
    return ", ".join(f"{each.node} {each.policy[:SHOWN_DIGITS]}" for each in sorted(nodes, key=lambda each: each.node))


def is_due(told_at: datetime | None, now: datetime) -> bool:
    """Whether to tell of it now; `told_at` is when just this was told last."""
    return told_at is None or abs(now - told_at) >= OFTEN
