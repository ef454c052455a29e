"""One record of a recording file, as bytes. Pure.

    file   = MAGIC, header record, key slots, chunk records, end record, [torn bytes], seal record, footer
    record = prefix (68 bytes), payload, SHA-256 of both
    prefix = mark, file tag, kind, step, segment, number, until, raw bytes, payload bytes, hash of the record before
    footer = size of the seal record, end mark

Integers are big-endian. Every record carries the hash of the one before and its own, so that damage is found and named
without any key, and a torn write at the end is told from a whole one. Numbers run 0 (header), 1, 2, ... to the seal.
`until` counts microseconds from the start to the last moment the record holds. `step` counts the chunks of the same segment
directly before this one that it is read after: 0 stands alone, as all but chunks do.
"""

import struct
from enum import IntEnum
from typing import Final, NamedTuple

from gateway.crypto.digest import DIGEST_BYTES, sha256

MAGIC: Final = b"SEKISHO\x01"
MARK: Final = b"\xa5SKR"
END_MARK: Final = b"RKS\xa5"
TAG_BYTES: Final = 8
PAYLOAD_MAX: Final = 256 * 1024
RAW_MAX: Final = 256 * 1024
NO_HASH: Final = bytes(DIGEST_BYTES)

PREFIX: Final = struct.Struct(">4s8sBBHIQII32s")
FOOTER: Final = struct.Struct(">I4s")


class RecordKind(IntEnum):
    """What a record holds."""

    HEADER = 1  # signed statement
    CHUNK = 2  # events: zstd (a run of chunks goes on), then AES-256-GCM
    END = 3  # plain note that the writer ended in order
    SEAL = 4  # signed statement


class Prefix(NamedTuple):
    """The plain beginning of a record. `payload_bytes` and `raw_bytes` are at most 256 KiB."""

    file: bytes
    kind: RecordKind
    segment: int
    number: int
    until_us: int
    raw_bytes: int
    payload_bytes: int
    prev: bytes
    step: int = 0

    def packed(self) -> bytes:
        """The 68 bytes."""
        return PREFIX.pack(MARK, self.file, self.kind, self.step, *self[2:8])


class Record(NamedTuple):
    """A record at `offset` of its file; `hash` is what it says its own hash is."""

    prefix: Prefix
    payload: bytes
    hash: bytes
    offset: int

    @property
    def end(self) -> int:
        """The offset just behind it."""
        return self.offset + PREFIX.size + len(self.payload) + DIGEST_BYTES


def read_prefix(data: bytes) -> Prefix | None:
    """The prefix in 68 bytes; None if these begin no record."""
    if len(data) != PREFIX.size:
        return None
    mark, file, kind, step, segment, number, until_us, raw_bytes, payload_bytes, prev = PREFIX.unpack(data)
    if mark != MARK or kind not in _KINDS or payload_bytes > PAYLOAD_MAX or raw_bytes > RAW_MAX:
        return None
    if step and kind != RecordKind.CHUNK:
        return None
    return Prefix(file, _KINDS[kind], segment, number, until_us, raw_bytes, payload_bytes, prev, step)


def closed(prefix: bytes, payload: bytes) -> bytes:
    """The whole record: prefix, payload, its own hash."""
    body = prefix + payload
    return body + sha256(body)


def own_hash(record: bytes) -> bytes:
    """The hash at the end of a whole record."""
    return record[-DIGEST_BYTES:]


_KINDS: Final = {int(kind): kind for kind in RecordKind}
