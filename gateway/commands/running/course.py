"""The course of one exec from its start to its end: its output handed on within its bounds, or the exec ended.

Whatever happens here, afterwards nothing runs on the target that was not told to end.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gateway.commands.events import Cut
from gateway.commands.running.begun import Begun, TooNoisy
from gateway.commands.running.remote import Piece, Remote, Stream
from gateway.commands.running.scripts import NotBegun
from gateway.vocabulary.clock import Clock

WAIT_SECONDS: Final = 0.05  # how long a cancel may wait to be seen
BEGIN_SECONDS: Final = 10  # for the account's shell and the checks; a FIFO swapped in for a file opens never
_REST_SECONDS: Final = 5.0  # for the last output, after the target said how the command ended
_MARGIN_SECONDS: Final = 5  # the target's own clock ends a command so much later than ours, if ours cannot

Taker = Callable[[bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long and how much: seconds, and bytes of output and errors together.

    A person who reads may hold a command up for `held_seconds` more, all in all.
    """

    seconds: int
    output_bytes: int
    held_seconds: int = 0

    @property
    def target_seconds(self) -> int:
        """After how many seconds the target ends it by itself, whatever became of the connection."""
        return self.seconds + self.held_seconds + _MARGIN_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended. `status` and `signal` are the target's word; `seconds` its duration; `cut` why it was ended.

    `left`: the target did not say that it is gone; what is left of it ends by its own clock.
    """

    status: int | None
    signal: str | None
    seconds: float
    shown_bytes: int
    cut: Cut | None
    left: bool


class Course:
    """One exec under way. Used by one thread."""

    def __init__(self, remote: Remote, bounds: Bounds, clock: Clock) -> None:
        self._remote, self._bounds, self._clock = remote, bounds, clock
        self._started = clock.monotonic()
        self._begun = Begun()
        self._cut: Cut | None = None
        self._left = True
        self._held = 0.0
        self._ended_at: float | None = None
        self.shown_bytes = 0

    @property
    def not_begun(self) -> NotBegun | None:
        """Why the frame did not execute the tool. None where it did, or where the target's shell gave another status."""
        status = self._remote.status
        if self._begun.is_begun or status is None or status not in set(NotBegun):
            return None
        return NotBegun(status)

    @property
    def is_begun(self) -> bool:
        """True if the tool was executed."""
        return self._begun.is_begun

    def run(self, out: Taker, err: Taker, cancel: threading.Event) -> Ran:
        """Hand on what it says until its end. Raises what `out` or `err` raises, TargetError when the line broke."""
        try:
            while not self._remote.is_over and self._cut is None:
                self._step(out, err, cancel)
            if self._cut is None:
                self._remote.check_line()
        except TooNoisy:
            self._cut = Cut.BYTES
        except BaseException:
            self._cut = Cut.FAILED
            raise
        finally:
            self._finish()
        return self.ran()

    def ran(self) -> Ran:
        """How it ended."""
        return Ran(
            status=self._remote.status,
            signal=self._remote.signal,
            seconds=self._clock.monotonic() - self._started,
            shown_bytes=self.shown_bytes,
            cut=self._cut,
            left=self._left,
        )

    def _step(self, out: Taker, err: Taker, cancel: threading.Event) -> None:
        if (piece := self._remote.take(WAIT_SECONDS)) is not None:
            self._hand_on(piece, out, err)
        if cancel.is_set():
            self._cut = Cut.CANCELLED
        elif self._is_late():
            self._cut = Cut.TIME
        elif self._remote.has_ended and piece is None:
            self._hurry()

    def _is_late(self) -> bool:
        if self._remote.has_ended:
            return False
        spent = self._clock.monotonic() - self._started - self._held
        return spent > self._bounds.seconds or (not self._begun.is_begun and spent > BEGIN_SECONDS)

    def _hand_on(self, piece: Piece, out: Taker, err: Taker) -> None:
        data = self._begun.feed(piece.data) if piece.stream is Stream.OUT else piece.data
        data = data[: self._bounds.output_bytes - self.shown_bytes + 1]
        if self.shown_bytes + len(data) > self._bounds.output_bytes:
            self._cut, data = Cut.BYTES, data[:-1]
        if data:
            before = self._clock.monotonic()
            (out if piece.stream is Stream.OUT else err)(data)
            self.shown_bytes += len(data)
            self._held = min(self._held + self._clock.monotonic() - before, self._bounds.held_seconds)

    def _hurry(self) -> None:
        """It has ended and says nothing more: whoever still holds its output open is not waited for."""
        if self._ended_at is None:
            self._ended_at = self._clock.monotonic()
        elif self._clock.monotonic() - self._ended_at > _REST_SECONDS:
            self._remote.hang_up()

    def _finish(self) -> None:
        if self._cut is None:
            self._left = not self._remote.has_ended
            self._remote.close()
        else:
            self._left = not self._remote.stop()
