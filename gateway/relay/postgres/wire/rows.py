"""Rows: RowDescription says what the columns are, DataRow brings the values.

A DataRow is read many thousand times a second, so it is no dataclass: `values_of` gives its values, one a column, and `data_row`
builds a frame of whatever stands for them.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.relay.postgres.wire.fields import INT16, INT32, NULL, OID, TEXT, Reader, Shape, sequence_of
from gateway.relay.postgres.wire.frames import HEADER_BYTES
from gateway.relay.postgres.wire.message import LENGTH_BYTES, Message
from gateway.relay.postgres.wire.portals import FORMAT, Format
from gateway.relay.postgres.wire.sides import Side

DATA_ROW: Final = ord("D")
_COUNT: Final = struct.Struct(">H")
_LENGTH: Final = struct.Struct(">i")
_HEADER: Final = struct.Struct(">BIH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column. `table` and `attribute` name the base column it shows, or are 0 where it is computed.

    `type`: OID of its type; `size`, `modifier`: pg_type.typlen, pg_attribute.atttypmod.
    """

    SHAPES: ClassVar[Mapping[str, Shape]] = {
        "name": TEXT, "table": OID, "attribute": INT16, "type": OID, "size": INT16, "modifier": INT32, "format": FORMAT,
    }  # fmt: skip
    name: str
    table: int = 0
    attribute: int = 0
    type: int
    size: int = -1
    modifier: int = -1
    format: Format = Format.TEXT

    @classmethod
    def read(cls, reader: Reader) -> "Field":
        """One column of a description. Raises Malformed."""
        return cls(**{field: shape.read(reader) for field, shape in cls.SHAPES.items()})

    def written(self) -> bytes:
        """Its bytes."""
        return b"".join(shape.write(getattr(self, field)) for field, shape in self.SHAPES.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDescription(Message):
    """The columns of the rows that follow."""

    TYPE: ClassVar[int] = ord("T")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"fields": sequence_of(Shape(Field.read, Field.written))}
    fields: tuple[Field, ...]


def count_of(row: bytes) -> int:
    """How many values the frame of a DataRow says it has. Raises TargetError."""
    if len(row) < HEADER_BYTES + _COUNT.size:
        raise Side.BACKEND.fault("a row without a count")
    return int(_COUNT.unpack_from(row, HEADER_BYTES)[0])


def values_of(row: bytes) -> list[bytes | None]:
    """The values in the frame of a DataRow; None is NULL. Raises TargetError."""
    values: list[bytes | None] = []
    length_at, at, end = _LENGTH.unpack_from, HEADER_BYTES + _COUNT.size, len(row)
    try:
        for _ in range(count_of(row)):
            (length,) = length_at(row, at)
            at += 4
            if length == NULL:
                values.append(None)
                continue
            if length < 0 or at + length > end:
                raise Side.BACKEND.fault(f"a value of {length} bytes in a row that ends before")
            values.append(row[at : at + length])
            at += length
    except struct.error as error:
        raise Side.BACKEND.fault("a row that ends within a value's length") from error
    if at != end:
        raise Side.BACKEND.fault("data behind the last value of a row")
    return values


def data_row(values: Sequence[bytes | None]) -> bytes:
    """The frame of a DataRow of these values."""
    parts: list[bytes] = [b""]
    append, pack, size = parts.append, _LENGTH.pack, _COUNT.size + LENGTH_BYTES
    for value in values:
        if value is None:
            append(_NULL)
            size += 4
        else:
            append(pack(len(value)))
            append(value)
            size += 4 + len(value)
    parts[0] = _HEADER.pack(DATA_ROW, size, len(values))
    return b"".join(parts)


_NULL: Final = _LENGTH.pack(NULL)
