"""The file of a recording at its writing end: append, sync, and notice when somebody else touched it.

Written only forwards (O_APPEND). An exclusive lock (flock) says that its writer lives; the kernel drops it with the
process, so recovery can tell a crashed recording from a running one.
"""

import fcntl
import os
from pathlib import Path

from gateway.vocabulary.outcome import GatewayFault

MODE = 0o660  # the umask decides whether a group reads or writes
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW


class Tape:
    """An open recording file. Every method raises OSError as the system gave it; `look` also GatewayFault."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Takes over `descriptor`. Use `create` or `reopen`."""
        self.path = path
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size

    @classmethod
    def create(cls, path: Path) -> "Tape":
        """A new file, locked, its name on the disk. Raises FileExistsError rather than touch an old one."""
        descriptor = os.open(path, _APPEND | os.O_CREAT | os.O_EXCL, MODE)
        return cls._locked(path, descriptor)

    @classmethod
    def reopen(cls, path: Path) -> "Tape":
        """An existing file, to append to. Raises BlockingIOError while its writer lives."""
        return cls._locked(path, os.open(path, _APPEND))

    @classmethod
    def _locked(cls, path: Path, descriptor: int) -> "Tape":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return cls(path, descriptor)
        except OSError:
            os.close(descriptor)
            raise

    def append(self, data: bytes) -> None:
        """Write all of `data` at the end. After an error a part of it may stand there."""
        rest = memoryview(data)
        while rest:
            written = os.write(self._descriptor, rest)
            self.size += written
            rest = rest[written:]

    def sync(self) -> None:
        """Return when the disk has what was appended (fdatasync keeps the size too)."""
        os.fdatasync(self._descriptor)

    def sync_name(self) -> None:
        """Return when the directory on the disk names the file."""
        directory = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def look(self) -> None:
        """Raises GatewayFault if the file was removed, exchanged, cut or lengthened by somebody else."""
        ours = os.fstat(self._descriptor)
        try:
            named = self.path.stat()
        except FileNotFoundError:
            raise GatewayFault("the recording's file was removed") from None
        if (named.st_dev, named.st_ino) != (ours.st_dev, ours.st_ino):
            raise GatewayFault("the recording's file was exchanged")
        if ours.st_size != self.size:
            raise GatewayFault("the recording's file was changed by somebody else")

    def close(self) -> None:
        """Give up the lock and the descriptor; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)
