"""Leaked passwords, looked up in a local file: sorted upper-case SHA-1 in hex, a line each, `:count` after it or not.

That is the form of the public lists for download. Nothing is asked of anybody; the file is read where it lies, line by line.
"""

import hashlib
import unicodedata
from pathlib import Path
from typing import BinaryIO, Final

from gateway.people.password_strength import Leak
from gateway.vocabulary.outcome import GatewayFault

HEX: Final = 40
LINE_MAX: Final = 128


class LeakedPasswords:
    """One file; None where the operator keeps none."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def look(self, password: str) -> Leak:
        """Whether it is listed. Raises GatewayFault for a file that cannot be read: a list that is named is used."""
        if self._path is None:
            return Leak.UNASKED
        normal = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
        wanted = hashlib.sha1(normal, usedforsecurity=False).hexdigest().upper().encode()
        try:
            with self._path.open("rb") as file:
                return Leak.LISTED if _stands_in(file, wanted) else Leak.NOT_LISTED
        except OSError as error:
            raise GatewayFault(f"{self._path}: {error.strerror}") from error


def _stands_in(file: BinaryIO, wanted: bytes) -> bool:
    """Binary search over bytes: the line that begins at or after an offset decides which half is left."""
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        found = _line_from(file, middle)
        if found and found < wanted:
            low = middle + 1
        else:
            high = middle
    return _line_from(file, low) == wanted


def _line_from(file: BinaryIO, offset: int) -> bytes:
    """The hash of the first line that begins at `offset` or later; empty at the end."""
    file.seek(max(offset - 1, 0))
    if offset:
        file.readline(LINE_MAX)
    return file.readline(LINE_MAX)[:HEX].upper()
