"""What the person types, read on a thread of its own: guarded, recorded, made into keys, kept in order until somebody takes them.

Invariants: at most KEYS_MAX keys wait; beyond that nothing more is read, so that a client that sends faster waits itself and
a script loses no line. Ctrl-C is heard at once, before the keys that wait, by whoever listens for it.
"""

import select
import threading
from collections import deque
from collections.abc import Callable
from itertools import takewhile
from typing import Final, Protocol

from gateway.commands.keys import Key, Typed, key_reader
from gateway.menu.ports import Bytes
from gateway.vocabulary.clock import Clock

KEYS_MAX: Final = 8192
READ_BYTES: Final = 4096
BURST_LETTERS: Final = 32
PAUSE_SECONDS: Final = 0.1  # after which an ESC stands alone
IDLE_SECONDS: Final = 0.02  # after which a guard lets go what it held only in case more would come


class Keyboard(Protocol):
    """The guards of what is typed, and its recording: `relay.keyboard` has the shape, without a target's spelling."""

    @property
    def holds(self) -> bool:
        """True while something is held back."""

    def typed(self, data: bytes) -> bytes:
        """What goes on; it is recorded."""

    def idle(self) -> bytes:
        """Nothing was typed for a while."""


class Typist:
    """`run` it on a thread of its own until the client's end; everything else may be called from any thread."""

    def __init__(self, channel: Bytes, keyboard: Keyboard, clock: Clock) -> None:
        self._channel, self._keyboard, self._clock = channel, keyboard, clock
        self._reader = key_reader()
        self._changed = threading.Condition()
        self._keys: deque[Typed] = deque()
        self._is_over = False
        self._heard: Callable[[], None] = lambda: None
        self._cancelled: Callable[[], None] | None = None
        self.typed_bytes = 0
        self.typed_at: float | None = None
        """When something was typed last (Clock.monotonic); None: nothing yet."""

    def run(self) -> None:
        """Read until nothing more can be typed. Raises what a guard or the recorder raises."""
        try:
            while self._step():
                pass
        finally:
            with self._changed:
                self._is_over = True
                self._changed.notify_all()
            self._heard()

    @property
    def over(self) -> bool:
        """Nothing waits, and nothing more will come."""
        with self._changed:
            return self._is_over and not self._keys

    def listen(self, heard: Callable[[], None], *, cancelled: Callable[[], None] | None = None) -> None:
        """From now on call `heard`, on the typist's thread, after each new key and at the end; it must not wait.

        `cancelled` is called instead for Ctrl-C; None keeps Ctrl-C among the keys.
        """
        with self._changed:
            self._heard, self._cancelled = heard, cancelled

    def take(self) -> Typed | None:
        """The next key; None where none waits."""
        with self._changed:
            key = self._keys.popleft() if self._keys else None
            self._changed.notify_all()
            return key

    def burst(self) -> str:
        """What waits at the front, if it is BURST_LETTERS or more single letters: nobody types like that. Otherwise nothing."""
        with self._changed:
            letters = list(takewhile(_is_letter, self._keys))
            if len(letters) < BURST_LETTERS:
                return ""
            for _ in letters:
                self._keys.popleft()
            self._changed.notify_all()
        return "".join(str(letter) for letter in letters)

    def skip(self, key: Key) -> None:
        """Forget as many of this key as wait at the front."""
        with self._changed:
            while self._keys and self._keys[0] is key:
                self._keys.popleft()
            self._changed.notify_all()

    def wait(self) -> Typed | None:
        """The next key, once there is one; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._keys or self._is_over)
        return self.take()

    def _step(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: len(self._keys) < KEYS_MAX or self._channel.closed)
        if not self._is_typed(self._patience()):
            self._put(self._reader.feed(self._keyboard.idle()) + self._reader.pause())
            return True
        data = self._channel.recv(READ_BYTES)
        self.typed_bytes += len(data)
        self.typed_at = self._clock.monotonic()
        self._put(self._reader.feed(self._keyboard.typed(data)) if data else [])
        return bool(data)

    def _patience(self) -> float | None:
        """Seconds to wait for more before something held back is given up; None waits as long as it takes."""
        if self._keyboard.holds:
            return IDLE_SECONDS
        return PAUSE_SECONDS if self._reader.waits else None

    def _is_typed(self, seconds: float | None) -> bool:
        """True once there is something to read, or the end; False if nothing came for so long."""
        if seconds is None or self._channel.recv_ready():
            return True
        waiting = select.poll()
        waiting.register(self._channel.fileno(), select.POLLIN)
        waiting.poll(seconds * 1000)
        return self._channel.recv_ready() or self._channel.closed or self._channel.eof_received

    def _put(self, keys: list[Typed]) -> None:
        if not keys:
            return
        with self._changed:
            heard, cancelled = self._heard, self._cancelled
            kept = [key for key in keys if cancelled is None or key is not Key.CANCEL]
            self._keys.extend(kept)
            self._changed.notify_all()
        if cancelled is not None and len(kept) < len(keys):
            cancelled()
        heard()


def _is_letter(key: Typed) -> bool:
    return isinstance(key, str) and not isinstance(key, Key)
