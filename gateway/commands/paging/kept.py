"""The lines of one command between whoever brings them and whoever reads them: bounded, and waiting for the reader.

Invariants: at most LINES_MAX lines and BYTES_MAX bytes are kept, the oldest go first; whoever brings lines waits while more than
AHEAD_LINES or AHEAD_BYTES of them are unread, so that nothing unread goes, unless the reader wants all of it (a search, the end);
after `abandon` nobody waits any more.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

LINES_MAX: Final = 10_000
BYTES_MAX: Final = 4 * 1024 * 1024
AHEAD_LINES: Final = 8_000
AHEAD_BYTES: Final = 3 * 1024 * 1024
PIECE_LINES: Final = 64  # that are added at once


class Kept:
    """Lines have numbers from 0; `first` is the oldest one kept, `count` the number of all that came."""

    def __init__(self, on_change: Callable[[], None] = lambda: None) -> None:
        """`on_change` is called after lines came or ended, by whoever brings them; it must not wait."""
        self._on_change = on_change
        self._changed = threading.Condition()
        self._lines: deque[str] = deque()
        self._bytes = self._unread_bytes = 0
        self._read = 0
        self._wants_all = self._is_abandoned = False
        self.first = self.count = 0
        self.ended = False

    def bring(self, lines: Sequence[str]) -> None:
        """Add lines; waits for the reader."""
        for at in range(0, len(lines), PIECE_LINES):
            self.add(lines[at : at + PIECE_LINES])
            with self._changed:
                self._changed.wait_for(self._goes_on)

    def add(self, lines: Sequence[str]) -> None:
        """Add a few lines without waiting."""
        if not lines:
            return
        with self._changed:
            if self._is_abandoned:
                return
            for line in lines:
                self._lines.append(line)
                self._bytes += _size(line)
                self._unread_bytes += _size(line)
            self.count += len(lines)
            self._forget()
        self._on_change()

    def end(self) -> None:
        """No more lines will come."""
        with self._changed:
            self.ended = True
        self._on_change()

    def read_to(self, line: int) -> None:
        """The reader has got to this line."""
        with self._changed:
            while self._read < min(line, self.count):
                if self._read >= self.first:
                    self._unread_bytes -= _size(self._lines[self._read - self.first])
                self._read += 1
            self._changed.notify_all()

    def want_all(self, *, wants: bool) -> None:
        """The reader looks for something further on (or no longer does)."""
        with self._changed:
            self._wants_all = wants
            self._changed.notify_all()

    def abandon(self) -> None:
        """Nobody reads any more; what comes is dropped."""
        with self._changed:
            self._is_abandoned = True
            self._changed.notify_all()

    def line(self, number: int) -> str:
        """One line; the oldest one kept for an earlier number, empty for a later one."""
        with self._changed:
            at = max(number - self.first, 0)
            return self._lines[at] if at < len(self._lines) else ""

    def lines(self, number: int, most: int) -> list[str]:
        """Up to `most` lines from `number` on."""
        with self._changed:
            start = max(number, self.first)
            return [self._lines[at - self.first] for at in range(start, min(start + most, self.count))]

    def _goes_on(self) -> bool:
        unread = self.count - max(self._read, self.first)
        return self._wants_all or self._is_abandoned or (unread <= AHEAD_LINES and self._unread_bytes <= AHEAD_BYTES)

    def _forget(self) -> None:
        while len(self._lines) > LINES_MAX or self._bytes > BYTES_MAX:
            size = _size(self._lines.popleft())
            self._bytes -= size
            if self.first >= self._read:
                self._unread_bytes -= size
            self.first += 1


def _size(line: str) -> int:
    """Bytes it takes in memory, roughly."""
    return len(line) * (1 if line.isascii() else 2) + 60
