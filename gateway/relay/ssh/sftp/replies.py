"""What a server may answer (draft-ietf-secsh-filexfer-02 §7). Pure codec.

DATA is no message here: neither is one ever written to a client, nor would one of a target be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import ClassVar

from gateway.crypto.wire import Malformed, Reader
from gateway.relay.ssh.sftp import attributes as attrs
from gateway.relay.ssh.sftp.attributes import ATTRIBUTES, Attributes
from gateway.relay.ssh.sftp.message import Message, fields_of
from gateway.relay.ssh.sftp.wire import STRING, UINT32, UINT64, Shape, string, uint32

VERSION_TYPE = 2
EXTENSIONS_MAX = 64
_ENTRY_BYTES_MIN = 12  # two empty strings and empty attributes


class Code(IntEnum):
    """How a request came out (§7)."""

    OK = 0
    EOF = 1
    NO_SUCH_FILE = 2
    PERMISSION_DENIED = 3
    FAILURE = 4
    BAD_MESSAGE = 5
    NO_CONNECTION = 6
    CONNECTION_LOST = 7
    OP_UNSUPPORTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The answer to INIT. `extensions` are names and their versions."""

    version: int
    extensions: Mapping[bytes, bytes]

    def encoded(self) -> bytes:
        """The body of a packet."""
        pairs = b"".join(string(name) + string(value) for name, value in self.extensions.items())
        return bytes([VERSION_TYPE]) + uint32(self.version) + pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Message):
    """A code; `words` in UTF-8 for people, `language` an RFC 3066 tag."""

    TYPE: ClassVar[int] = 101
    SHAPES: ClassVar[Mapping[str, Shape]] = {"code": UINT32, "words": STRING, "language": STRING}
    code: int
    words: bytes = b""
    language: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle(Message):
    """A name for what was opened, chosen by the server."""

    TYPE: ClassVar[int] = 102
    SHAPES: ClassVar[Mapping[str, Shape]] = {"handle": STRING}
    handle: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name of a listing; `line` is what `ls -l` shows."""

    name: bytes
    line: bytes
    attributes: Attributes


def _read_entries(reader: Reader) -> tuple[Entry, ...]:
    count = reader.uint32()
    if count > reader.left // _ENTRY_BYTES_MIN:
        raise Malformed(f"{count} names announced")
    return tuple(Entry(name=reader.string(), line=reader.string(), attributes=attrs.read(reader)) for _ in range(count))


def _write_entries(entries: tuple[Entry, ...]) -> bytes:
    written = (string(one.name) + string(one.line) + attrs.write(one.attributes) for one in entries)
    return uint32(len(entries)) + b"".join(written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names(Message):
    """Names with their attributes."""

    TYPE: ClassVar[int] = 104
    SHAPES: ClassVar[Mapping[str, Shape]] = {"entries": Shape(_read_entries, _write_entries)}
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attrs(Message):
    """The attributes of one file."""

    TYPE: ClassVar[int] = 105
    SHAPES: ClassVar[Mapping[str, Shape]] = {"attributes": ATTRIBUTES}
    attributes: Attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsReply(Message):
    """The answer to limits@openssh.com, in bytes; 0 says nothing (OpenSSH PROTOCOL §4.8)."""

    TYPE: ClassVar[int] = 201
    SHAPES: ClassVar[Mapping[str, Shape]] = {
        "packet_bytes": UINT64,
        "read_bytes": UINT64,
        "write_bytes": UINT64,
        "handles": UINT64,
    }
    packet_bytes: int
    read_bytes: int
    write_bytes: int
    handles: int


_KINDS: Mapping[int, type[Message]] = MappingProxyType(
    {kind.TYPE: kind for kind in (Status, Handle, Names, Attrs, LimitsReply)}
)
KINDS: tuple[type[Message], ...] = tuple(_KINDS.values())


def parse_version(body: bytes) -> Version:
    """The answer to INIT. Raises Malformed for another version than 3, or another message."""
    reader = Reader(body)
    if reader.byte() != VERSION_TYPE or (version := reader.uint32()) != 3:
        raise Malformed("no server of version 3")
    extensions: dict[bytes, bytes] = {}
    while reader.left:
        name, value = reader.string(), reader.string()
        extensions[name] = value
        if len(extensions) > EXTENSIONS_MAX:
            raise Malformed("more extensions than there are")
    return Version(version=version, extensions=extensions)


def parse_reply(body: bytes) -> Message:
    """An answer. Raises Malformed for DATA and for everything else that is not one of KINDS."""
    reader = Reader(body)
    kind = _KINDS.get(reader.byte())
    if kind is None:
        raise Malformed(f"a message of type {body[0]}")
    number = reader.uint32()
    if kind is Status and reader.left == 4:  # version 2 servers, and some of version 3, say no words
        return Status(id=number, code=reader.uint32())
    return fields_of(kind, number, reader)
