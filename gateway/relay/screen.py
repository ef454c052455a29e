"""The one way to a terminal: guards, then the brake, then the recorder, then the wire. There is no second way round.

Recorded before shown: a piece is given to the wire only after the recorder took it; one lock keeps the recording's order equal to
the screen's. What the guards noticed is in the journal before anything that follows it is shown, and what they let through is
judged before it is shown. Two locks: `_feeding` is held while a piece is looked at and for as long as it may not be shown;
`_wire` only while bytes are kept and sent, so that the gateway's own words pass while everything else stands still.
"""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

from gateway.authorization.limits import OnTransferStart
from gateway.guards.masking import size_of
from gateway.guards.pipeline import Rearms
from gateway.guards.stage import Finding, Passed, Stage, Tripped, left_in
from gateway.relay.brake import Brake
from gateway.relay.guard_events import Side
from gateway.relay.pieces import pieces
from gateway.relay.ports import Notices, Painter, Recorder

Send = Callable[[bytes], None]
END_SECONDS = 0.2
OWN_SECONDS = 0.05  # for our own words to find their place; they do not wait for a screen that stands still
PICTURE_SECONDS = 0.05
PIECE_BYTES = 64 * 1024  # looked at at once where nothing is counted, and sent at once where everything passes


class Screen:
    """What one person sees of one session."""

    def __init__(
        self,
        *,
        recorder: Recorder,
        send: Send,
        send_error: Send,
        guard: Stage,
        error_guard: Stage,
        notices: Notices,
        brake: Brake | None = None,
        painter: Painter | None = None,
        on_transfer_start: OnTransferStart = OnTransferStart.END,
    ) -> None:
        """`guard` stands before the terminal's stream, `error_guard` before the error stream.

        `painter` is the stage of `guard` that knows the picture. Without a brake nothing is judged.
        """
        self._recorder = recorder
        self._send, self._send_error = send, send_error
        self._guard, self._error_guard = guard, error_guard
        self._notices, self._brake, self._painter = notices, brake, painter
        self._on_transfer_start = on_transfer_start
        self._feeding, self._wire = threading.Lock(), threading.Lock()
        self._sent_at = 0.0

    @property
    def holds(self) -> bool:
        """True while a guard holds back what `idle` might let go."""
        return self._guard.holds or self._error_guard.holds

    @property
    def on_screen(self) -> bool:
        """True while a full-screen program paints."""
        return self._painter is not None and self._painter.on_screen

    def show(self, data: bytes) -> None:
        """Target bytes of the terminal's stream. Raises what a guard, the brake, the recorder or the wire raises."""
        with self._feeding:
            self._feed(self._guard, data, _Out(self, self._send))

    def show_error(self, data: bytes) -> None:
        """Target bytes of the error stream (SSH_EXTENDED_DATA_STDERR)."""
        with self._feeding:
            self._feed(self._error_guard, data, _Out(self, self._send_error))

    def idle(self) -> None:
        """Nothing came from the target for a while."""
        with self._feeding:
            self._let_go(self._guard, self._guard.idle, _Out(self, self._send))
            self._let_go(self._error_guard, self._error_guard.idle, _Out(self, self._send_error))

    def close(self) -> None:
        """The terminal's stream ended: what was held back and may go goes."""
        with self._feeding:
            self._let_go(self._guard, self._guard.close, _Out(self, self._send))

    def close_error(self) -> None:
        """The error stream ended."""
        with self._feeding:
            self._let_go(self._error_guard, self._error_guard.close, _Out(self, self._send_error))

    def end(self) -> tuple[Finding, ...]:
        """The session is over: what the guards find in what they still held. None of that is shown.

        Nothing where somebody is still showing to a client that does not read: a session does not outlast its end for that.
        """
        if not self._feeding.acquire(timeout=END_SECONDS):
            return ()
        try:
            return (*left_in(self._guard), *left_in(self._error_guard))
        finally:
            self._feeding.release()

    # -- from the person's side ---------------------------------------------------------------------------------------

    def typed(self, data: bytes) -> None:
        """This is about to be sent to the target: its echo is not held back. Waits for nobody."""
        if self._painter is not None:
            self._painter.typed(data)

    def resize(self, columns: int, rows: int) -> None:
        """The terminal has another size. Waits for nobody: while it stands still the picture follows with the next piece."""
        if self._painter is not None:
            self._painter.resize(columns, rows)

    def told(self, columns: int, rows: int) -> tuple[int, int]:
        """The size the target is told of a terminal of this one: no larger than the picture that is kept of it."""
        if self._painter is None:
            return columns, rows
        kept = size_of(columns, rows)
        return min(columns, kept[0]), min(rows, kept[1])  # a terminal that does not know its size says 0

    # -- the gateway's own words --------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """The gateway's own words on the terminal: recorded and shown, not filtered."""
        self.paint(text.replace("\n", "\r\n").encode())

    def say_error(self, text: str) -> None:
        """The gateway's own words on the error stream."""
        self.keep_and_send(text.encode(), self._send_error)

    def paint(self, data: bytes) -> None:
        """The gateway's own picture, controls and all: recorded and shown, not filtered."""
        if self._painter is None or not self._feeding.acquire(timeout=OWN_SECONDS):
            self.keep_and_send(data, self._send)
            return
        try:
            is_unjudged = self._brake is not None and self._painter.holds  # what it holds waits for its own judgement
            self.keep_and_send(data if is_unjudged else self._painter.said(data), self._send)
        finally:
            self._feeding.release()

    def title(self, text: str) -> None:
        """The window's title (OSC 2, xterm ctlseqs): nothing of it is painted, so no picture changes."""
        self.keep_and_send(f"\x1b]2;{text}\a".encode(), self._send)

    def redraw(self) -> None:
        """Put back what a full-screen program had painted, where our own words stand on it. Waits while it stands still."""
        with self._feeding:
            picture = b"" if self._painter is None else self._painter.repaint()
            if picture:
                self.keep_and_send(picture, self._send)

    def keep_and_send(self, data: bytes, send: Send) -> None:
        """The only place where anything is sent."""
        with self._wire:
            self._recorder.output(data)
            send(data)
            self._sent_at = time.monotonic()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _before(self, out: "_Out") -> None:
        """Before each piece is looked at; for a screen that must be watched."""

    def _feed(self, guard: Stage, data: bytes, out: "_Out") -> None:
        for piece in pieces(data) if self._brake is not None and self._brake.is_counting else _uncounted(data):
            self._before(out)
            self._pass(guard, partial(guard.feed, piece), out)
            self._paint_between(out)
        out.flush()

    def _let_go(self, guard: Stage, act: Callable[[], Passed], out: "_Out") -> None:
        self._before(out)
        self._pass(guard, act, out)
        out.flush()

    def _paint_between(self, out: "_Out") -> None:
        """A program that paints without a pause is seen all the same."""
        painter = self._painter
        if painter is not None and painter.holds and time.monotonic() - self._sent_at > PICTURE_SECONDS:
            self._through(painter.paint(), out)
            out.flush()
            self._sent_at = time.monotonic()

    def _pass(self, guard: Stage, act: Callable[[], Passed], out: "_Out") -> None:
        try:
            passed = act()
        except Tripped as tripped:
            self._through(tripped.passed, out)
            out.flush()
            cut = self._notices.tripped(tripped.finding, Side.SHOWN)
            if self._brake is None or self._on_transfer_start is OnTransferStart.END or not isinstance(guard, Rearms):
                raise cut from None
            self._frozen_for_transfer(self._brake, guard)
            return
        self._through(passed, out)

    @staticmethod
    def _frozen_for_transfer(brake: Brake, guard: Rearms) -> None:
        """The rest of the piece is lost; a transfer that goes on trips again."""
        brake.transfer_began()
        guard.rearm()

    def _through(self, passed: Passed, out: "_Out") -> None:
        if passed.findings:
            out.flush()
            self._notices.saw(passed.findings, Side.SHOWN)
        if self._brake is not None:
            self._brake.judge(out.flush)
        out.add(passed.data)


class _Out:
    """What passed and is sent in one go, of one call."""

    def __init__(self, screen: Screen, send: Send) -> None:
        self._screen, self._send = screen, send
        self._data = bytearray()

    def add(self, data: bytes) -> None:
        """This may be shown."""
        self._data += data
        if len(self._data) >= PIECE_BYTES:
            self.flush()

    def flush(self) -> None:
        """Show it now."""
        if self._data:
            data = bytes(self._data)
            self._data.clear()
            self._screen.keep_and_send(data, self._send)


def _uncounted(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), PIECE_BYTES):
        yield data[at : at + PIECE_BYTES]
