"""The closing seal: how far a recording reaches, why it ended, and the hash everything before it hangs on. Signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gateway.recording import statement
from gateway.vocabulary.outcome import Text

WHAT: Final = "recording-seal"
REASON_MAX: Final = 200


class SealState(StrEnum):
    """How a recording came to its seal."""

    SEALED = "sealed"  # by its own session, at its end
    INTERRUPTED = "interrupted"  # its writer vanished; the verified prefix was sealed afterwards
    LATE = "late"  # it ended in order while the keeper was away; nothing is missing


SHOWN: Mapping[SealState, Text] = MappingProxyType(
    {
        SealState.SEALED: Text(ja="正常終了", en="complete"),
        SealState.INTERRUPTED: Text(ja="途中終了", en="interrupted"),
        SealState.LATE: Text(ja="正常終了（後から封印）", en="complete, sealed late"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What the keeper signs. `length` is the file's verified prefix in bytes; `last_hash` the hash of its last record.

    `torn` bytes after the prefix (0 for an orderly end) stand before the seal and are no part of the recording; their
    SHA-256 is `torn_hash`. `beyond` counts whole records among them: above 0 the damage was no torn write at the end.
    `last_at` is the last moment kept.
    """

    recording: str
    session: str
    person: str
    file: bytes
    state: SealState
    reason: str
    chunks: int
    length: int
    torn: int
    torn_hash: bytes
    beyond: int
    last_hash: bytes
    last_at: datetime
    sealed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A seal as the journal keeps it. `final_hash` (32 bytes) covers the whole file, the seal and its signature included.

    `stored_bytes` is the size of the file. From `final_hash` alone a changed, missing or replaced recording is found.
    """

    recording: str
    state: SealState
    reason: str
    chunks: int
    stored_bytes: int
    torn_bytes: int
    final_hash: bytes
    last_at: datetime


def write(seal: Seal) -> bytes:
    """The canonical JSON to sign."""
    return statement.write(WHAT, statement.plain(seal))


def read(body: bytes) -> Seal:
    """What `write` was given. Raises ValueError for anything else."""
    return statement.unplain(Seal, statement.read(WHAT, body))


def moment(started_at: datetime, until_us: int) -> datetime:
    """The wall time `until_us` microseconds after the start; the last moment there is for a writer that lied about it."""
    try:
        return started_at + timedelta(microseconds=until_us)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
