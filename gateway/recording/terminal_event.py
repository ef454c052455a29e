"""What happens at a terminal, and its encoding inside a chunk. Pure; bytes stay as they came (EUC-JP, invalid UTF-8).

    chunk = count, codes (1 byte each), times, lengths, bytes of all events
    time  = microseconds to the next event, of the last one to the chunk's `until`

Times and lengths are columns of 32-bit numbers, all first bytes before all second ones: so zstd sees the text in one piece and
the sameness of the rest.
"""

import struct
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

BEFORE_MAX: Final = 2**32 - 1
_COUNT: Final = struct.Struct(">I")
EVENT_BYTES: Final = 9  # besides its data


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
    """The events of one chunk by time, none later than `until_us`, no pause of 71 minutes. Raises ValueError."""
    times = [event.at_us for event in events]
    gaps = [later - earlier for earlier, later in pairwise([*times, until_us])]
    try:
        columns = _column(gaps) + _column([len(event.data) for event in events])
    except struct.error:
        raise ValueError("an event lies outside the time of its chunk") from None
    codes = b"".join([_LETTER[event.code] for event in events])
    return b"".join([_COUNT.pack(len(events)), codes, columns, *(event.data for event in events)])


def decode(chunk: bytes, until_us: int) -> Iterator[TerminalEvent]:
    """What `encode` was given. Raises ValueError for anything else."""
    count = _COUNT.unpack_from(chunk)[0] if len(chunk) >= _COUNT.size else len(chunk)
    data_at = _COUNT.size + EVENT_BYTES * count
    if data_at > len(chunk):
        raise ValueError("a chunk ends inside an event")
    codes = [_CODE.get(letter) for letter in chunk[_COUNT.size : _COUNT.size + count]]
    gaps = _numbers(chunk[_COUNT.size + count : data_at - 4 * count])
    lengths = _numbers(chunk[data_at - 4 * count : data_at])
    if data_at + sum(lengths) != len(chunk) or sum(gaps) > until_us:
        raise ValueError("a chunk holds a malformed event")
    times = accumulate(gaps[:-1], initial=until_us - sum(gaps))
    for code, at_us, length in zip(codes, times, lengths, strict=False):
        if code is None:
            raise ValueError("a chunk holds a malformed event")
        yield TerminalEvent(at_us, code, chunk[data_at : data_at + length])
        data_at += length


def _column(numbers: Sequence[int]) -> bytes:
    packed = struct.pack(f">{len(numbers)}I", *numbers)
    return packed[0::4] + packed[1::4] + packed[2::4] + packed[3::4]


def _numbers(column: bytes) -> tuple[int, ...]:
    count = len(column) // 4
    packed = bytearray(len(column))
    for plane in range(4):
        packed[plane::4] = column[plane * count : (plane + 1) * count]
    return struct.unpack(f">{count}I", packed)


_LETTER: Final = {code: code.value.encode("ascii") for code in Code}
_CODE: Final = {letter[0]: code for code, letter in _LETTER.items()}
