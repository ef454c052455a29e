"""A string, or a sequence longer than any key, that is being dropped: where it ends, and what it was.

Only sizes, a running digest and the first bytes are kept, however long it is.
"""

import re
from hashlib import sha256
from typing import Final

from gateway.guards.stage import Finding

HEAD_BYTES: Final = 8
_NAMES = (
    (re.compile(rb"\]52;"), "answer.clipboard"),
    (re.compile(rb"\](?:[lL]|[0-2];)"), "answer.title"),
    (re.compile(rb"\](?:4|5|1[0-9]);"), "answer.colour"),
    (re.compile(rb"\[", re.DOTALL), "answer.status"),
)
_OTHER = "answer.string"
_SEQUENCE = re.compile(rb"[0-?]*[ -/]*")
_INSIDE = re.compile(rb"(?:[^\x00-\x1f\xc2]|\xc2(?!\x9c|\Z))*")
_INSIDE_8BIT = re.compile(rb"[^\x00-\x1f\x9c]*")
_ENDS = {  # by what introduced it; where none matches, something else ends it, which is not dropped
    ord("]"): re.compile(rb"\x07|\x1b\\|\xc2?\x9c"),
    ord("["): re.compile(rb"[@-~]"),
}
_END = re.compile(rb"\x1b\\|\xc2?\x9c")


class Dropped:
    """Begins with its introducer."""

    def __init__(self, introducer: bytes) -> None:
        """`introducer`: ESC and a letter, or the C1 control, raw or in UTF-8. It is not counted here."""
        last = introducer[-1]
        self._letter = last if last < 0x80 else last - 0x40
        self._inside = self._inside_of(raw=introducer == bytes((last,)))
        self._end = _ENDS.get(self._letter, _END)
        self._head = bytes((self._letter,))
        self._size, self._digest = 0, sha256()

    def saw(self, content: bytes) -> None:
        """What of its content went on before anybody knew, or does not."""
        self._head = (self._head + content)[:HEAD_BYTES]

    def take(self, data: bytes, place: int) -> tuple[int, bool]:
        """Drop what belongs to it, from `place` on: the byte after it, and whether it has ended there."""
        stop = self._inside.match(data, place).end()  # type: ignore[union-attr]  # it matches nothing at least
        end = self._end.match(data, stop)
        after = stop if end is None else end.end()
        self.saw(data[place:after])
        self.drop(data[place:after])
        return after, end is not None or data[stop:] not in (b"", b"\x1b", b"\xc2")

    def drop(self, piece: bytes) -> None:
        """Count `piece` as dropped."""
        self._size += len(piece)
        self._digest.update(piece)

    def finding(self) -> Finding:
        """What was dropped."""
        kind = next((name for pattern, name in _NAMES if pattern.match(self._head)), _OTHER)
        return Finding(kind, self._size, self._digest.hexdigest())

    def _inside_of(self, *, raw: bool) -> re.Pattern[bytes]:
        if self._letter == ord("["):
            return _SEQUENCE
        return _INSIDE_8BIT if raw else _INSIDE
