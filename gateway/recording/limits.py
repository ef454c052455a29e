"""How long and how much a recorder may hold before it must have written; beyond that the session ends (fail closed)."""

from dataclasses import dataclass
from enum import StrEnum


class Pace(StrEnum):
    """How often chunks close: finer while somebody watches live."""

    NORMAL = "normal"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderLimits:
    """All bounds of one recorder; seconds of the monotonic clock, bytes before compression.

    A byte is written at most `chunk_seconds` after it came (`watched_chunk_seconds` while watched) or when `chunk_bytes`
    are waiting, and on the disk at most `sync_seconds` after the last time the disk was asked. While a byte older than
    `unwritten_seconds` waits, `output` blocks; `grace_seconds` later the recorder has failed. So it has when a written byte
    has not reached the disk after `unsynced_seconds`. `pending_bytes` bounds memory: `output` blocks above it.
    Every `look_seconds` an idle recorder checks that its file is still there and untouched.
    """

    chunk_seconds: float = 0.9
    watched_chunk_seconds: float = 0.2
    chunk_bytes: int = 64 * 1024
    sync_seconds: float = 1.0
    unwritten_seconds: float = 1.0
    grace_seconds: float = 1.0
    unsynced_seconds: float = 5.0
    pending_bytes: int = 4 * 1024 * 1024
    look_seconds: float = 1.0
    quota_bytes: int | None = None  # of the file on disk; who holds the recorder ends the session there
