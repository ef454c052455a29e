"""Where text stops being mere text, where strings end, and what makes a doubtful byte the beginning of one."""

import re
from collections.abc import Mapping
from typing import Final

from gateway.guards.terminal.kinds import INTRODUCERS
from gateway.guards.terminal.table import CONTROLS, verbatim
from gateway.guards.terminal.tokens import CAN, ESC, SUB

_STOPPING = "".join(chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in CONTROLS)
_STOPS = rf"{re.escape(_STOPPING)}\x80-\x9f\udc80-\udc9f"
# HASTY lets allowed sequences stand among the text; STRICT looks at every control by itself.
HASTY: Final = re.compile(rf"[{_STOPS}](?:(?<!{ESC})|(?!{verbatim()}))")
STRICT: Final = re.compile(rf"[\x00-\x1f{_STOPS}]")

_END = re.compile(r"[\x18\x1a\x1b\x9c\udc9c]")
DOUBTFUL_END: Final = re.compile(r"[\x00-\x1f\x9c\udc9c]")
_ENDS: Final[Mapping[str, re.Pattern[str]]] = {
    "]": re.compile(r"[\x07\x18\x1a\x1b\x9c\udc9c]"),
    "k": DOUBTFUL_END,  # xterm knows no such string: what is no title must not be lost
}
TAKEN_WITH_IT: Final = frozenset(("\a", CAN, SUB, "\x9c", "\udc9c"))  # other ends begin something of their own

# In a command its number or dtterm's letter, otherwise no control and no mark.
_FOLLOWS: Final = {"[": re.compile(r"[ -~]"), "]": re.compile(r"[0-9lLI]")}
_FOLLOWS_OTHERWISE = re.compile(r"[ -~\xa0-\ud7ff\ue000-\U0010ffff]")


def end_of(introducer: str) -> re.Pattern[str]:
    """What ends the contents of a string that `ESC introducer` began."""
    return _ENDS.get(introducer, _END)


def begins_doubtfully(letter: str, text: str, position: int) -> bool:
    """True if a doubtful spelling of `ESC letter` before this position begins a string or a sequence."""
    introduces = letter in INTRODUCERS or letter == "["
    return introduces and _FOLLOWS.get(letter, _FOLLOWS_OTHERWISE).match(text, position) is not None
