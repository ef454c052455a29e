"""The header by which a proxy says whose connection it hands on: the PROXY protocol (haproxy, proxy-protocol.txt), both versions.

Pure and strict: what cannot be the beginning of a header is refused at its first wrong byte, and a header that names no client's
address opens nothing. Only the peer's own address says whether he may send one (`believed`); this file believes nobody.
"""

from typing import Final

from gateway.proxies import binary, line
from gateway.proxies.said import Malformed, Said

HEADER_BYTES_MAX: Final = max(line.BYTES_MAX, binary.BYTES_MAX)
"""All that has to be looked at."""
_VERSIONS: Final = ((binary.BEGINNING, binary.read), (line.BEGINNING, line.read))


def read(first: bytes) -> Said | None:
    """Judge the bytes a connection begins with, however many there are so far; None while the header may still become whole."""
    for beginning, version in _VERSIONS:
        if first.startswith(beginning):
            return version(first)
        if beginning.startswith(first):
            return None
    return Malformed(why="no header")
