"""The client's answers during the log-in. All have type p; which is meant depends on what was asked, so the asker reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, TypeVar

from gateway.crypto.wire import Malformed
from gateway.relay.postgres.wire.fields import REST, TEXT, VALUE, Shape
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.sides import Side
from gateway.vocabulary.secret import Secret

KIND: Final = ord("p")
A = TypeVar("A", bound=Message)
_SECRET: Final = Shape(lambda reader: Secret(reader.octets()), lambda secret: secret.reveal() + b"\0")


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordMessage(Message):
    """A password, as the bytes that were typed."""

    TYPE: ClassVar[int] = KIND
    SHAPES: ClassVar[Mapping[str, Shape]] = {"password": _SECRET}
    password: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class SASLInitialResponse(Message):
    """The mechanism chosen, and the client's first words in it; None where it has none."""

    TYPE: ClassVar[int] = KIND
    SHAPES: ClassVar[Mapping[str, Shape]] = {"mechanism": TEXT, "data": VALUE}
    mechanism: str
    data: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SASLResponse(Message):
    """The client's further words."""

    TYPE: ClassVar[int] = KIND
    SHAPES: ClassVar[Mapping[str, Shape]] = {"data": REST}
    data: bytes


def answer_in(frame: Frame, kind: type[A]) -> A:
    """What a client that is not logged in answered, read as what was asked for. Raises PeerError."""
    if frame.kind != KIND:
        raise Side.FRONTEND.fault(f"a message {chr(frame.kind)!a} in the log-in")
    try:
        return kind.decoded(frame.body)
    except Malformed as error:
        raise Side.FRONTEND.fault(f"{kind.__name__}: {error}") from error
