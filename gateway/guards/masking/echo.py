"""How much of a run only repeats what was typed: that is never held back. The same places for every split of the stream."""

from typing import Final

ECHO_CHARACTERS: Final = 512  # of the stream behind a key, in which its echo may come
TAIL_MAX: Final = 192


class Echo:
    """The last that was typed, and how much of the stream came since."""

    def __init__(self) -> None:
        self._tail = ""
        self._left = 0

    @property
    def may_come(self) -> bool:
        """True for ECHO_CHARACTERS behind a key."""
        return self._left > 0

    def typed(self, text: str) -> None:
        """A key, or more of them."""
        printable = "".join(sign for sign in text if sign.isprintable())
        if printable:
            self._tail = (self._tail + printable)[-TAIL_MAX:]
            self._left = ECHO_CHARACTERS

    def passed(self, count: int) -> None:
        """So many characters were read."""
        self._left = max(0, self._left - count)

    def limit(self, new: int) -> int:
        """Of a text that is new from this place on: the place behind which no echo is expected."""
        return new + self._left

    def shown_until(self, text: str, run: int, new: int, end: int) -> int:
        """Up to where a run that begins at `run` may be shown as echo.

        Its characters up to `end` are known; those before `new` were looked at and not shown.
        """
        shown = run
        if run >= end or text[run] not in self._tail:
            return run
        for place in range(max(new, run), end):
            if self._tail.endswith(text[shown : place + 1]):
                shown = place + 1
        return shown
