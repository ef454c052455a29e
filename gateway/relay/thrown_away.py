"""What is typed while a session stands still goes nowhere, and so does the rest of what was begun then.

Half a paste is another command than was meant: whose beginning was thrown away is thrown away to its end. Pure; time is an
argument.
"""

import re
from enum import Enum
from typing import Final

BURST_SECONDS: Final = 0.05  # what comes sooner after the last is of the same paste, or of a key that is held down
PASTE_SECONDS: Final = 2.0  # within a paste that says where it ends
_PASTE_BEGINS, _PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"  # xterm ctlseqs, "Bracketed Paste Mode"
_ANSWERS: Final = re.compile(
    rb"\x1b\[[<>?=][0-9;:]*[a-zA-Z]"  # reports, mouse (SGR)
    rb"|\x1b\[M...|\x1b\[[IO]"  # mouse (X10), focus
    rb"|\x1b\[[0-9]+;[0-9]+R|\x1b\[0n"  # cursor position, status
    rb"|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)",  # strings
    re.DOTALL,
)
"""What terminals say by themselves (xterm ctlseqs, "Device-Control functions"): no key was pressed."""


class Typed(Enum):
    """What becomes of what was typed."""

    PASSES = "passes"
    SWALLOWED = "swallowed"  # it ended a pause, or nearly
    DISCARDED = "discarded"  # frozen: a bell


class Lost:
    """What was thrown away last. Used by one thread."""

    def __init__(self) -> None:
        self._at = float("-inf")
        self._is_pasted = False

    def add(self, data: bytes, now: float) -> None:
        """This went nowhere (monotonic seconds)."""
        begins, ends = data.rfind(_PASTE_BEGINS), data.rfind(_PASTE_ENDS)
        if begins != ends:
            self._is_pasted = begins > ends
        self._at = now

    def goes_on(self, now: float) -> bool:
        """True while what comes belongs to what was thrown away last."""
        return now - self._at < (PASTE_SECONDS if self._is_pasted else BURST_SECONDS)


def has_key(data: bytes) -> bool:
    """Whether somebody pressed a key."""
    return bool(_ANSWERS.sub(b"", data))
