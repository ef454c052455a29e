"""Extended query, of statements: Parse names one, Describe tells its shape, Close forgets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Final

from gateway.relay.postgres.wire.fields import BYTE, OID, TEXT, Reader, Shape, one_of, sequence_of
from gateway.relay.postgres.wire.message import Message


class Subject(IntEnum):
    """What Describe and Close are about."""

    STATEMENT = ord("S")
    PORTAL = ord("P")


_ABOUT: Final[Mapping[str, Shape]] = {"subject": one_of(Subject, Reader.byte, BYTE.write), "name": TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse(Message):
    """Prepare this text under a name (empty: the unnamed statement). `types`: OIDs of parameters, 0 for "you say"."""

    TYPE: ClassVar[int] = ord("P")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"statement": TEXT, "query": TEXT, "types": sequence_of(OID)}
    statement: str
    query: str
    types: tuple[int, ...] = ()


class ParseComplete(Message):
    """It is prepared."""

    TYPE: ClassVar[int] = ord("1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Describe(Message):
    """What does a statement or portal look like?"""

    TYPE: ClassVar[int] = ord("D")
    SHAPES: ClassVar[Mapping[str, Shape]] = _ABOUT
    subject: Subject
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterDescription(Message):
    """The types of a statement's parameters."""

    TYPE: ClassVar[int] = ord("t")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"types": sequence_of(OID)}
    types: tuple[int, ...]


class NoData(Message):
    """It gives no rows."""

    TYPE: ClassVar[int] = ord("n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Message):
    """Forget a statement or portal."""

    TYPE: ClassVar[int] = ord("C")
    SHAPES: ClassVar[Mapping[str, Shape]] = _ABOUT
    subject: Subject
    name: str


class CloseComplete(Message):
    """It is forgotten, or never was."""

    TYPE: ClassVar[int] = ord("3")
