"""The journal's entries of one session's statements, written behind its back and yet in time.

A commit for each statement would cost a point query more than the query. So `put` only accepts an entry, before the statement is
sent; a thread appends what has gathered (summed up where nothing is lost, `gathering`) every PACE_SECONDS. The promise is the
recorder's: while an entry older than LATE_SECONDS is not durable, nothing more is sent to the target and nothing more of it is
shown; GRACE_SECONDS later, or as soon as the journal refuses, the session ends. A process that dies loses the entries of at most
that second; its recording has them.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Final

from gateway.audit.event import Event
from gateway.relay.postgres.gathering import Gathering
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

PACE_SECONDS: Final = 0.2
LATE_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 4.0  # as long again as a commit under load may take; nothing is shown meanwhile
TOGETHER_MAX: Final = 64  # entries of one append: bounds one commit, and one message to the registrar
WAITING_MAX: Final = 4096  # entries; above it nothing more is taken from the person
LEFT_MAX: Final = 128  # the registrar takes 256 events in one call, and others are told with a session's end
CLOSE_SECONDS: Final = 3.0


class Diary:
    """Filled by one thread. `wake` is called from the diary's own, when it has caught up or cannot go on."""

    def __init__(self, journal: Callable[[Sequence[Event]], None], clock: Clock, wake: Callable[[], None]) -> None:
        """`journal` returns when its events are durable, and raises when they are not."""
        self._journal, self._clock, self._wake = journal, clock, wake
        self._changed = threading.Condition()
        self._waiting = Gathering()
        self._oldest: float | None = None  # when the oldest entry came that is not durable yet
        self._failure: BaseException | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def put(self, event: Event) -> None:
        """Accept an entry. Raises GatewayFault where the journal has failed."""
        self.check()
        now = self._clock.monotonic()
        with self._changed:
            self._waiting.put(event, now)
            if self._oldest is None:
                self._oldest = now
                self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="diary", daemon=True)
                self._thread.start()

    def check(self) -> None:
        """Raises GatewayFault where the journal has failed, or is behind by more than the grace."""
        if self._failure is not None:
            raise GatewayFault(f"statements cannot be journalled: {self._failure}") from self._failure
        oldest = self._oldest
        if oldest is not None and self._clock.monotonic() - oldest > LATE_SECONDS + GRACE_SECONDS:
            raise GatewayFault("statements cannot be journalled in time")

    @property
    def late_at(self) -> float | None:
        """From this moment (monotonic) on nothing may be shown, unless the journal catches up; None while all is durable."""
        oldest = self._oldest
        return None if oldest is None else oldest + LATE_SECONDS

    @property
    def is_full(self) -> bool:
        """True while so much waits that nothing more should be taken from the person."""
        return len(self._waiting) >= WAITING_MAX

    def close(self, last: Sequence[Event] = ()) -> list[Event]:
        """Stop; what was not written yet and `last`, at most LEFT_MAX, for the commit that ends the session.

        What is more is appended before. Where the journal has failed it is not: the commit would fail as well.
        """
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)
        with self._changed:
            left, self._waiting = [*self._waiting.all(), *last], Gathering()
        while len(left) > LEFT_MAX and self._failure is None:
            try:
                self._journal(left[:TOGETHER_MAX])
            except Exception as failure:  # noqa: BLE001  # whatever it is, the session's end will fail by it too
                self._failure = failure
            else:
                del left[:TOGETHER_MAX]
        return left[:LEFT_MAX]

    def _run(self) -> None:
        try:
            while self._gathered():
                self._write()
        except BaseException as failure:  # noqa: BLE001  # whatever it is, it ends the session
            self._failure = failure
            self._wake()

    def _gathered(self) -> bool:
        """Wait until there is something, and for what may follow it; False once it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            self._changed.wait_for(lambda: self._closed or len(self._waiting) >= TOGETHER_MAX, PACE_SECONDS)
            return not self._closed

    def _write(self) -> None:
        while True:
            with self._changed:
                together = [] if self._closed else self._waiting.leave(TOGETHER_MAX)
                if not together:
                    return
            self._journal(together)
            with self._changed:
                self._waiting.left()
                self._oldest = self._waiting.oldest
            self._wake()
