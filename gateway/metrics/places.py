"""Where Sekisho writes, and how much room is left there.

Looking may wait for a disk or a server that does not answer: never in an event loop.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Place(StrEnum):
    """A folder that must not fill up."""

    STATE = "state"  # keys, sockets
    DATABASE = "database"  # only where it is a file
    RECORDINGS = "recordings"
    JOURNAL = "journal"  # its tiles
    WITNESS = "witness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A file system as somebody without privileges may use it. `files` are inodes; where there is no such bound, `endless`."""

    bytes: int
    free_bytes: int
    free_files: int
    endless_files: bool

    def has_room(self, free_bytes_min: int) -> bool:
        """Whether at least so much can still be written."""
        return self.free_bytes >= free_bytes_min and (self.endless_files or self.free_files > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Of each folder that could be looked at its room, and of each whether this process may make files there."""

    spaces: Mapping[Place, Space]
    writable: Mapping[Place, bool]


def looked(folders: Mapping[Place, Path]) -> Looked:
    """Both, of these folders; nobody makes files in the state's own one."""
    written: Mapping[Place, Path] = {place: folder for place, folder in folders.items() if place is not Place.STATE}
    return Looked(spaces=look(folders), writable=writable(written))


def look(folders: Mapping[Place, Path]) -> dict[Place, Space]:
    """Those that can be looked at; one that cannot is missing."""
    found = {}
    for place, folder in folders.items():
        try:
            at = os.statvfs(folder)
        except OSError:
            continue
        found[place] = Space(
            bytes=at.f_blocks * at.f_frsize,
            free_bytes=at.f_bavail * at.f_frsize,
            free_files=at.f_favail,
            endless_files=at.f_files == 0,  # btrfs and others count none
        )
    return found


def visible(folders: Mapping[Place, Path]) -> dict[Place, Path]:
    """Those that this process may enter: what is hidden from it stands on another file system than the real one."""
    return {place: folder for place, folder in folders.items() if os.access(folder, os.X_OK)}


def writable(folders: Mapping[Place, Path]) -> dict[Place, bool]:
    """Whether this process may make files there (access(2): the rights and the mount, not the room)."""
    return {place: os.access(folder, os.W_OK | os.X_OK) for place, folder in folders.items()}
