"""AuthenticationXXX: what the server asks for, or that it is content. All have type R and an Int32 that says which."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Final, Self

from gateway.crypto.wire import Malformed
from gateway.relay.postgres.wire.fields import REST, Reader, Shape, int32, text
from gateway.relay.postgres.wire.message import Message, framed

KIND: Final = ord("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication(Message):
    """One of the family; `CODE` says which."""

    TYPE: ClassVar[int] = KIND
    CODE: ClassVar[int]

    @classmethod
    def decoded(cls, body: bytes) -> "Authentication":
        """Whichever of the family it is. Raises Malformed for a method nobody named."""
        reader = Reader(body)
        code = reader.int32()
        kind = BY_CODE.get(code)
        if kind is None:
            raise Malformed(f"the unknown authentication {code}")
        found = kind.read(reader)
        reader.end()
        return found

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """The fields behind the code."""
        return cls(**{field: shape.read(reader) for field, shape in cls.SHAPES.items()})

    def encoded(self) -> bytes:
        """The whole message."""
        fields = b"".join(shape.write(getattr(self, field)) for field, shape in self.SHAPES.items())
        return framed(KIND, int32(self.CODE) + fields)


class AuthenticationOk(Authentication):
    """The log-in holds."""

    CODE: ClassVar[int] = 0


class AuthenticationKerberosV5(Authentication):
    """Long gone; named to be refused."""

    CODE: ClassVar[int] = 2


class AuthenticationCleartextPassword(Authentication):
    """The gateway asks its clients so, inside TLS: password and code. Of a target it is refused."""

    CODE: ClassVar[int] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationMD5Password(Authentication):
    """Named to be refused."""

    CODE: ClassVar[int] = 5
    SHAPES: ClassVar[Mapping[str, Shape]] = {"salt": Shape(lambda reader: reader.take(4), bytes)}
    salt: bytes


class AuthenticationGSS(Authentication):
    """Named to be refused."""

    CODE: ClassVar[int] = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationGSSContinue(Authentication):
    """Named to be refused."""

    CODE: ClassVar[int] = 8
    SHAPES: ClassVar[Mapping[str, Shape]] = {"data": REST}
    data: bytes


class AuthenticationSSPI(Authentication):
    """Named to be refused."""

    CODE: ClassVar[int] = 9


def _read_names(reader: Reader) -> tuple[str, ...]:
    names: list[str] = []
    while name := reader.text():
        names.append(name)
    return tuple(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationSASL(Authentication):
    """Which SASL mechanisms the server offers, the best first."""

    CODE: ClassVar[int] = 10
    SHAPES: ClassVar[Mapping[str, Shape]] = {
        "mechanisms": Shape(_read_names, lambda names: b"".join(map(text, names)) + b"\0")
    }
    mechanisms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationSASLContinue(Authentication):
    """The server's challenge."""

    CODE: ClassVar[int] = 11
    SHAPES: ClassVar[Mapping[str, Shape]] = {"data": REST}
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationSASLFinal(Authentication):
    """The server's own proof."""

    CODE: ClassVar[int] = 12
    SHAPES: ClassVar[Mapping[str, Shape]] = {"data": REST}
    data: bytes


BY_CODE: Final[Mapping[int, type[Authentication]]] = MappingProxyType(
    {
        kind.CODE: kind
        for kind in (
            AuthenticationOk, AuthenticationKerberosV5, AuthenticationCleartextPassword, AuthenticationMD5Password,
            AuthenticationGSS, AuthenticationGSSContinue, AuthenticationSSPI, AuthenticationSASL,
            AuthenticationSASLContinue, AuthenticationSASLFinal,
        )
    }
)  # fmt: skip
