"""What a client may say (draft-ietf-secsh-filexfer-02 §6, and OpenSSH's PROTOCOL §4 for the extended ones). Pure codec.

The same shapes are read from the client and written to the target; which of them are answered at all says `table`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag
from types import MappingProxyType
from typing import ClassVar

from gateway.crypto.wire import Malformed, Reader
from gateway.relay.ssh.sftp.attributes import ATTRIBUTES, Attributes
from gateway.relay.ssh.sftp.message import EXTENDED, Message, fields_of
from gateway.relay.ssh.sftp.wire import STRING, UINT32, UINT64, Shape, uint32

VERSION = 3
INIT = 1


class Flag(IntFlag):
    """How a file is opened (§6.3)."""

    READ = 0x01
    WRITE = 0x02
    APPEND = 0x04
    CREAT = 0x08
    TRUNC = 0x10
    EXCL = 0x20


@dataclass(frozen=True, slots=True, kw_only=True)
class Init:
    """The first message, and the only one without an id. What a client adds to it is read over."""

    version: int

    def encoded(self) -> bytes:
        """The body of a packet."""
        return bytes([INIT]) + uint32(self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnPath(Message):
    SHAPES: ClassVar[Mapping[str, Shape]] = {"path": STRING}
    path: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnHandle(Message):
    SHAPES: ClassVar[Mapping[str, Shape]] = {"handle": STRING}
    handle: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(_OnPath):
    """Open or create a file."""

    TYPE: ClassVar[int] = 3
    SHAPES: ClassVar[Mapping[str, Shape]] = {"path": STRING, "flags": UINT32, "attributes": ATTRIBUTES}
    flags: int
    attributes: Attributes


class Close(_OnHandle):
    """Let go of a file or folder."""

    TYPE: ClassVar[int] = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(_OnHandle):
    """Ask for a file's content."""

    TYPE: ClassVar[int] = 5
    SHAPES: ClassVar[Mapping[str, Shape]] = {"handle": STRING, "offset": UINT64, "length": UINT32}
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(_OnHandle):
    """Content for a file."""

    TYPE: ClassVar[int] = 6
    SHAPES: ClassVar[Mapping[str, Shape]] = {"handle": STRING, "offset": UINT64, "data": STRING}
    offset: int
    data: bytes


class LStat(_OnPath):
    """Attributes of a name, without following a link."""

    TYPE: ClassVar[int] = 7


class FStat(_OnHandle):
    """Attributes of what is open."""

    TYPE: ClassVar[int] = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStat(_OnPath):
    """Change attributes of a name."""

    TYPE: ClassVar[int] = 9
    SHAPES: ClassVar[Mapping[str, Shape]] = {"path": STRING, "attributes": ATTRIBUTES}
    attributes: Attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class FSetStat(_OnHandle):
    """Change attributes of what is open."""

    TYPE: ClassVar[int] = 10
    SHAPES: ClassVar[Mapping[str, Shape]] = {"handle": STRING, "attributes": ATTRIBUTES}
    attributes: Attributes


class OpenDir(_OnPath):
    """Begin a listing."""

    TYPE: ClassVar[int] = 11


class ReadDir(_OnHandle):
    """The next names of a listing."""

    TYPE: ClassVar[int] = 12


class Remove(_OnPath):
    """Delete a file."""

    TYPE: ClassVar[int] = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class MkDir(_OnPath):
    """Make a folder."""

    TYPE: ClassVar[int] = 14
    SHAPES: ClassVar[Mapping[str, Shape]] = {"path": STRING, "attributes": ATTRIBUTES}
    attributes: Attributes


class RmDir(_OnPath):
    """Delete a folder."""

    TYPE: ClassVar[int] = 15


class RealPath(_OnPath):
    """The one absolute spelling of a path."""

    TYPE: ClassVar[int] = 16


class Stat(_OnPath):
    """Attributes of what a name leads to."""

    TYPE: ClassVar[int] = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Message):
    """Give another name; fails where that name is taken."""

    TYPE: ClassVar[int] = 18
    SHAPES: ClassVar[Mapping[str, Shape]] = {"old": STRING, "new": STRING}
    old: bytes
    new: bytes


class ReadLink(_OnPath):
    """Where a link points."""

    TYPE: ClassVar[int] = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class SymLink(Message):
    """Make a link; OpenSSH takes the two in the other order than the draft, which nobody here cares about."""

    TYPE: ClassVar[int] = 20
    SHAPES: ClassVar[Mapping[str, Shape]] = {"first": STRING, "second": STRING}
    first: bytes
    second: bytes


class PosixRename(Rename):
    """Give another name, in place of what has it."""

    TYPE: ClassVar[int] = EXTENDED
    NAME: ClassVar[bytes] = b"posix-rename@openssh.com"


class FSync(_OnHandle):
    """Bring what was written to the disk."""

    TYPE: ClassVar[int] = EXTENDED
    NAME: ClassVar[bytes] = b"fsync@openssh.com"


class AskLimits(Message):
    """How much fits into one packet, and how many handles there are."""

    TYPE: ClassVar[int] = EXTENDED
    NAME: ClassVar[bytes] = b"limits@openssh.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Message):
    """A request nobody here named; `name` is that of an extended one. Its content is not looked at."""

    type: int
    name: bytes = b""


_PLAIN: Mapping[int, type[Message]] = MappingProxyType(
    {
        kind.TYPE: kind
        for kind in (
            Open, Close, Read, Write, LStat, FStat, SetStat, FSetStat, OpenDir, ReadDir, Remove, MkDir, RmDir, RealPath,
            Stat, Rename, ReadLink, SymLink,
        )
    }
)  # fmt: skip
_EXTENDED: Mapping[bytes, type[Message]] = MappingProxyType(
    {kind.NAME: kind for kind in (PosixRename, FSync, AskLimits)}
)
KINDS: tuple[type[Message], ...] = (*_PLAIN.values(), *_EXTENDED.values())


def parse_init(body: bytes) -> Init:
    """The first packet's body. Raises Malformed for any other message, or a version before 3."""
    reader = Reader(body)
    if reader.byte() != INIT:
        raise Malformed("a request before the version was agreed on")
    version = reader.uint32()
    if version < VERSION:
        raise Malformed(f"version {version} of the protocol")
    return Init(version=version)


def parse_request(body: bytes) -> Message:
    """Any later packet's body. Raises Malformed for a known request in another shape, and for one without an id."""
    reader = Reader(body)
    kind, number = reader.byte(), reader.uint32()
    if kind == INIT:
        raise Malformed("the version was agreed on before")
    if kind == EXTENDED:
        name = reader.string()
        known = _EXTENDED.get(name)
        return Unknown(id=number, type=kind, name=name) if known is None else fields_of(known, number, reader)
    plain = _PLAIN.get(kind)
    return Unknown(id=number, type=kind) if plain is None else fields_of(plain, number, reader)
