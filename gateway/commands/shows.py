"""Which showing is up just now, so that a resize, a notice or the session's end finds it."""

import threading
from typing import TypeVar

from gateway.commands.showing import SessionOver, Showing

Result = TypeVar("Result")


class Shows:
    """Callable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._up: Showing[object] | None = None
        self._is_over = False

    @property
    def over(self) -> bool:
        """The session ends."""
        return self._is_over

    def check(self) -> None:
        """Raises SessionOver once the session ends."""
        if self._is_over:
            raise SessionOver

    def run(self, showing: Showing[Result]) -> Result:
        """Show it to its end. Raises SessionOver and what the showing raises."""
        with self._lock:
            self._up = showing  # type: ignore[assignment]  # whatever it gives
        try:
            if self._is_over:
                showing.end()
            return showing.run()
        finally:
            with self._lock:
                self._up = None

    def resized(self) -> None:
        """The terminal has another size."""
        with self._lock:
            if self._up is not None:
                self._up.resized()

    def look(self) -> None:
        """There is something to be said, or to be shown."""
        with self._lock:
            if self._up is not None:
                self._up.look()

    def end(self) -> None:
        """The session ends."""
        with self._lock:
            self._is_over = True
            if self._up is not None:
                self._up.end()
