"""Threads that carry bytes, and the one place that catches what goes wrong in them.

A pump is a function that returns at the end of its stream. The first exception in any pump of a session is kept and ends all
of them; it is never swallowed and never passed by. Nobody waits for a pump that somebody else holds up: a failure is heard
at once, though a pump may still hang in a send to a terminal that does not read.
"""

import threading
from collections.abc import Callable

SETTLE_SECONDS = 0.3  # for pumps to end by themselves after a failure, so that counts and last words come in order


class Pumps:
    """The pumps of one session."""

    def __init__(self, stop: Callable[[], None]) -> None:
        """`stop` ends every stream of the session at once; it is called for the first failure, from the failing thread."""
        self._stop = stop
        self._changed = threading.Condition()
        self._running: set[str] = set()
        self._failure: BaseException | None = None

    @property
    def failure(self) -> BaseException | None:
        """What went wrong first, if anything did."""
        return self._failure

    def start(self, name: str, pump: Callable[[], None]) -> threading.Thread:
        """Run `pump` in a thread of its own."""
        with self._changed:
            self._running.add(name)
        thread = threading.Thread(target=self._run, args=(name, pump), name=name, daemon=True)
        thread.start()
        return thread

    def fail(self, failure: BaseException) -> None:
        """Keep the first failure and stop everything. Callable from any thread."""
        with self._changed:
            if self._failure is not None:
                return
            self._failure = failure
            self._changed.notify_all()
        self._stop()

    def wait(self, *names: str) -> None:
        """Until these pumps are over. Raises the first failure of any pump, SETTLE_SECONDS after it at the latest."""
        with self._changed:
            self._changed.wait_for(lambda: self._failure is not None or self._are_over(names))
        if self._failure is not None:
            self.settle(*names)
            raise self._failure

    def settle(self, *names: str) -> None:
        """Until these pumps are over, for SETTLE_SECONDS at most."""
        with self._changed:
            self._changed.wait_for(lambda: self._are_over(names), SETTLE_SECONDS)

    def _are_over(self, names: tuple[str, ...]) -> bool:
        return not self._running.intersection(names)

    def _run(self, name: str, pump: Callable[[], None]) -> None:
        try:
            pump()
        except BaseException as failure:  # noqa: BLE001  # whatever it is, it ends the session
            self.fail(failure)
        finally:
            with self._changed:
                self._running.discard(name)
                self._changed.notify_all()
