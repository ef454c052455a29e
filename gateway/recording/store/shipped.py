"""The note beside a recording on this machine that the store has a copy which was read back and is the same.

It saves asking; it proves nothing. One that is lost is written again after the store's copy was read once more.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

SUFFIX: Final = ".shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """`digest` is the hex SHA-256 of the whole file; `at` when the store's copy had been read back."""

    digest: str
    stored_bytes: int
    etag: str
    version: str
    locked_until: datetime | None
    at: datetime


def note_of(path: Path) -> Path:
    """The note beside the recording at `path`."""
    return path.with_suffix(SUFFIX)


def read(path: Path) -> Shipped | None:
    """The note beside the recording at `path`; None where there is none, or none that can be read. Raises OSError."""
    try:
        return msgspec.json.decode(note_of(path).read_bytes(), type=Shipped)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def write(path: Path, said: Shipped) -> None:
    """Whole or not at all. Raises OSError."""
    fresh = note_of(path).with_suffix(SUFFIX + ".new")
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(said))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(note_of(path))
