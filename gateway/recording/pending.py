"""What was accepted and is not written yet: the one place where session, writer and watch threads of a recorder meet.

Invariants. Events leave in the order they came, their times never go back. `put` accepts nothing once a fault is known or
the end was announced. While a byte older than `unwritten_seconds` is unwritten nothing more is accepted, so nothing more is
shown; `grace_seconds` later that is a fault. Memory is bounded by `pending_bytes` and one event.
"""

import threading
from typing import Final

from gateway.recording.limits import RecorderLimits
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.recording.texts import CANNOT_GO_ON
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

EVENT_COST: Final = 64  # bytes an event weighs besides its data, so that empty ones are bounded too


class Pending:
    """A bounded queue with a memory of how long its oldest byte has been waiting."""

    def __init__(self, clock: Clock, limits: RecorderLimits) -> None:
        self._clock = clock
        self._limits = limits
        self._origin = clock.monotonic()
        self._queue: list[TerminalEvent] = []
        self._queued_cost = 0
        self._taken_cost = 0
        self._queued_since: float | None = None  # when the oldest byte came: not taken yet,
        self._taken_since: float | None = None  # taken by the writer, not written yet,
        self._unsynced_since: float | None = None  # written, not on the disk yet
        self._chunk_seconds = limits.chunk_seconds
        self._ending = False
        self._over = False
        self._fault: str | None = None
        self._reason = ""
        lock = threading.Lock()
        self._work = threading.Condition(lock)  # the writer waits here
        self._room = threading.Condition(lock)  # whoever calls `put`
        self._alarm = threading.Condition(lock)  # the watch

    # -- session threads

    def put(self, code: Code, data: bytes) -> None:
        """Accept one event now; blocks while the writer is behind. Raises GatewayFault when it is too far behind, or broken."""
        with self._work:
            now = self._clock.monotonic()
            if self._fault is not None or self._ending or self._behind(now):
                now = self._when_free(now)
            self._queue.append(TerminalEvent(int((now - self._origin) * 1_000_000), code, data))
            before = self._queued_cost
            self._queued_cost = before + len(data) + EVENT_COST
            if self._queued_since is None:
                self._queued_since = now
                self._work.notify()
                self._alarm.notify()
            elif before < self._limits.chunk_bytes <= self._queued_cost:
                self._work.notify()

    def end(self, reason: str) -> None:
        """Announce the end: nothing is accepted any more, the writer drains what is here. The first reason stands."""
        with self._work:
            self._reason = self._reason or reason
            self._ending = True
            self._wake_all()

    @property
    def fault(self) -> str | None:
        """What broke, if anything did."""
        with self._work:
            return self._fault

    def elapsed_us(self) -> int:
        """Microseconds since the start."""
        return int((self._clock.monotonic() - self._origin) * 1_000_000)

    def _behind(self, now: float) -> bool:
        oldest = self._oldest()
        late = oldest is not None and now - oldest > self._limits.unwritten_seconds
        return late or self._queued_cost + self._taken_cost >= self._limits.pending_bytes

    def _when_free(self, now: float) -> float:
        while self._fault is None and not self._ending and self._behind(now):
            overdue_at = self._overdue_at()
            if overdue_at is not None and now >= overdue_at:
                self._fail("the recording's writer is too far behind")
            else:
                self._room.wait(None if overdue_at is None else overdue_at - now)
            now = self._clock.monotonic()
        if self._fault is not None:
            raise GatewayFault(self._fault, CANNOT_GO_ON)
        if self._ending:
            raise GatewayFault("the recording has ended", CANNOT_GO_ON)
        return now

    # -- the writer

    def take(self, wake_at: float) -> list[TerminalEvent] | None:
        """The events of at least one due chunk; empty at `wake_at` (monotonic seconds); None when all is over."""
        with self._work:
            while True:
                now = self._clock.monotonic()
                due_at = None if self._queued_since is None else self._queued_since + self._chunk_seconds
                full = self._queued_cost >= self._limits.chunk_bytes
                if due_at is not None and (full or self._ending or now >= due_at):
                    return self._taken()
                if self._ending:
                    return None
                if now >= wake_at:
                    return []
                self._work.wait(min(wake_at, wake_at if due_at is None else due_at) - now)

    def written(self) -> None:
        """What was taken is in the file."""
        with self._work:
            if self._unsynced_since is None:
                self._unsynced_since = self._taken_since
            self._taken_since, self._taken_cost = None, 0
            self._room.notify_all()

    def synced(self) -> None:
        """What was written is on the disk."""
        with self._work:
            self._unsynced_since = None

    def chunk_seconds(self, seconds: float) -> None:
        """Close chunks at this pace from now on."""
        with self._work:
            self._chunk_seconds = seconds
            self._work.notify()

    def orderly_end(self) -> str | None:
        """Why the session ended; None when it did not end, or something broke."""
        with self._work:
            return self._reason if self._ending and self._fault is None else None

    def fail(self, detail: str) -> None:
        """Something broke: from now on nothing is accepted. The first fault stands."""
        with self._work:
            self._fail(detail)

    def over(self) -> None:
        """The writer has gone; if it went without the end having been announced, that is a fault."""
        with self._work:
            if not self._ending:
                self._fail("the recording's writer went away")
            self._over = True
            self._wake_all()

    # -- the watch

    def fault_or_end(self) -> str | None:
        """Blocks until something breaks (what) or the recording is over (None). Notices a writer that hangs."""
        with self._work:
            while self._fault is None and not self._over:
                now, overdue_at = self._clock.monotonic(), self._overdue_at()
                if overdue_at is not None and now >= overdue_at:
                    self._fail("the recording's writer hangs")
                else:
                    self._alarm.wait(None if overdue_at is None else overdue_at - now)
            return self._fault

    def _overdue_at(self) -> float | None:
        oldest, limits = self._oldest(), self._limits
        moments = [] if oldest is None else [oldest + limits.unwritten_seconds + limits.grace_seconds]
        if self._unsynced_since is not None:
            moments.append(self._unsynced_since + limits.unsynced_seconds)
        return min(moments, default=None)

    def _oldest(self) -> float | None:
        return self._queued_since if self._taken_since is None else self._taken_since

    def _taken(self) -> list[TerminalEvent]:
        taken, self._queue = self._queue, []
        self._taken_since, self._queued_since = self._queued_since, None
        self._taken_cost, self._queued_cost = self._queued_cost, 0
        return taken

    def _fail(self, detail: str) -> None:
        if self._fault is None:
            self._fault = detail
        self._ending = True
        self._wake_all()

    def _wake_all(self) -> None:
        for waiting in (self._work, self._room, self._alarm):
            waiting.notify_all()
