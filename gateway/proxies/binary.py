"""The second version of the header: a signature, two bytes, a length, addresses, extensions (proxy-protocol.txt §2.2). Pure.

Extensions (type, length, value) are not believed for anything, but they have to fill the header exactly; a checksum among them
(§2.2.3, CRC-32C over the header with the checksum's own bytes as noughts) has to be right.
"""

from collections.abc import Iterator
from enum import IntEnum
from ipaddress import ip_address
from typing import Final

from gateway.proxies.said import Malformed, Own, Said, client_of

BEGINNING: Final = b"\r\n\r\n\0\r\nQUIT\n"
BYTES_MAX: Final = (
    2048  # 216 of addresses and what proxies add: names, a certificate's subject; the format's own bound is 64 KiB
)
_FIXED_BYTES: Final = 16
_VERSION: Final = 2
_TCP: Final = {0x11: 4, 0x21: 16}  # family and protocol: bytes of one address
_CHECKSUM_TYPE: Final = 0x03
_CHECKSUM_BYTES: Final = 4
_EXTENSION_HEAD: Final = 3
_POLYNOMIAL: Final = 0x82F63B78  # CRC-32C (RFC 9260 appendix A), reflected


class _Command(IntEnum):
    LOCAL = 0
    PROXY = 1


def read(first: bytes) -> Said | None:
    """Judge bytes that begin with BEGINNING; None while more of the header has to come."""
    fault = _fault_of_head(first)
    if fault is not None:
        return Malformed(why=fault)
    if len(first) < _FIXED_BYTES:
        return None
    size = _FIXED_BYTES + int.from_bytes(first[14:16], "big")
    if size > BYTES_MAX:
        return Malformed(why=f"a header of {size} bytes")
    if len(first) < size:
        return None
    return _parsed(first[:size])


def _fault_of_head(first: bytes) -> str | None:
    """What is wrong with version, command or family, as far as they have come."""
    if len(first) > 12 and (first[12] >> 4 != _VERSION or first[12] & 0x0F not in tuple(_Command)):
        return f"version and command 0x{first[12]:02x}"
    if len(first) > 13 and first[12] & 0x0F == _Command.PROXY and first[13] not in _TCP:
        return f"no address of TCP: family 0x{first[13]:02x}"
    return None


def _parsed(header: bytes) -> Said:
    if header[12] & 0x0F == _Command.LOCAL:
        return Own(size=len(header))  # whatever stands behind it is to be skipped
    width = _TCP[header[13]]
    source, ports, extensions = _FIXED_BYTES, _FIXED_BYTES + 2 * width, _FIXED_BYTES + 2 * width + 4
    if len(header) < extensions:
        return Malformed(why="a header too short for its addresses")
    fault = _fault_of_extensions(header, extensions)
    if fault is not None:
        return Malformed(why=fault)
    return client_of(
        len(header), ip_address(header[source : source + width]), int.from_bytes(header[ports : ports + 2], "big")
    )


def _fault_of_extensions(header: bytes, begin: int) -> str | None:
    try:
        checksums = [place for kind, place, size in _extensions(header, begin) if _is_checksum(kind, size)]
    except ValueError as error:
        return str(error)
    if len(checksums) > 1:
        return "two checksums"
    return None if all(_is_right(header, place) for place in checksums) else "a wrong checksum"


def _extensions(header: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Type, place of the value, and its size, of each. Raises ValueError where they do not fill the header."""
    while place < len(header):
        size = int.from_bytes(header[place + 1 : place + _EXTENSION_HEAD], "big")
        value = place + _EXTENSION_HEAD
        if value + size > len(header):
            raise ValueError("an extension that goes beyond the header")
        yield header[place], value, size
        place = value + size


def _is_checksum(kind: int, size: int) -> bool:
    if kind == _CHECKSUM_TYPE and size != _CHECKSUM_BYTES:
        raise ValueError("a checksum of another size")
    return kind == _CHECKSUM_TYPE


def _is_right(header: bytes, place: int) -> bool:
    after = place + _CHECKSUM_BYTES
    without = header[:place] + bytes(_CHECKSUM_BYTES) + header[after:]
    return crc32c(without) == int.from_bytes(header[place:after], "big")


def crc32c(octets: bytes) -> int:
    """CRC-32C, bit by bit: headers are short, and few have one."""
    found = 0xFFFFFFFF
    for octet in octets:
        found ^= octet
        for _ in range(8):
            found = found >> 1 ^ (_POLYNOMIAL if found & 1 else 0)
    return found ^ 0xFFFFFFFF
