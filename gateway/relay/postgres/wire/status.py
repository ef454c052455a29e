"""What the server says of itself: its parameters, the key by which a query is cancelled, the protocol it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from gateway.crypto.wire import Malformed
from gateway.relay.postgres.wire.fields import INT32, REST, TEXT, Reader, Shape, int32
from gateway.relay.postgres.wire.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterStatus(Message):
    """A setting the client should know of. Its value may have been set by a statement, so it is no harmless message."""

    TYPE: ClassVar[int] = ord("S")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"name": TEXT, "value": TEXT}
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendKeyData(Message):
    """What a CancelRequest has to show. Four bytes of key in protocol 3.0."""

    TYPE: ClassVar[int] = ord("K")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"process_id": INT32, "secret_key": REST}
    process_id: int
    secret_key: bytes = field(repr=False)


def _read_options(reader: Reader) -> tuple[str, ...]:
    count = reader.int32()
    if count < 0:
        raise Malformed(f"{count} options")
    return tuple(reader.text() for _ in range(count))


_OPTIONS: Final = Shape(_read_options, lambda names: int32(len(names)) + b"".join(map(TEXT.write, names)))


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiateProtocolVersion(Message):
    """Only this is spoken: the newest minor version, and which `_pq_.` options are not known.

    The version is Int32: major in the upper, minor in the lower half (servers before PostgreSQL 18 sent the minor alone).
    """

    TYPE: ClassVar[int] = ord("v")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"version": INT32, "options": _OPTIONS}
    version: int
    options: tuple[str, ...] = ()
