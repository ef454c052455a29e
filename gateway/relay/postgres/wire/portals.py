"""Extended query, of portals: Bind makes one of a statement and values, Execute takes rows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Final, Self

from gateway.relay.postgres.wire.fields import INT32, TEXT, VALUE, Reader, Shape, int16, one_of, sequence_of
from gateway.relay.postgres.wire.message import Message


class Format(IntEnum):
    """How a value is spelled."""

    TEXT = 0
    BINARY = 1


FORMAT: Final = one_of(Format, Reader.int16, int16)
_FORMATS: Final = sequence_of(FORMAT)
_VALUES: Final = sequence_of(VALUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind(Message):
    """A portal (empty: the unnamed one) of a statement and values; None is NULL.

    Formats: none = all text, one = for all, else one for each.
    """

    TYPE: ClassVar[int] = ord("B")
    SHAPES: ClassVar[Mapping[str, Shape]] = {
        "portal": TEXT,
        "statement": TEXT,
        "formats": _FORMATS,
        "values": _VALUES,
        "result_formats": _FORMATS,
    }
    portal: str
    statement: str
    formats: tuple[Format, ...] = ()
    values: tuple[bytes | None, ...] = ()
    result_formats: tuple[Format, ...] = ()

    @classmethod
    def decoded(cls, body: bytes) -> Self:
        """As every message, by its shapes; spelled out, since it comes with each execution."""
        reader = Reader(body)
        found = cls(
            portal=reader.text(),
            statement=reader.text(),
            formats=_FORMATS.read(reader),
            values=_VALUES.read(reader),
            result_formats=_FORMATS.read(reader),
        )
        reader.end()
        return found


class BindComplete(Message):
    """The portal stands."""

    TYPE: ClassVar[int] = ord("2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Execute(Message):
    """Take at most so many rows; 0 takes all."""

    TYPE: ClassVar[int] = ord("E")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"portal": TEXT, "rows_max": INT32}
    portal: str
    rows_max: int = 0


class PortalSuspended(Message):
    """As many rows as were asked for; there may be more."""

    TYPE: ClassVar[int] = ord("s")
