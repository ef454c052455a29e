"""An application that paints no faster than its client reads, and the paper it paints on."""

from collections.abc import Callable
from typing import Any, TypeVar

from prompt_toolkit.application import Application

Result = TypeVar("Result")


class Painter(Application[Result]):
    """Postpones painting while `is_busy`; whoever makes it busy calls `catch_up` when it no longer is."""

    def __init__(self, *, is_busy: Callable[[], bool], **arguments: Any) -> None:
        self._is_busy = is_busy
        self._is_late = False
        super().__init__(**arguments)

    def invalidate(self) -> None:
        """Paint soon."""
        if self._is_busy():
            self._is_late = True
        else:
            super().invalidate()

    def catch_up(self) -> None:
        """Paint now what was postponed, if anything was."""
        if self._is_late:
            self._is_late = False
            self.invalidate()


class Paper:
    """What prompt_toolkit takes for a terminal's file: text goes to `say` as UTF-8; there is no descriptor."""

    encoding = "utf-8"

    def __init__(self, say: Callable[[bytes], None]) -> None:
        self._say = say

    def write(self, text: str) -> int:
        """Say it."""
        self._say(text.encode("utf-8", errors="replace"))
        return len(text)

    def flush(self) -> None:
        """Everything has been said already."""

    def isatty(self) -> bool:
        """No question is asked of the terminal."""
        return False

    def fileno(self) -> int:
        """There is none."""
        raise OSError("no descriptor")
