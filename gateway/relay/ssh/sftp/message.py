"""One message a dataclass: a type byte, an id where it has one, and fields in a fixed order. Pure.

A class names its type in `TYPE` and its fields in `SHAPES`, in the order of the wire; what is left over is Malformed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from gateway.crypto.wire import Reader
from gateway.relay.ssh.sftp.wire import Shape, string, uint32

EXTENDED = 200
M = TypeVar("M", bound="Message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something one side says. `id` ties an answer to its request (draft-ietf-secsh-filexfer-02 §3)."""

    TYPE: ClassVar[int]
    NAME: ClassVar[bytes] = b""  # of an extended request (§8)
    SHAPES: ClassVar[Mapping[str, Shape]] = {}

    id: int

    def encoded(self) -> bytes:
        """The body of a packet."""
        name = string(self.NAME) if self.NAME else b""
        fields = b"".join(shape.write(getattr(self, field)) for field, shape in self.SHAPES.items())
        return bytes([self.TYPE]) + uint32(self.id) + name + fields


def fields_of(kind: type[M], number: int, reader: Reader) -> M:
    """The message of this kind whose id has been read. Raises Malformed."""
    fields: dict[str, Any] = {field: shape.read(reader) for field, shape in kind.SHAPES.items()}
    reader.end()
    return kind(id=number, **fields)
