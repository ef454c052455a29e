"""The few shapes a message's fields have: Int8, Int16, Int32, String, Byte1, Byten ("Message Data Types"). Pure.

Text is UTF-8: the relay pins `client_encoding`, so that what is read here means the same to the target. What is not there, is
not UTF-8, or is left over raises Malformed, and nothing else does.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.crypto.wire import Malformed

INT16_MAX: Final = 0x7FFF
NULL: Final = -1  # the length of a value that is none
_INT16, _INT32 = struct.Struct(">h"), struct.Struct(">i")
_UINT16, _UINT32 = struct.Struct(">H"), struct.Struct(">I")


class Reader:
    """Takes one value after another from a message's body; `end` says that there was nothing more."""

    __slots__ = ("_at", "_body")

    def __init__(self, body: bytes | memoryview) -> None:
        self._body, self._at = bytes(body), 0  # in which a text's end is found without copying it

    def take(self, length: int) -> bytes:
        """So many bytes."""
        end = self._at + length
        if length < 0 or end > len(self._body):
            raise Malformed("the message ends too early")
        taken = self._body[self._at : end]
        self._at = end
        return taken

    def number(self, form: struct.Struct) -> int:
        """A whole number of that form."""
        try:
            (number,) = form.unpack_from(self._body, self._at)
        except struct.error as error:
            raise Malformed("the message ends too early") from error
        self._at += form.size
        return int(number)

    def byte(self) -> int:
        """One byte."""
        return self.take(1)[0]

    def int16(self) -> int:
        """Two bytes, signed."""
        return self.number(_INT16)

    def int32(self) -> int:
        """Four bytes, signed."""
        return self.number(_INT32)

    def oid(self) -> int:
        """Four bytes, unsigned: an object identifier."""
        return self.number(_UINT32)

    def octets(self) -> bytes:
        """Bytes up to a NUL, which is taken too."""
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise Malformed("a text without an end")
        octets = self._body[self._at : end]
        self._at = end + 1
        return octets

    def text(self) -> str:
        """A String of UTF-8."""
        return decoded(self.octets())

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(self.left)

    @property
    def left(self) -> int:
        """How many bytes have not been read."""
        return len(self._body) - self._at

    def end(self) -> None:
        """Raise Malformed unless everything was taken."""
        if self.left:
            raise Malformed("data behind the end of the message")


def decoded(octets: bytes) -> str:
    """UTF-8 without exception."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("a text that is not UTF-8") from error


def int16(value: int) -> bytes:
    """Two bytes, signed."""
    return _INT16.pack(value)


def int32(value: int) -> bytes:
    """Four bytes, signed."""
    return _INT32.pack(value)


def oid(value: int) -> bytes:
    """Four bytes, unsigned."""
    return _UINT32.pack(value)


def text(value: str) -> bytes:
    """A String. A NUL within it would end it early, and what follows would be read as another field: ValueError."""
    if "\0" in value:
        raise ValueError("a text of this protocol holds no NUL")
    return value.encode("utf-8") + b"\0"


def value(octets: bytes | memoryview | None) -> bytes:
    """Int32 length and the bytes; NULL has the length -1."""
    return int32(NULL) if octets is None else int32(len(octets)) + bytes(octets)


def read_value(reader: Reader) -> bytes | None:
    """One value, or None for NULL."""
    length = reader.int32()
    return None if length == NULL else reader.take(length)


@dataclass(frozen=True, slots=True)
class Shape:
    """How one field is read and written."""

    read: Callable[[Reader], Any]
    write: Callable[[Any], bytes]


def sequence_of(one: Shape) -> Shape:
    """Int16 count, then so many of them. Bind's counts are unsigned in PostgreSQL since 14 (65,535 parameters)."""

    def read(reader: Reader) -> tuple[Any, ...]:
        count = reader.number(_UINT16)
        return tuple([one.read(reader) for _ in range(count)]) if count else ()

    def write(values: Sequence[Any]) -> bytes:
        return _UINT16.pack(len(values)) + b"".join(map(one.write, values))

    return Shape(read, write)


def one_of(kind: Callable[[int], Any], size: Callable[[Reader], int], write: Callable[[int], bytes]) -> Shape:
    """A number that stands for a member of an enumeration; another number is Malformed."""

    def read(reader: Reader) -> Any:
        number = size(reader)
        try:
            return kind(number)
        except ValueError as error:
            raise Malformed(f"{number} stands for nothing here") from error

    return Shape(read, lambda member: write(int(member)))


def _byte(value: int) -> bytes:
    return bytes([value])


BYTE: Final = Shape(Reader.byte, _byte)
INT16: Final = Shape(Reader.int16, int16)
INT32: Final = Shape(Reader.int32, int32)
OID: Final = Shape(Reader.oid, oid)
TEXT: Final = Shape(Reader.text, text)
VALUE: Final = Shape(read_value, value)
REST: Final = Shape(Reader.rest, bytes)
