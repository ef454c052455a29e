"""Rows 13 and 89 to 92 of EUC-JP as Japanese systems write them (CP51932, eucJP-ms): ①, ㈱, 髙 and their like.

Python's `euc_jp` knows the JIS rows only. In Shift_JIS the same rows are CP932's, whose table Python has, so they are made
from that: row and cell of EUC-JP are bytes - 0xA0, and two rows share a lead byte of Shift_JIS (JIS X 0208 annex 1).
"""

from collections.abc import Iterator, Mapping
from typing import Final

_ROWS = (13, 89, 90, 91, 92)
_CELLS = range(1, 95)


def _rows() -> Iterator[tuple[bytes, str]]:
    for row in _ROWS:
        for cell in _CELLS:
            try:
                yield bytes((row + 0xA0, cell + 0xA0)), _shift_jis(row, cell).decode("cp932")
            except UnicodeDecodeError:
                continue  # an empty cell


def _shift_jis(row: int, cell: int) -> bytes:
    lead = (row - 1) // 2 + (0x81 if row <= 62 else 0xC1)
    if row % 2 == 0:
        return bytes((lead, cell + 0x9E))
    return bytes((lead, cell + (0x3F if cell <= 63 else 0x40)))


CHARACTERS: Final[Mapping[bytes, str]] = dict(_rows())
SPELLINGS: Final[Mapping[str, bytes]] = {character: pair for pair, character in CHARACTERS.items()}
