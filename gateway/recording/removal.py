"""A retired recording's file: its key slots first, then its name, both on the disk before anybody says so.

Overwriting reaches what the file system lets it reach: a copy-on-write or journalling disk may keep the old blocks for a while.
They hold wrapped keys that nothing opens any more; the pair was destroyed before.
"""

import os
from pathlib import Path

from gateway.audit.folder import sync_directory
from gateway.recording import opening
from gateway.recording.opening import OpeningDamaged


def remove(path: Path) -> None:
    """Take the file away for good; nothing happens where it is gone. Raises OSError."""
    try:
        with path.open("r+b") as file:
            _blank(file.fileno(), path)
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
    sync_directory(path.parent)


def _blank(descriptor: int, path: Path) -> None:
    """Zeros where the wrapped keys stand; a file whose beginning is no recording's has none."""
    with path.open("rb") as file:
        try:
            found = opening.read(file, os.fstat(descriptor).st_size)
        except OpeningDamaged:
            return
    size = sum(len(slot) for slot in found.wrapped)
    os.pwrite(descriptor, bytes(size), found.start - size)
    os.fsync(descriptor)
