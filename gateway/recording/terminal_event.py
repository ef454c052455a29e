"""What happens at a terminal, and its encoding inside a chunk. Pure; bytes stay as they came (EUC-JP, invalid UTF-8).

Event = code (1 byte), microseconds before the chunk's `until`, length, bytes. Fixed width: zstd removes the sameness.
"""

import struct
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

BEFORE_MAX: Final = 2**32 - 1
_HEAD: Final = struct.Struct(">cII")
HEAD_BYTES: Final = _HEAD.size


class Code(StrEnum):
    """The letters of asciicast v3; `p`, the person's name and employer, never leaves the room but through `personal()`."""

    OUTPUT = "o"
    INPUT = "i"
    MARKER = "m"
    RESIZE = "r"
    EXIT = "x"
    PERSONAL = "p"


class TerminalEvent(NamedTuple):
    """One event `at_us` microseconds after the start. Data: raw bytes (o, i), UTF-8 (m), `COLSxROWS` (r), decimal (x)."""

    at_us: int
    code: Code
    data: bytes


def encode(events: Sequence[TerminalEvent], until_us: int) -> bytes:
    """The events of one chunk, none later than `until_us` nor more than 71 minutes earlier. Raises ValueError."""
    pieces: list[bytes] = []
    try:
        for at_us, code, data in events:
            pieces.append(_HEAD.pack(_LETTER[code], until_us - at_us, len(data)))
            pieces.append(data)
    except struct.error:
        raise ValueError("an event lies outside the time of its chunk") from None
    return b"".join(pieces)


def decode(chunk: bytes, until_us: int) -> Iterator[TerminalEvent]:
    """What `encode` was given. Raises ValueError for anything else."""
    position = 0
    while position < len(chunk):
        try:
            letter, before_us, length = _HEAD.unpack_from(chunk, position)
        except struct.error:
            raise ValueError("a chunk ends inside an event") from None
        code = _CODE.get(letter)
        position += HEAD_BYTES + length
        if code is None or position > len(chunk) or before_us > until_us:
            raise ValueError("a chunk holds a malformed event")
        yield TerminalEvent(until_us - before_us, code, chunk[position - length : position])


_LETTER: Final = {code: code.value.encode("ascii") for code in Code}
_CODE: Final = {letter: code for code, letter in _LETTER.items()}
