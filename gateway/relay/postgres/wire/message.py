"""One message a dataclass: a type byte, a length, and fields in a fixed order ("Message Formats"). Pure.

A class names its type in `TYPE` and its fields in `SHAPES`, in the order of the wire; what is left over is Malformed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from gateway.relay.postgres.wire.fields import Reader, Shape, int32

LENGTH_BYTES = 4  # the length counts itself, not the type byte before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something one side says. Which side may say it stands in `tables`."""

    TYPE: ClassVar[int]
    SHAPES: ClassVar[Mapping[str, Shape]] = {}
    _came_as: bytes | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def decoded(cls, body: bytes) -> Self:
        """The message whose body (without type and length) this is. Raises Malformed."""
        reader = Reader(body)
        fields: dict[str, Any] = {name: shape.read(reader) for name, shape in cls.SHAPES.items()}
        reader.end()
        return cls(**fields)

    def encoded(self) -> bytes:
        """The whole message with type and length. Raises ValueError for a text with a NUL."""
        return self._came_as or self.written()

    def written(self) -> bytes:
        """The same, made anew from the fields."""
        return framed(self.TYPE, b"".join(shape.write(getattr(self, name)) for name, shape in self.SHAPES.items()))

    def came_as(self, whole: bytes) -> Self:
        """This message, which was read of `whole`: that is how it is spelled, byte for byte (`written` gives the same)."""
        object.__setattr__(self, "_came_as", whole)
        return self


def framed(kind: int, body: bytes) -> bytes:
    """Type, length, body."""
    return bytes([kind]) + int32(LENGTH_BYTES + len(body)) + body
