"""Threads that carry bytes, and the one place that catches what goes wrong in them.

A pump is a function that returns at the end of its stream. The first exception in any pump of a session is kept and ends all
of them; it is never swallowed and never passed by.
"""

import threading
from collections.abc import Callable


class Pumps:
    """The pumps of one session."""

    def __init__(self, stop: Callable[[], None]) -> None:
        """`stop` ends every stream of the session at once; it is called for the first failure, from the failing thread."""
        self._stop = stop
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._failure: BaseException | None = None

    @property
    def failure(self) -> BaseException | None:
        """What went wrong first, if anything did."""
        return self._failure

    def start(self, name: str, pump: Callable[[], None]) -> threading.Thread:
        """Run `pump` in a thread of its own."""
        thread = threading.Thread(target=self._run, args=(pump,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def fail(self, failure: BaseException) -> None:
        """Keep the first failure and stop everything. Callable from any thread."""
        with self._lock:
            if self._failure is not None:
                return
            self._failure = failure
        self._stop()

    def join(self, timeout_seconds: float) -> None:
        """Wait for every pump, at most `timeout_seconds` each."""
        for thread in self._threads:
            thread.join(timeout_seconds)

    def _run(self, pump: Callable[[], None]) -> None:
        try:
            pump()
        except BaseException as failure:  # noqa: BLE001  # whatever it is, it ends the session
            self.fail(failure)
