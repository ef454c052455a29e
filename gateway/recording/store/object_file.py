"""What an object store holds, read like a file: a range at a time, further ahead while reading goes straight on.

Several objects may be one file, end to end. Each is read as the one that was opened: exchanged meanwhile, reading raises.
"""

import io
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

AHEAD_MIN: Final = 64 * 1024
AHEAD_MAX: Final = 8 * 1024 * 1024


class Ranges(Protocol):
    """Where the bytes come from."""

    def read(self, key: str, start: int, end: int, etag: str) -> bytes:
        """Exactly those of exactly that object. Raises OSError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One object, and where it lies in the file."""

    key: str
    etag: str
    start: int
    end: int


class ObjectFile(io.RawIOBase):
    """`pieces` in order, each beginning where the one before ends, the first at 0. Memory is bounded by AHEAD_MAX."""

    def __init__(self, ranges: Ranges, pieces: Sequence[Piece]) -> None:
        super().__init__()
        self._ranges = ranges
        self._pieces = tuple(pieces)
        self._starts = [piece.start for piece in self._pieces]
        self._size = self._pieces[-1].end if self._pieces else 0
        self._position = 0
        self._held, self._held_at = b"", 0
        self._ahead = AHEAD_MIN

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of files; beyond the end nothing is read."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("a place before the beginning")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # what io gives us
        """As many bytes as asked for, fewer only at the end. Raises OSError."""
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and self._position < self._size:
            found = self._at(self._position, len(view) - filled)
            view[filled : filled + len(found)] = found
            filled += len(found)
            self._position += len(found)
        return filled

    def _at(self, position: int, wanted: int) -> memoryview:
        """Some of the bytes at `position`, from what is held or from the store."""
        if not self._held_at <= position < self._held_at + len(self._held):
            self._fetch(position, wanted)
        offset = position - self._held_at
        return memoryview(self._held)[offset : offset + wanted]

    def _fetch(self, position: int, wanted: int) -> None:
        straight_on = position == self._held_at + len(self._held) and position > 0
        self._ahead = min(self._ahead * 2, AHEAD_MAX) if straight_on else AHEAD_MIN
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        end = min(piece.end, position + max(self._ahead, min(wanted, AHEAD_MAX)))
        self._held = b""  # not two at a time
        self._held = self._ranges.read(piece.key, position - piece.start, end - piece.start, piece.etag)
        self._held_at = position
