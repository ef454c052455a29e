"""ZMODEM: any frame header, in hex or binary. Clients start by themselves at the first header, ZRQINIT or ZRINIT.

Hex headers are known by their first digits, as clients know them: screen and zmodem.js take `**` ZDLE `B0`, Tera Term needs no
ZPAD before. Binary ones need a valid CRC, as receivers do; XON and XOFF are passed over as lrzsz does. Parity bits, which lrzsz
ignores too, are looked for in what is typed only: a terminal gets valid UTF-8, in which no such header can stand.
Source: Forsberg, "The ZMODEM Inter Application File Transfer Protocol" (1988) §7; lrzsz 0.12 zm.c.
"""

import re
import zlib
from binascii import crc_hqx
from collections.abc import Iterator

from gateway.guards.transfer.start import Span, Start

_KIND = "transfer.zmodem"
_FLOW = b"\x11\x13\x91\x93"  # XON and XOFF, with and without parity: receivers do not see them
_HEX_SHOWN = re.compile(rb"\x18[Bb]0[0-9A-Fa-f]")
_HEX_TYPED = re.compile(rb"\*\x18[Bb]0[0-9A-Fa-f]")
_BINARY_SHOWN = re.compile(rb"\*[%s]{0,8}\x18[%s]{0,8}([ACac])" % (_FLOW, _FLOW))
_BINARY_TYPED = re.compile(rb"[*\xaa][%s]{0,8}[\x18\x98][%s]{0,8}([ACac\xc1\xc3])" % (_FLOW, _FLOW))
_HEADER_BYTES = 5  # frame type and four of flags or position
_ENCODED_MAX = 36  # header and CRC-32, each byte escaped, each with flow control before it
_TYPES = 20  # ZRQINIT is 0, ZSTDERR is 19


def shown() -> Start:
    """What a target may not say to a terminal."""
    return Start(
        kind=_KIND, clues=((b"\x18",),), reach=64, spans=lambda window: _headers(window, _HEX_SHOWN, _BINARY_SHOWN)
    )


def typed() -> Start:
    """What a terminal may not say to a target. Ctrl-X is a key, so a header needs its ZPAD."""
    return Start(
        kind=_KIND,
        clues=((b"\x18",), (b"\x98",)),
        reach=64,
        spans=lambda window: _headers(window, _HEX_TYPED, _BINARY_TYPED),
    )


def _headers(window: bytes, hexadecimal: re.Pattern[bytes], binary: re.Pattern[bytes]) -> Iterator[Span]:
    for found in hexadecimal.finditer(window):
        yield found.span()
    for found in binary.finditer(window):
        end = _binary_end(window, found.end(), crc32=found[1][0] & 0x5F == ord("C"))
        if end is not None:
            yield found.start(), end


def _binary_end(window: bytes, start: int, *, crc32: bool) -> int | None:
    """The byte after a header whose CRC is valid; None where it is not, or not all there yet."""
    wanted = _HEADER_BYTES + (4 if crc32 else 2)
    decoded = bytearray()
    escaped = False
    for place in range(start, min(start + _ENCODED_MAX, len(window))):
        byte = window[place]
        if byte in _FLOW:
            continue
        if byte & 0x7F == 0x18 and not escaped:
            escaped = True
            continue
        decoded.append(_unescaped(byte) if escaped else byte)
        escaped = False
        if len(decoded) == wanted:
            return place + 1 if _is_valid(bytes(decoded)) else None
    return None


def _unescaped(byte: int) -> int:
    """ZDLE and this byte: `l` and `m` are DEL with and without parity, all others have bit 6 turned."""
    return {0x6C: 0x7F, 0x6D: 0xFF}.get(byte, byte ^ 0x40)


def _is_valid(header: bytes) -> bool:
    if header[0] >= _TYPES:
        return False
    if len(header) == _HEADER_BYTES + 2:
        return crc_hqx(header, 0) == 0
    return zlib.crc32(header[:_HEADER_BYTES]) == int.from_bytes(header[_HEADER_BYTES:], "little")
