"""The one way from a terminal to a target: guards, then the recorder, then the target's own spelling.

The recording keeps what the guards let through, as the person's terminal spells it (UTF-8); the target gets it in its
declared encoding. What the guards noticed is in the journal before the target hears anything of it.
"""

import logging
import threading
import time
from collections.abc import Callable

from gateway.authorization.limits import OnTransferStart
from gateway.guards.pipeline import Rearms
from gateway.guards.stage import Finding, Passed, Stage, Tripped, left_in
from gateway.relay.brake import Brake
from gateway.relay.guard_events import Side
from gateway.relay.ports import Notices, Recorder
from gateway.relay.thrown_away import Typed

log = logging.getLogger(__name__)
END_SECONDS = 0.2  # what is still being told then is not waited for
BELL_SECONDS = 1.0  # between two bells


class Keyboard:
    """What one person types in one session. Used by one thread, but for its end."""

    def __init__(
        self,
        *,
        recorder: Recorder,
        guard: Stage,
        spelling: Stage,
        notices: Notices,
        brake: Brake | None = None,
        bell: Callable[[], None] = lambda: None,
        heard: Callable[[bytes], None] = lambda _: None,
        on_transfer_start: OnTransferStart = OnTransferStart.END,
    ) -> None:
        """`bell` rings where something typed is thrown away; `heard` is told what goes to the target, before it does."""
        self._recorder, self._guard, self._spelling, self._notices = recorder, guard, spelling, notices
        self._brake, self._bell, self._heard = brake, bell, heard
        self._on_transfer_start = on_transfer_start
        self._rang_at = float("-inf")
        self._lock = threading.Lock()

    @property
    def listens(self) -> bool:
        """True while what is typed, and what the client signals, gets to the target."""
        return self._brake is None or self._brake.runs

    @property
    def holds(self) -> bool:
        """True while a guard holds back what `idle` might let go."""
        return self._guard.holds or self._spelling.holds

    def typed(self, data: bytes) -> bytes:
        """What of `data`, and of what was held back before, goes to the target. Raises what a guard or the recorder raises."""
        match Typed.PASSES if self._brake is None else self._brake.typed(data):
            case Typed.SWALLOWED:
                return b""
            case Typed.DISCARDED:
                self.ring()
                return b""
        return self._passed(lambda: self._guard.feed(data), lambda: Passed(b""))

    def idle(self) -> bytes:
        """Nothing was typed for a while: what was held back only in case more would come."""
        if not self.listens:
            return b""
        return self._passed(self._guard.idle, self._spelling.idle)

    def close(self) -> bytes:
        """Nothing more will be typed."""
        if not self.listens:
            return b""
        return self._passed(self._guard.close, self._spelling.close)

    def end(self) -> tuple[Finding, ...]:
        """The session is over: what the guards find in what they still held. None of that is sent."""
        if not self._lock.acquire(timeout=END_SECONDS):
            return ()
        try:
            return left_in(self._guard)
        finally:
            self._lock.release()

    def ring(self) -> None:
        """A bell, not more often than a person needs; in a thread of its own, since a terminal may not read."""
        now = time.monotonic()
        if now - self._rang_at >= BELL_SECONDS:
            self._rang_at = now
            threading.Thread(target=self._ring, name="bell", daemon=True).start()

    def _ring(self) -> None:
        try:
            self._bell()
        except Exception:  # the session ends by other means; a bell is no reason
            log.debug("no bell", exc_info=True)

    def _passed(self, act: Callable[[], Passed], then: Callable[[], Passed]) -> bytes:
        with self._lock:
            typed = self._noticed(act)
            if not typed:
                return self._noticed(then)
            self._recorder.input(typed)
            self._heard(typed)
            return self._noticed(lambda: self._spelling.feed(typed)) + self._noticed(then)

    def _noticed(self, act: Callable[[], Passed]) -> bytes:
        try:
            passed = act()
        except Tripped as tripped:  # the target gets nothing more, not even what came before
            self._notices.saw(tripped.passed.findings, Side.TYPED)
            cut = self._notices.tripped(tripped.finding, Side.TYPED)
            if (
                self._brake is None
                or self._on_transfer_start is OnTransferStart.END
                or not isinstance(self._guard, Rearms)
            ):
                raise cut from None
            self._guard.rearm()
            self._brake.transfer_typed()
            return b""
        if passed.findings:
            self._notices.saw(passed.findings, Side.TYPED)
        return passed.data
