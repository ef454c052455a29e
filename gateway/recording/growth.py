"""How large a recording's file has become: whoever asked hears of it once, on a thread of his own, so that nothing waits for him.

A recording that reaches its quota ends its session; what is on its way by then (`RecorderLimits.pending_bytes`) is still written.
"""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
Tell = Callable[[], None]


class Growth:
    """Thread safe: marks are set by the session, sizes come from the writer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._marks: list[tuple[int, Tell]] = []
        self._size = 0

    def at(self, size_bytes: int, tell: Tell) -> None:
        """`tell` once the file has that many bytes; now, where it has."""
        with self._lock:
            self._marks.append((size_bytes, tell))
            size = self._size
        self.grown(size)

    def grown(self, size_bytes: int) -> None:
        """The file has that many bytes."""
        with self._lock:
            self._size = size_bytes
            due = [mark for mark in self._marks if mark[0] <= size_bytes]
            self._marks = [mark for mark in self._marks if mark[0] > size_bytes]
        for _, tell in due:
            threading.Thread(target=_told, args=(tell,), name="recording-size", daemon=True).start()


def _told(tell: Tell) -> None:
    try:
        tell()
    except Exception:  # whoever could not be told keeps nothing from being written
        log.warning("the size of a recording could not be told", exc_info=True)
