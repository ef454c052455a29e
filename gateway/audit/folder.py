"""Tiles in a directory, and the one way this room writes a file that must survive a power cut.

A full tile is immutable: finding other bytes in its place is a fault, never an overwrite. Of partial tiles the two widest
are kept (the last checkpoint's and the one being made); a full tile replaces its partial ones.
"""

import hashlib
import os
from errno import ELOOP, ENOENT, ENOTDIR, ENXIO
from io import BufferedReader
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Final

from gateway.vocabulary.outcome import GatewayFault

_PARTIALS_KEPT: Final = 2
_NO_FILE: Final = frozenset({ENOENT, ENOTDIR, ELOOP, ENXIO})


class FolderTiles:
    """A TileStore over a directory laid out as C2SP tlog-tiles says, servable by any static web server."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def get(self, path: str) -> bytes | None:
        """The file's bytes, None if there is none. Raises GatewayFault if it cannot be read."""
        file = self.open(path)
        if file is None:
            return None
        with file:
            return file.read()

    def open(self, path: str) -> BufferedReader | None:
        """The file, opened for reading. Raises GatewayFault if it cannot be."""
        try:
            return open_regular(self._at(path))
        except OSError as broken:
            raise GatewayFault(f"{path} cannot be read: {broken.strerror}") from broken

    def put(self, path: str, data: bytes) -> None:
        """Durable on return. Raises GatewayFault if it cannot be written, or if other bytes are there already."""
        place = self._at(path)
        present = self.get(path)
        if present is not None:
            if present != data:
                raise GatewayFault(f"tile {path} is not what the journal's rows say; run: sekisho audit verify")
            return
        try:
            make_public(place.parent)
            write_durably(place, data)
            _forget_partials(place)
        except OSError as broken:
            raise GatewayFault(f"tile {path} cannot be written: {broken.strerror}") from broken

    def _at(self, path: str) -> Path:
        parts = PurePosixPath(path).parts
        if not parts or ".." in parts or path.startswith("/"):
            raise ValueError(f"no path of a tile: {path!r}")
        return self._directory.joinpath(*parts)


def open_regular(path: Path) -> BufferedReader | None:
    """A regular file opened for reading; None if there is none, or a link or a pipe instead. Raises OSError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as broken:
        if broken.errno in _NO_FILE:
            return None
        raise
    if not S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb")


def make_public(folder: Path) -> None:
    """Make a folder, and those it lies in, for everybody to read whatever the umask: hashes and checkpoints are public.

    What is there already stays as it is. Raises OSError.
    """
    if folder.is_dir():
        return
    make_public(folder.parent)
    try:
        folder.mkdir()
    except FileExistsError:
        return
    folder.chmod(0o755)


def write_durably(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a new file of exactly this mode, so that after a crash it is there whole or not at all. Raises OSError."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)  # of a crash
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)  # whatever the umask
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def file_hash(path: Path) -> str:
    """SHA-256 of a file in hex, read in pieces. Raises OSError; a link is not followed."""
    file = open_regular(path)
    if file is None:
        raise FileNotFoundError(ENOENT, "no regular file", str(path))
    with file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable. Raises OSError."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget_partials(place: Path) -> None:
    if place.parent.name.endswith(".p"):
        widths = sorted(int(one.name) for one in place.parent.iterdir() if one.name.isdigit())
        for width in widths[:-_PARTIALS_KEPT]:
            (place.parent / str(width)).unlink(missing_ok=True)
        return
    partials = place.with_name(place.name + ".p")
    if partials.is_dir():
        for one in partials.iterdir():
            one.unlink(missing_ok=True)
        partials.rmdir()
