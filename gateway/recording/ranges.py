"""The hash of a part of a file, in constant memory."""

import hashlib
from typing import BinaryIO, Final

_BLOCK: Final = 1024 * 1024


def hash_of_range(file: BinaryIO, start: int, end: int) -> bytes:
    """SHA-256 of the bytes from offset `start` to `end`, or to the end of the file if that comes first."""
    digest = hashlib.sha256()
    file.seek(start)
    while start < end:
        block = file.read(min(_BLOCK, end - start))
        if not block:
            break
        digest.update(block)
        start += len(block)
    return digest.digest()
