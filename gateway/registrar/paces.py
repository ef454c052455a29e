"""What this registrar has done since it started, in numbers: entries by kind, commits by duration, who asked when. In memory.

A handful of additions for each commit, none of them for a byte or a statement; nothing depends on these numbers but figures.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from gateway.audit.event import Event
from gateway.metrics.figures import DoorStands, ShelfStands, Spread
from gateway.metrics.histogram import COMMIT_BOUNDS, Histogram
from gateway.registrar.ports import Store, Transaction
from gateway.vocabulary.clock import Clock

SHELF_SECONDS_MAX: Final = 30.0


class Paces:
    """One registrar's. Written by the writer's thread and the event loop, read by the event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.started_at = clock.now().timestamp()
        self._lock = threading.Lock()
        self._events: Counter[str] = Counter()
        self._last: dict[str, float] = {}
        self._commits = Histogram(COMMIT_BOUNDS)
        self._heard: dict[str, float] = {}
        self._door: tuple[DoorStands, float] | None = None
        self._shelf: tuple[ShelfStands, float] | None = None

    def wrote(self, events: Sequence[Event]) -> None:
        """These are in the transaction that is about to be committed; where that fails, this process ends."""
        at = self._clock.now().timestamp()
        with self._lock:
            for event in events:
                self._events[event.kind] += 1
                self._last[event.kind] = at

    def committed(self, seconds: float) -> None:
        """One transaction, from its beginning to its end on disk."""
        with self._lock:
            self._commits.add(seconds)

    def heard(self, role: str) -> None:
        """Somebody of this role asked something."""
        self._heard[role] = self._clock.monotonic()

    def door_told(self, stands: DoorStands) -> None:
        """The gateway's parent said how its door stands."""
        self._door = (stands, self._clock.monotonic())

    def shelf_told(self, stands: ShelfStands) -> None:
        """The archivist said how recordings come into the store."""
        self._shelf = (stands, self._clock.monotonic())

    def events(self) -> tuple[dict[str, int], dict[str, float]]:
        """How many of each kind, and when the last was (Unix seconds)."""
        with self._lock:
            return dict(self._events), dict(self._last)

    def commits(self) -> Spread:
        """How long they took."""
        with self._lock:
            return self._commits.spread()

    def heard_seconds(self) -> dict[str, float]:
        """How long ago, by role."""
        now = self._clock.monotonic()
        return {role: now - at for role, at in self._heard.items()}

    def door(self) -> tuple[DoorStands | None, float | None]:
        """The last telling, and how long ago it was."""
        if self._door is None:
            return None, None
        stands, at = self._door
        return stands, self._clock.monotonic() - at

    def shelf(self) -> ShelfStands | None:
        """The last telling; None where there was none for a while: an archivist that is gone has nothing in order."""
        if self._shelf is None or self._clock.monotonic() - self._shelf[1] > SHELF_SECONDS_MAX:
            return None
        return self._shelf[0]


class TimedStore:
    """A store whose writing transactions are timed."""

    def __init__(self, store: Store, clock: Clock, committed: Callable[[float], None]) -> None:
        self._store, self._clock, self._committed = store, clock, committed

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """As the store's; one that fails counts for nothing."""
        began = self._clock.monotonic()
        with self._store.transaction() as transaction:
            yield transaction
        self._committed(self._clock.monotonic() - began)

    def reading(self) -> AbstractContextManager[Transaction]:
        """As the store's."""
        return self._store.reading()
