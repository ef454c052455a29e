"""A file that takes up room until it is needed: deleting it always works, also on a disk that is full.

Its blocks are allocated (posix_fallocate), not only its length; where a file system compresses what is written, it holds less.
"""

import os
from pathlib import Path
from typing import Final

NAME: Final = "ballast"
_UNFINISHED: Final = "ballast.new"
_MODE: Final = 0o600
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Ballast:
    """Of one folder. Every method may raise OSError."""

    def __init__(self, folder: Path, size: int) -> None:
        self._file, self._unfinished, self._size = folder / NAME, folder / _UNFINISHED, size

    @property
    def stands(self) -> bool:
        """It is there, whole."""
        return self._held() == self._size

    def make(self) -> None:
        """Make it anew, or leave nothing: it has its name only when it is whole."""
        self.release()
        handle = os.open(self._unfinished, _NEW, _MODE)
        try:
            os.posix_fallocate(handle, 0, self._size)
            os.fsync(handle)
            self._unfinished.rename(self._file)
        except OSError:
            self._unfinished.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)

    def release(self) -> int:
        """Let it go, whole or not; how many bytes that gave back."""
        held = self._held()
        for file in (self._file, self._unfinished):
            file.unlink(missing_ok=True)
        return held

    def _held(self) -> int:
        try:
            found = self._file.lstat()
        except FileNotFoundError:
            return 0
        return found.st_size
