"""Connections that were refused, on their way to the journal in sums: a flood is a few entries, and its first is told at once.

Pure. Memory is bounded: beyond ADDRESSES_MAX addresses the rest is one sum under the name OTHERS.
"""

from collections import Counter

from gateway.listener.events import ConnectionRefused

SUM_SECONDS = 10.0
ADDRESSES_MAX = 256
OTHERS = "others"


class Refusals:
    """One gateway's, counted per address and reason between two tellings."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, str]] = Counter()
        self._told_at: float | None = None

    def add(self, address: str, why: str) -> None:
        """A connection from `address` (host:port) was refused."""
        key = (address.rpartition(":")[0], why)
        known = key in self._counted or len(self._counted) < ADDRESSES_MAX
        self._counted[key if known else (OTHERS, why)] += 1

    def due(self, now: float) -> list[ConnectionRefused]:
        """What is to be journalled at `now` (monotonic seconds); nothing within SUM_SECONDS of the last telling."""
        if not self._counted or (self._told_at is not None and now - self._told_at < SUM_SECONDS):
            return []
        self._told_at = now
        counted, self._counted = self._counted, Counter()
        return [ConnectionRefused(address=host, why=why, count=count) for (host, why), count in counted.items()]
