"""What the viewer of a replay types, as commands. Pure.

A terminal also answers questions that the recording asks anew (cursor position, device attributes); such answers are whole
control sequences and mean nothing here.
"""

import re
from collections.abc import Iterator
from typing import Final

from gateway.recording.player import Command

KEYS: Final = {
    b" ": Command.PAUSE,
    b".": Command.STEP,
    b"+": Command.FASTER,
    b">": Command.FASTER,
    b"-": Command.SLOWER,
    b"<": Command.SLOWER,
    b"i": Command.SKIP_IDLE,
    b"]": Command.NEXT_MARKER,
    b"\x1b[C": Command.FORWARD,
    b"\x1bOC": Command.FORWARD,
    b"\x1b[D": Command.BACK,
    b"\x1bOD": Command.BACK,
    b"q": Command.QUIT,
    b"\x03": Command.QUIT,
}
SEARCH: Final = b"/"
AGAIN: Final = b"n"

_TOKEN: Final = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[O].|\x1b.?|[\xc0-\xf7][\x80-\xbf]{0,3}|.",
    re.DOTALL,
)


def tokens(data: bytes) -> Iterator[bytes]:
    """The keys in `data`: a control sequence or a UTF-8 character is one."""
    return (found.group() for found in _TOKEN.finditer(data))
