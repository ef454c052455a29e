"""Connections that were refused or failed, on their way to the journal in sums: a flood is a few entries, its first told at once.

Pure. Memory is bounded: beyond ADDRESSES_MAX addresses the rest is one sum under the name OTHERS.
"""

from collections import Counter
from typing import Generic, TypeVar

from gateway.listener.events import ConnectionFailed, ConnectionRefused
from gateway.listener.parent.admission_control import host_of

SUM_SECONDS = 10.0
ADDRESSES_MAX = 256
OTHERS = "others"
Kind = TypeVar("Kind", ConnectionRefused, ConnectionFailed)


class Refusals(Generic[Kind]):
    """One gateway's of one kind, counted per address and reason between two tellings."""

    def __init__(self, kind: type[Kind]) -> None:
        self._kind: type[Kind] = kind
        self._counted: Counter[tuple[str, str]] = Counter()
        self._told_at: float | None = None
        self.total = 0
        """Since this gateway started, told or not."""

    def add(self, address: str, why: str) -> None:
        """A connection from `address` (host:port) was refused, or failed."""
        key = (host_of(address), why)
        known = key in self._counted or len(self._counted) < ADDRESSES_MAX
        self._counted[key if known else (OTHERS, why)] += 1
        self.total += 1

    def due(self, now: float) -> list[Kind]:
        """What is to be journalled at `now` (monotonic seconds); nothing within SUM_SECONDS of the last telling."""
        if not self._counted or (self._told_at is not None and now - self._told_at < SUM_SECONDS):
            return []
        self._told_at = now
        counted, self._counted = self._counted, Counter()
        return [self._kind(address=host, why=why, count=count) for (host, why), count in counted.items()]
