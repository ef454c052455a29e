"""Simple query: one text, its results, and ReadyForQuery at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from gateway.relay.postgres.wire.fields import BYTE, TEXT, Reader, Shape, one_of
from gateway.relay.postgres.wire.message import Message


class Status(IntEnum):
    """Where the transaction is."""

    IDLE = ord("I")
    IN_TRANSACTION = ord("T")
    FAILED = ord("E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Message):
    """Run this text."""

    TYPE: ClassVar[int] = ord("Q")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"query": TEXT}
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandComplete(Message):
    """A statement has run; the tag names it and counts its rows (`SELECT 5`)."""

    TYPE: ClassVar[int] = ord("C")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"tag": TEXT}
    tag: str


class EmptyQueryResponse(Message):
    """The text held no statement."""

    TYPE: ClassVar[int] = ord("I")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyForQuery(Message):
    """The server waits."""

    TYPE: ClassVar[int] = ord("Z")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"status": one_of(Status, Reader.byte, BYTE.write)}
    status: Status
