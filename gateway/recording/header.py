"""Who, where, why: what a recording says about itself before its first byte, frozen and signed (R-38).

Two halves. `RecordingHeader` is readable by whoever holds the file: ids and usernames only. `PersonalHeader` (name and
employer at the time) stands in the first encrypted chunk; the signed half holds its salted digest, so that it cannot be
exchanged later and cannot be guessed either.

A recording is a row of segments. Each has its own data key and client set; the key is stored wrapped to the keeper in a
slot outside the chain, and only the slot's digest is signed: one client's key can be destroyed and the rest still verifies.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gateway.crypto.digest import DIGEST_BYTES
from gateway.recording import statement
from gateway.recording.frame import TAG_BYTES
from gateway.vocabulary.target import Encoding

WHAT: Final = "recording-header"
PERSONAL: Final = "recording-personal"
BODY_BYTES_MAX: Final = 64 * 1024
TEXT_MAX: Final = 1024
SEGMENTS_MAX: Final = 256
SALT_BYTES: Final = 16
SIZE_MAX: Final = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingHeader:
    """Facts at the start. `person` and `approvers` are ids; `cols` x `rows` in character cells, 1 to 65535.

    `policy_digest` is lower-case hex; `encoding` the one declared for the target. Raises ValueError beyond the bounds
    (text of 1024 characters, sizes).
    """

    recording: str
    session: str
    person: str
    username: str
    terminal: str
    target: str
    account: str
    order: str
    approvers: tuple[str, ...]
    purpose: str
    clients: tuple[str, ...]
    policy_digest: str
    node: str
    started_at: datetime
    cols: int
    rows: int
    term: str
    gateway_version: str
    encoding: Encoding

    def __post_init__(self) -> None:
        if not (1 <= self.cols <= SIZE_MAX and 1 <= self.rows <= SIZE_MAX):
            raise ValueError("a terminal has 1 to 65535 columns and rows")
        if any(len(text) > TEXT_MAX for text in (self.purpose, self.term, *self.clients, *self.approvers)):
            raise ValueError(f"a text of a recording's header has at most {TEXT_MAX} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalHeader:
    """Name and employer of the person at the time. Personal: only ever stored encrypted."""

    name: str
    employer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One data key and the clients whose data it closes. `key_digest` is SHA-256 of the wrapped key's slot."""

    clients: tuple[str, ...]
    key_digest: bytes
    key_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHeader:
    """What the keeper signs. `file` is the 8-byte tag on every record of this file; `personal` 32 bytes, SHA-256."""

    header: RecordingHeader
    file: bytes
    personal: bytes
    segments: tuple[Segment, ...]


def write(signed: SignedHeader) -> bytes:
    """The canonical JSON to sign; the facts stand at the top level. Raises ValueError above 64 KiB."""
    body = statement.write(
        WHAT,
        {
            **statement.plain(signed.header),
            "file": signed.file.hex(),
            "personal": signed.personal.hex(),
            "segments": [statement.plain(segment) for segment in signed.segments],
        },
    )
    if len(body) > BODY_BYTES_MAX:
        raise ValueError("the recording's header is larger than 64 KiB")
    return body


def read(body: bytes) -> SignedHeader:
    """What `write` was given. Raises ValueError for anything else."""
    data = statement.read(WHAT, body)
    segments = data.pop("segments", None)
    if not isinstance(segments, list) or not 1 <= len(segments) <= SEGMENTS_MAX:
        raise ValueError("a recording has 1 to 256 segments")
    return SignedHeader(
        file=_hex(data.pop("file", None), TAG_BYTES),
        personal=_hex(data.pop("personal", None), DIGEST_BYTES),
        segments=tuple(statement.unplain(Segment, segment) for segment in segments),
        header=statement.unplain(RecordingHeader, data),
    )


def write_personal(personal: PersonalHeader, salt: bytes) -> bytes:
    """The first event of the first chunk; `salt` (16 bytes of chance) keeps the signed digest from being guessed."""
    return statement.write(PERSONAL, {**statement.plain(personal), "salt": salt.hex()})


def read_personal(body: bytes) -> PersonalHeader:
    """What `write_personal` was given. Raises ValueError for anything else."""
    data = statement.read(PERSONAL, body)
    _hex(data.pop("salt", None), SALT_BYTES)
    return statement.unplain(PersonalHeader, data)


def _hex(value: object, size: int) -> bytes:
    if not isinstance(value, str) or len(value) != 2 * size:
        raise ValueError(f"{size} bytes in hex were expected")
    return bytes.fromhex(value)
