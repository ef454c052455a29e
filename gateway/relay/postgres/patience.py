"""The clocks of a session at a database: nothing asked, nothing taken, nothing answered, each for too long."""

from collections.abc import Callable
from dataclasses import dataclass

from gateway.authorization.limits import DatabaseLimits
from gateway.relay.postgres import words
from gateway.sessions.ending import UNREAD, Ending, EndReason, SessionCut
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import TargetError


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long, in seconds: results may lie untaken; a target may say nothing beyond a statement's own time."""

    unread_seconds: float = 60.0
    silence_seconds: float = 10.0


class Patient:
    """Used by the session's thread."""

    def __init__(self, patience: Patience, limits: DatabaseLimits, clock: Clock, cancel: Callable[[], None]) -> None:
        self._patience, self._limits, self._clock, self._cancel = patience, limits, clock, cancel
        self._asked_at = self._heard_at = self._taken_at = clock.monotonic()
        self._unsent = 0
        self._has_cancelled = False

    def asked(self) -> None:
        """The person has said something."""
        self._asked_at = self._clock.monotonic()

    def heard(self) -> None:
        """The target has said something, or is asked after a pause, or is not listened to."""
        self._heard_at, self._has_cancelled = self._clock.monotonic(), False

    def look(self, *, unsent: int, is_busy: bool) -> None:
        """`unsent` bytes wait for the person; `is_busy`: the target owes an answer. Raises SessionCut, TargetError."""
        now = self._clock.monotonic()
        if not unsent or unsent < self._unsent:
            self._taken_at = now
        self._unsent = unsent
        if now - self._taken_at > self._patience.unread_seconds:
            raise SessionCut(UNREAD)
        if is_busy:
            self._hurry(now)
        elif now - max(self._asked_at, self._heard_at) > self._limits.idle_seconds:
            raise SessionCut(Ending(reason=EndReason.LEFT, text=words.IDLE, detail="idle"))

    def _hurry(self, now: float) -> None:
        """The target has its own limit for a statement; where that does not hold, ours does."""
        late = now - self._heard_at - self._limits.statement_seconds
        if late > self._patience.silence_seconds and not self._has_cancelled:
            self._has_cancelled = True
            self._cancel()
        if late > 2 * self._patience.silence_seconds:
            raise TargetError("postgres, target: no answer in its time", words.SILENT_TARGET)
