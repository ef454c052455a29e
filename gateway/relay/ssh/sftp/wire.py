"""The few shapes SFTP is written in: uint32, uint64, strings (draft-ietf-secsh-filexfer-02 §3, RFC 4251 §5). Pure.

What does not fit raises Malformed; whose fault that is, the side that reads decides.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class Malformed(ValueError):
    """Bytes that are no message of this protocol."""


class Cursor:
    """Reads one message's body from its beginning to its end."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes. Raises Malformed when there are fewer."""
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise Malformed("a message ends inside a field")
        self._at += count
        return taken

    def byte(self) -> int:
        """One byte."""
        return self.take(1)[0]

    def uint32(self) -> int:
        """Four bytes, most significant first."""
        return int.from_bytes(self.take(4), "big")

    def uint64(self) -> int:
        """Eight bytes, most significant first."""
        return int.from_bytes(self.take(8), "big")

    def string(self) -> bytes:
        """A length and that many bytes; never more than the message holds."""
        return self.take(self.uint32())

    @property
    def left(self) -> int:
        """How many bytes have not been read."""
        return len(self._data) - self._at

    def done(self) -> None:
        """Raises Malformed when something is left over."""
        if self.left:
            raise Malformed(f"{self.left} bytes behind the end of a message")


def uint32(value: int) -> bytes:
    """Four bytes, most significant first."""
    return struct.pack(">I", value)


def uint64(value: int) -> bytes:
    """Eight bytes, most significant first."""
    return struct.pack(">Q", value)


def string(value: bytes) -> bytes:
    """A length and the bytes."""
    return struct.pack(">I", len(value)) + value


@dataclass(frozen=True, slots=True)
class Shape:
    """How one field is read and written."""

    read: Callable[[Cursor], Any]
    write: Callable[[Any], bytes]


UINT32 = Shape(Cursor.uint32, uint32)
UINT64 = Shape(Cursor.uint64, uint64)
STRING = Shape(Cursor.string, string)
