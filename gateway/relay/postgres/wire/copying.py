"""COPY: rows without a description, in a format of the statement's choice. Named so that it is refused by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from gateway.relay.postgres.wire.fields import BYTE, REST, TEXT, Reader, Shape, one_of, sequence_of
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.portals import FORMAT, Format


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyData(Message):
    """A piece of a copy, either way."""

    TYPE: ClassVar[int] = ord("d")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"data": REST}
    data: bytes


class CopyDone(Message):
    """The copy is whole."""

    TYPE: ClassVar[int] = ord("c")


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFail(Message):
    """The client gives its copy up."""

    TYPE: ClassVar[int] = ord("f")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"reason": TEXT}
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _CopyResponse(Message):
    SHAPES: ClassVar[Mapping[str, Shape]] = {
        "format": one_of(Format, Reader.byte, BYTE.write),
        "columns": sequence_of(FORMAT),
    }
    format: Format
    columns: tuple[Format, ...]


class CopyInResponse(_CopyResponse):
    """The server waits for a copy."""

    TYPE: ClassVar[int] = ord("G")


class CopyOutResponse(_CopyResponse):
    """The server sends a copy."""

    TYPE: ClassVar[int] = ord("H")


class CopyBothResponse(_CopyResponse):
    """Replication."""

    TYPE: ClassVar[int] = ord("W")
