"""One row of the journal: canonical bytes, the hash that chains them, and columns that can be derived from them again.

body = canonical {"v":1, "seq", "at", "node", "kind", "prev", "data"}; hash = RFC 6962 leaf hash of body; prev = hash of
the entry before, 32 zero bytes for seq 0. Every other column is a copy for searching and is never believed: `differences`
names a copy that is not what the body says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from gateway.audit.canonical import canonical
from gateway.audit.event import INDEX_FIELDS, Event, decode, encode
from gateway.audit.merkle import HASH_BYTES, leaf_hash
from gateway.vocabulary.clock import moment_of, timestamp
from gateway.vocabulary.outcome import GatewayFault

VERSION: Final = 1
BODY_BYTES_MAX: Final = 65_535  # an entry bundle of C2SP tlog-tiles gives each entry a 16-bit length
NO_ENTRY: Final = bytes(HASH_BYTES)
COLUMNS: Final = ("seq", "at", "node", "kind", *INDEX_FIELDS, "subject", "prev", "hash")


class EntryMalformed(ValueError):
    """Bytes that are no body of an entry."""


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body as read: keys in canonical order. `prev` is lower-case hex, `at` a `timestamp()`."""

    at: str
    data: dict[str, Any]
    kind: str
    node: str
    prev: str
    seq: int
    v: Literal[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One stored row. `at` is kept as the `timestamp()` text itself, so that any edit of the column shows.

    `subject` is what an office's change was about; events without such a field have none.
    """

    seq: int
    at: str
    node: str
    kind: str
    person: str | None
    session: str | None
    terminal: str | None
    target: str | None
    order: str | None
    body: bytes
    prev: bytes
    hash: bytes
    subject: str | None = None

    def moment(self) -> datetime:
        """`at` as a timezone-aware moment. Raises ValueError if the column is not a `timestamp()`."""
        return moment_of(self.at)

    def event(self) -> Event:
        """The event in the body. Raises EntryMalformed or EventRefused."""
        body = read_body(self.body)
        return decode(body.kind, body.data)


_HASH: Final = re.compile("[0-9a-f]{64}")
_DECODER: Final = msgspec.json.Decoder(Body)
_ENCODER: Final = msgspec.json.Encoder(order="sorted")


def make(*, seq: int, at: datetime, node: str, prev: bytes, event: Event) -> Entry:
    """The entry of `event` at `seq` after the entry whose hash is `prev`.

    Raises GatewayFault when the event cannot be written down (a value without canonical form, more than
    `BODY_BYTES_MAX` bytes): what cannot be journalled must not happen.
    """
    try:
        envelope = {
            "v": VERSION, "seq": seq, "at": timestamp(at), "node": node, "kind": event.kind, "prev": prev.hex(),
            "data": encode(event),
        }  # fmt: skip
        body = canonical(envelope)
    except ValueError as wrong:
        raise GatewayFault(f"event {event.kind} cannot be journalled: {wrong}") from wrong
    if len(body) > BODY_BYTES_MAX:
        raise GatewayFault(f"event {event.kind} cannot be journalled: {len(body)} bytes, {BODY_BYTES_MAX} allowed")
    return rederive(body)


def read_body(body: bytes) -> Body:
    """The parts of a stored body. Raises EntryMalformed unless it is exactly one canonical body of this version."""
    try:
        read = _DECODER.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise EntryMalformed(str(wrong)) from None
    if not _HASH.fullmatch(read.prev):
        raise EntryMalformed("prev is not 32 bytes in lower-case hex")
    # msgspec sorts by code point, RFC 8785 by UTF-16: they differ only beyond U+FFFF, so the slow spelling decides then.
    if _ENCODER.encode(read) != body and canonical(msgspec.to_builtins(read)) != body:
        raise EntryMalformed("not in canonical spelling")
    return read


def rederive(body: bytes) -> Entry:
    """The whole row that belongs to a body. Raises EntryMalformed."""
    read = read_body(body)
    return _row(read.seq, read, body)


def copied(seq: int, body: bytes) -> Entry:
    """The row of a body found at place `seq` where no columns are kept; empty columns if the bytes are no body."""
    try:
        return _row(seq, read_body(body), body)
    except EntryMalformed:
        return _row(seq, Body(at="", data={}, kind="", node="", prev=NO_ENTRY.hex(), seq=seq, v=1), body)


def differences(entry: Entry) -> Iterator[tuple[str, object, object]]:
    """(column, what its body says, what the row says) for each column that differs. Raises EntryMalformed."""
    derived = rederive(entry.body)
    for column in COLUMNS:
        expected, found = getattr(derived, column), getattr(entry, column)
        if expected != found or type(expected) is not type(found):
            yield column, expected, found


def _row(seq: int, read: Body, body: bytes) -> Entry:
    of = read.data.get
    return Entry(
        seq=seq,
        at=read.at,
        node=read.node,
        kind=read.kind,
        person=of("person"),
        session=of("session"),
        terminal=of("terminal"),
        target=of("target"),
        order=of("order"),
        body=body,
        prev=bytes.fromhex(read.prev),
        hash=leaf_hash(body),
        subject=subject_of(read.data),
    )


def subject_of(data: Mapping[str, Any]) -> str | None:
    """What the `subject` column of an event with this data says: its field of that name, where it is text."""
    subject = data.get("subject")
    return subject if isinstance(subject, str) else None
