"""The threads that serve one connection's channels: started from several threads, waited for together."""

import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 0.05


class Workers:
    """Started with `start`; those that have ended are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._threads)

    def start(self, name: str, work: Callable[[], None]) -> None:
        """Do `work` in a thread of its own."""
        thread = threading.Thread(target=work, name=name, daemon=True)
        with self._lock:
            self._threads = [*filter(threading.Thread.is_alive, self._threads), thread]
            thread.start()

    def join(self, seconds: float) -> None:
        """Wait for all of them together, at most `seconds`; also for those that are started meanwhile."""
        until = time.monotonic() + seconds
        while (alive := self._alive()) is not None and time.monotonic() < until:
            alive.join(LOOK_SECONDS)

    def _alive(self) -> threading.Thread | None:
        with self._lock:
            return next(filter(threading.Thread.is_alive, self._threads), None)
