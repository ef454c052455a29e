"""An SQLite database (sqlite.org/fileformat.html), its rows read as lines of fields: in the file itself they touch each other.

Page by page, without the library: leaf pages of tables as rows, and of a row what lies on its page. Everything else, what no
row uses of a leaf page too, is read by its strings.
"""

from collections.abc import Callable, Iterator
from itertools import accumulate

from gateway.guards.personal_data.people import People

MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_LEAF = 0x0D
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)  # of serial types 0 to 9
_ENCODINGS = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}


class Pages:
    """Fed with the file from its beginning; `strings` is given what is in no row."""

    def __init__(self, people: People, strings: Callable[[bytes], None]) -> None:
        self._people, self._strings = people, strings
        self._held = bytearray()
        self._page_bytes = 0
        self._encoding = "utf-8"
        self._offset = _HEADER_BYTES

    def feed(self, data: bytes) -> None:
        """The next bytes."""
        self._held += data
        if not self._page_bytes:
            if len(self._held) < _HEADER_BYTES:
                return
            self._page_bytes = int.from_bytes(self._held[16:18], "big")
            self._page_bytes = 65536 if self._page_bytes == 1 else max(512, self._page_bytes)
            self._encoding = _ENCODINGS.get(int.from_bytes(self._held[56:60], "big"), "utf-8")
        at = 0
        while len(self._held) - at >= self._page_bytes:
            self._page(bytes(self._held[at : at + self._page_bytes]))
            at += self._page_bytes
        del self._held[:at]

    def close(self) -> None:
        """The file ended."""
        if self._held and self._page_bytes:
            self._page(bytes(self._held).ljust(self._page_bytes, b"\0"))

    def _page(self, page: bytes) -> None:
        begin, self._offset = self._offset, 0
        if page[begin] != _LEAF:
            self._strings(page)
            return
        count = int.from_bytes(page[begin + 3 : begin + 5], "big")
        pointers = range(begin + 8, min(begin + 8 + 2 * count, len(page) - 1), 2)
        self._strings(page[pointers.stop : int.from_bytes(page[begin + 5 : begin + 7], "big") or len(page)] + b"\n")
        rows = (self._row(page, int.from_bytes(page[at : at + 2], "big")) for at in pointers)
        self._people.see("\n".join(rows))

    def _row(self, page: bytes, at: int) -> str:
        """The texts and numbers of one cell, as fields."""
        _, at = _varint(page, at)
        _, at = _varint(page, at)
        header, types_at = _varint(page, at)
        types = list(_types(page, types_at, at + header))
        begins = accumulate((_size(one) for one in types), initial=at + header)
        return "\t".join(self._value(page, one, begin) for one, begin in zip(types, begins, strict=False))

    def _value(self, page: bytes, kind: int, at: int) -> str:
        value = page[at : at + _size(kind)]
        if kind >= 13 and kind % 2:
            return value.decode(self._encoding, errors="replace")
        if 1 <= kind <= 6:
            return str(int.from_bytes(value, "big", signed=True))
        return value.decode("utf-8", errors="replace") if kind >= 12 else ""


def _types(page: bytes, at: int, end: int) -> Iterator[int]:
    while at < min(end, len(page)):
        kind, at = _varint(page, at)
        yield kind


def _size(kind: int) -> int:
    return (kind - 12) // 2 if kind >= 12 else _SIZES[kind] if kind < len(_SIZES) else 0


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for used, one in enumerate(page[at : at + 9], 1):
        if used == 9:
            return value << 8 | one, at + 9
        value = value << 7 | one & 0x7F
        if not one & 0x80:
            return value, at + used
    return value, at + 9
