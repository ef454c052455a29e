"""The demo's customers as they really are, and who of them can be read out of what somebody received.

A person counts as read when a value that tells people apart (name, telephone, mail, address, line or card) stands in the bytes
as it is, in another letter case, without its hyphens, in hexadecimal, base 64, JSON's escapes, UTF-16, backwards or compressed.
"""

import base64
import binascii
import csv
import re
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

VALUES: Final = ("name", "kana", "phone", "email", "address", "line_id", "card_number")
_LETTERS: Final = 9  # bytes looked at first; every value is longer
_HEX: Final = re.compile(rb"(?:[0-9a-f]{2}){9,}")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]{16,}={0,2}")
_ESCAPED: Final = re.compile(rb"\\u([0-9a-fA-F]{4})")


class Truth:
    """The rows of the CSV, by customer number."""

    def __init__(self, file: Path) -> None:
        with file.open(encoding="utf-8", newline="") as opened:
            self.rows = {row["customer_id"]: row for row in csv.DictReader(opened)}
        self._starts: dict[bytes, list[tuple[bytes, str]]] = {}
        for number, row in self.rows.items():
            for value in _spellings(row):
                self._starts.setdefault(value[:_LETTERS], []).append((value, number))

    def people_in(self, data: bytes) -> set[str]:
        """The numbers of those whose values stand in `data`."""
        return {number for one in _decoded(data) for number in self._standing(one)}

    def plainly_in(self, data: bytes) -> set[str]:
        """The same, as they are alone: for megabytes."""
        return set(self._standing(data))

    def _standing(self, data: bytes) -> Iterator[str]:
        low = data.lower()
        windows = {low[at : at + _LETTERS] for at in range(len(low) - _LETTERS + 1)}
        for start in windows & self._starts.keys():
            for value, number in self._starts[start]:
                if value in low:
                    yield number


@lru_cache(maxsize=1)
def truth_of(file: str) -> Truth:
    """Read once a process."""
    return Truth(Path(file))


def truth(demo: dict[str, Any]) -> Truth:
    """That of the demo's database."""
    target = next(one for one in demo["targets"] if one["name"] == "callcenter-db")
    return truth_of(target["personal_data"]["truth_csv"])


def _spellings(row: dict[str, str]) -> Iterator[bytes]:
    for name in VALUES:
        value = row[name].lower()
        yield value.encode()
        if name == "phone":
            yield value.replace("-", "").encode()


def _decoded(data: bytes) -> Iterator[bytes]:
    """`data`, and what one reads who undoes the usual spellings."""
    yield data
    yield data[::-1]
    yield data.decode("utf-8", "replace")[::-1].encode()
    for order in ("utf-16-le", "utf-16-be"):
        yield data.decode(order, "ignore").encode("utf-8", "replace")
        yield data[1:].decode(order, "ignore").encode("utf-8", "replace")
    yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)).encode("utf-8", "replace"), data)
    for run in _HEX.findall(data.lower()):
        yield from _unpacked(bytes.fromhex(run.decode()))
    for run in _BASE64.findall(data):
        for at in range(4):  # what stands before may be letters too
            yield from _unpacked(
                _maybe(base64.b64decode, run[at:].rstrip(b"=") + b"=" * (-len(run[at:].rstrip(b"=")) % 4))
            )


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    yield _maybe(zlib.decompress, data)


def _maybe(decode: Callable[[bytes], bytes], data: bytes) -> bytes:
    try:
        return decode(data)
    except (ValueError, binascii.Error, zlib.error):
        return b""
