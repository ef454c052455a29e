"""FunctionCall: a function by its OID, past every grammar. Named so that it is refused by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from gateway.relay.postgres.wire.fields import OID, VALUE, Shape, sequence_of
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.portals import FORMAT, Format


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCall(Message):
    """Call this function."""

    TYPE: ClassVar[int] = ord("F")
    SHAPES: ClassVar[Mapping[str, Shape]] = {
        "function": OID,
        "formats": sequence_of(FORMAT),
        "values": sequence_of(VALUE),
        "result_format": FORMAT,
    }
    function: int
    formats: tuple[Format, ...] = ()
    values: tuple[bytes | None, ...] = ()
    result_format: Format = Format.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCallResponse(Message):
    """What it gave: a value that no RowDescription names."""

    TYPE: ClassVar[int] = ord("V")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"value": VALUE}
    value: bytes | None
