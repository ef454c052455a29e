"""The few shapes SFTP's fields have: uint32, uint64, strings (draft-ietf-secsh-filexfer-02 §3, RFC 4251 §5). Pure."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.crypto.wire import Reader


def uint32(value: int) -> bytes:
    """Four bytes, most significant first."""
    return struct.pack(">I", value)


def uint64(value: int) -> bytes:
    """Eight bytes, most significant first."""
    return struct.pack(">Q", value)


def string(value: bytes) -> bytes:
    """A length and the bytes."""
    return struct.pack(">I", len(value)) + value


@dataclass(frozen=True, slots=True)
class Shape:
    """How one field is read and written."""

    read: Callable[[Reader], Any]
    write: Callable[[Any], bytes]


UINT32 = Shape(Reader.uint32, uint32)
UINT64 = Shape(Reader.uint64, uint64)
STRING = Shape(Reader.string, string)
