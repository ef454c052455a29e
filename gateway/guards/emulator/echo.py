"""Where in a stream the echo of what was typed comes, so that it is painted at once.

For ECHO_CHARACTERS of the stream behind a key: at a character that was typed, in the order of typing; and where a program
says that its picture is finished (its cursor shows again, or mode 2026 ends), FINISHED_MAX times.
"""

import re
from typing import Final

from gateway.guards.emulator.emulator import Emulator

ECHO_CHARACTERS: Final = 512
EXPECTED_MAX: Final = 16
FINISHED_MAX: Final = 2
TAIL_MAX: Final = 192
_FINALS: Final = "hl"  # of the sequences that may say so


class Echo:
    """Places are the same for every split of the stream."""

    def __init__(self) -> None:
        self.tail = ""  # the last that was typed
        self._expected = ""
        self._left = self._finished_left = self._frames = 0
        self._interesting = re.compile(f"[{_FINALS}]")

    def typed(self, text: str) -> None:
        """A key, or more of them."""
        printable = "".join(sign for sign in text if sign.isprintable())
        self.tail = (self.tail + printable)[-TAIL_MAX:]
        self._expected = (self._expected + printable)[-EXPECTED_MAX:]
        self._left, self._finished_left = ECHO_CHARACTERS, FINISHED_MAX
        self._interesting = re.compile(f"[{_FINALS}{re.escape(self._expected)}]")

    def next_place(self, text: str, start: int, stop: int) -> int:
        """The place at most `stop` up to which the emulator is to be fed."""
        if self._left <= 0:
            return stop
        found = self._interesting.search(text, start, min(stop, start + self._left))
        return found.end() if found else min(stop, start + self._left)

    def passed(self, count: int) -> None:
        """So many characters were fed."""
        self._left -= count

    def came(self, emulator: Emulator) -> bool:
        """True if a picture is due now."""
        state = emulator.state
        if state.frames != self._frames:
            self._frames = state.frames
            if self._left > 0 and self._finished_left > 0:
                self._finished_left -= 1
                return True
        if self._left <= 0 or not emulator.at_rest or not state.last or state.last not in self._expected:
            return False
        self._expected = self._expected[self._expected.index(state.last) + 1 :]
        return True
