"""A zip archive (APPNOTE 6.3), read as it comes: each member is a file of its own. Office documents are zip archives.

Members are read one after another by their local headers, and every byte must belong to one, to its descriptor or to the
directory behind them: so nothing hides between members, whatever the directory says. Encrypted members, methods other than
stored and deflated, and stored members of unknown size cannot be read.
"""

import struct
import zlib
from collections.abc import Callable
from typing import Any

from gateway.guards.personal_data.reader import Budget, Reader, Unreadable

_LOCAL, _DESCRIPTOR = b"PK\x03\x04", b"PK\x07\x08"
_BEHIND = frozenset({b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x05\x05", b"PK\x06\x08"})
_HEADER = struct.Struct("<4s5H3I2H")
_ENCRYPTED, _SIZE_FOLLOWS, _STRONG = 0x1, 0x8, 0x40
_STORED, _DEFLATED = 0, 8
_WIDE = 0xFFFFFFFF
PIECE_BYTES = 256 * 1024


class Zipped:
    """`open_member` makes the reader of a member by its name."""

    def __init__(self, open_member: Callable[[bytes], Reader], budget: Budget) -> None:
        self._open_member, self._budget = open_member, budget
        self._held = bytearray()
        self._step: Callable[[], bool] = self._next
        self._member: Reader | None = None
        self._inflating: Any = None
        self._left = 0
        self._wide = self._size_follows = False

    def feed(self, data: bytes) -> None:
        """The next bytes. Raises Unreadable."""
        self._held += data
        try:
            while self._step():
                pass
        except zlib.error as wrong:
            raise Unreadable("broken-archive") from wrong

    def close(self) -> None:
        """Raises Unreadable where a member is cut off."""
        if self._step not in (self._next, self._rest) or self._held:
            raise Unreadable("broken-archive")

    def _next(self) -> bool:
        """A member's header, or what stands behind all members."""
        if len(self._held) < _HEADER.size:
            mark = bytes(self._held[:4])
            if mark in _BEHIND:
                self._step = self._rest
                return True
            return False
        fields = _HEADER.unpack_from(self._held)
        if fields[0] != _LOCAL:
            if fields[0] not in _BEHIND:
                raise Unreadable("broken-archive")
            self._step = self._rest
            return True
        whole = _HEADER.size + fields[9] + fields[10]
        if len(self._held) < whole:
            return False
        self._begin(fields, bytes(self._held[_HEADER.size : whole]), fields[9])
        del self._held[:whole]
        return True

    def _begin(self, fields: tuple[Any, ...], behind: bytes, name_length: int) -> None:
        flags, method, packed = fields[2], fields[3], fields[7]
        if flags & (_ENCRYPTED | _STRONG):
            raise Unreadable("encrypted-zip")
        if method not in (_STORED, _DEFLATED) or (method == _STORED and flags & _SIZE_FOLLOWS):
            raise Unreadable("unknown-packing")
        self._wide = packed == _WIDE or fields[8] == _WIDE
        self._left = _wide_size(behind[name_length:]) if packed == _WIDE else packed
        self._size_follows = bool(flags & _SIZE_FOLLOWS)
        self._budget.open_file()
        self._member = self._open_member(behind[:name_length])
        self._inflating = zlib.decompressobj(wbits=-15) if method == _DEFLATED else None
        self._step = self._content if method == _STORED else self._deflated

    def _content(self) -> bool:
        taken = bytes(self._held[: self._left])
        del self._held[: len(taken)]
        self._left -= len(taken)
        self._give(taken)
        return self._ended() if not self._left else False

    def _deflated(self) -> bool:
        if not self._held:
            return False
        data = bytes(self._held)
        self._held.clear()
        while data and not self._inflating.eof:
            self._give(self._inflating.decompress(data, PIECE_BYTES))
            data = self._inflating.unconsumed_tail
        if not self._inflating.eof:
            return False
        self._held += self._inflating.unused_data
        return self._ended()

    def _give(self, data: bytes) -> None:
        if data and self._member is not None:
            self._budget.unpack(len(data))
            self._member.feed(data)

    def _ended(self) -> bool:
        if self._member is not None:
            self._member.close()
        self._member = self._inflating = None
        self._step = self._descriptor if self._size_follows else self._next
        return True

    def _descriptor(self) -> bool:
        """Checksum and sizes behind a member, with or without their mark; the sizes are of 4 or 8 bytes."""
        if len(self._held) < 28:
            return False  # there is a directory behind every member, and it is longer
        marked = 4 if self._held.startswith(_DESCRIPTOR) else 0
        for length in (marked + 12, marked + 20):
            if bytes(self._held[length : length + 4]) in _BEHIND | {_LOCAL}:
                del self._held[:length]
                self._step = self._next
                return True
        raise Unreadable("broken-archive")

    def _rest(self) -> bool:
        """The directory: names and comments, which nobody needs to look into but for size."""
        self._budget.unpack(len(self._held))
        self._held.clear()
        return False


def _wide_size(extra: bytes) -> int:
    """The packed size of a member beyond 4 GiB (APPNOTE §4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1 and length >= 16:
            size: int = struct.unpack_from("<Q", extra, at + 12)[0]
            return size
        at += 4 + length
    raise Unreadable("broken-archive")
