"""Says what the menu paints, on a thread of its own, so that a client that does not read holds up nobody else.

Invariants: what is said leaves in order; nothing is said after `finish`; a client that lets more than WAITING_BYTES_MAX wait
counts as gone (whoever paints asks `busy` first, so that an honest one never does). The thread ends with `finish`, or when its
channel is closed.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from gateway.sessions.ending import SessionCut

WAITING_BYTES_MAX: Final = 512 * 1024


class Speaker:
    """`send` may block; `on_quiet` each time everything has been said, `on_gone` once, are called on the speaker's thread."""

    def __init__(
        self, send: Callable[[bytes], None], *, on_quiet: Callable[[], None], on_gone: Callable[[], None]
    ) -> None:
        self._send, self._on_quiet, self._on_gone = send, on_quiet, on_gone
        self._waiting: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._is_speaking = self._is_over = self._is_gone = False
        self._thread = threading.Thread(target=self._run, name="menu-speaker", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """True while something is still to be said."""
        with self._changed:
            return bool(self._waiting) or self._is_speaking

    def say(self, data: bytes) -> None:
        """Say it after everything before it; returns at once. After the client has gone nothing is kept."""
        with self._changed:
            if not data or self._is_gone or self._is_over:
                return
            self._waiting.append(data)
            self._changed.notify_all()
            too_many = sum(map(len, self._waiting)) > WAITING_BYTES_MAX
        if too_many:
            self._go()

    def finish(self, seconds: float) -> bool:
        """Say the rest, for at most `seconds`; True if all was said and the client is still there."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        self._thread.join(seconds)
        with self._changed:
            said = not (self._waiting or self._is_speaking or self._is_gone)
            self._waiting.clear()
            return said

    def _run(self) -> None:
        while (data := self._next()) is not None:
            try:
                self._send(data)
            except (OSError, EOFError, SessionCut):  # it has gone, or takes nothing (listener.patience)
                self._go()
                break
            self._said()
        with self._changed:
            self._is_speaking = False

    def _next(self) -> bytes | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_over)
            if not self._waiting:
                return None
            self._is_speaking = True
            return self._waiting.popleft()

    def _said(self) -> None:
        with self._changed:
            self._is_speaking = False
            is_quiet = not self._waiting
        if is_quiet:
            self._on_quiet()

    def _go(self) -> None:
        with self._changed:
            self._is_gone = True
            self._waiting.clear()
        self._on_gone()
