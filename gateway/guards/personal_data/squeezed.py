"""Streams packed by gzip, bzip2 or xz, unpacked as they come, a bounded piece at a time."""

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Any

from gateway.guards.personal_data.reader import Budget, Reader, Unreadable

PIECE_BYTES = 256 * 1024
_XZ_MEMORY = 256 * 1024 * 1024


class Squeezed:
    """One or more packed streams one after another; what comes out goes to one inner reader."""

    def __init__(self, make: Callable[[], Any], inner: Reader, budget: Budget) -> None:
        self._make, self._inner, self._budget = make, inner, budget
        self._unpacking: Any = make()
        self._fresh = True

    def feed(self, data: bytes) -> None:
        """The next packed bytes. Raises Unreadable for a broken stream."""
        try:
            while data:
                data = self._step(data)
        except (OSError, lzma.LZMAError, zlib.error, EOFError, MemoryError) as wrong:
            self._inner.close()  # what did come out is looked at
            raise Unreadable("broken-archive") from wrong

    def close(self) -> None:
        """Raises Unreadable where the stream ends early."""
        self._inner.close()
        if not self._fresh and not self._unpacking.eof:
            raise Unreadable("broken-archive")

    def _step(self, data: bytes) -> bytes:
        if self._unpacking.eof:
            if not data.strip(b"\0"):  # padding, as tar leaves it
                return b""
            self._unpacking = self._make()
        self._fresh = False
        out = self._unpacking.decompress(data, PIECE_BYTES)
        while True:
            self._budget.unpack(len(out))
            self._inner.feed(out)
            if self._unpacking.eof or not self._has_more(out):
                break
            out = self._unpacking.decompress(self._waiting(), PIECE_BYTES)
        left: bytes = self._unpacking.unused_data
        return left

    def _has_more(self, out: bytes) -> bool:
        """True while input is left that has not come out yet."""
        return bool(self._waiting()) or (len(out) == PIECE_BYTES and not getattr(self._unpacking, "needs_input", True))

    def _waiting(self) -> bytes:
        waiting: bytes = getattr(self._unpacking, "unconsumed_tail", b"")
        return waiting


def gunzip() -> Any:
    """RFC 1952."""
    return zlib.decompressobj(wbits=31)


def inflate() -> Any:
    """RFC 1950."""
    return zlib.decompressobj()


def bunzip2() -> Any:
    """bzip2."""
    return bz2.BZ2Decompressor()


def unxz() -> Any:
    """xz, and lzma alone; its dictionary bounded by _XZ_MEMORY bytes."""
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
