"""Kermit: a send-init or init packet (S, I), its answer (Y), or a request (R, G), with a valid block check.

The mark before a packet is ^A unless both sides were told another, which may be a printable character. A packet after ^A is known
by its checksum. With any other mark the parameters must read like parameters too, because six bits are little; in what a target
sends, only where the parameters hold Kermit's usual padding, line end and prefix, because that search must be fast. A terminal's
answer, without which no transfer goes on, is known whatever they are.
Source: da Cruz, "Kermit Protocol Manual", sixth edition (1986) §6-§8; C-Kermit 10 and G-Kermit 2.01 as they are.
"""

import re
from collections.abc import Iterator

from gateway.guards.transfer.start import Span, Start

_KIND = "transfer.kermit"
_REACH = 1 + 95  # mark and the longest packet whose length is one character
_MARKED = re.compile(rb"\x01(?=[#-~] [SIRG])")
_USUAL = b"@-#"  # NUL, CR, #
_UNMARKED = re.compile(rb"[\x00-\x7f](?=[*-~] [SI])")
_TYPED = re.compile(rb"[\x00-\x7f](?=[*-~] [SIY])")
_TYPED_REQUEST = re.compile(rb"[\x00-\x08\x0e-\x1f](?=[#-~] [RG])")
# MAXL TIME NPAD, then PADC (a control, turned), EOL (a control + 32), QCTL, QBIN, CHKT (1-3, B, 5), REPT and the rest
_PARAMETERS = re.compile(rb"[ -~]{2}[ -0][?-_][ -?][!->`-~][!->`-~YN][1-5B][!->`-~ ][ -~]*")
_CHECKS = (1, 2, 3)  # characters of a block check; the first packet has one, unless CRC is forced


def shown() -> Start:
    """What a target may not say to a terminal."""
    return Start(kind=_KIND, clues=((b"\x01",), (b"#", _USUAL)), reach=_REACH, spans=_shown)


def typed() -> Start:
    """What a terminal may not say to a target."""
    return Start(kind=_KIND, clues=((b" S",), (b" I",), (b" Y",), (b" R",), (b" G",)), reach=_REACH, spans=_typed)


def _shown(window: bytes) -> Iterator[Span]:
    for found in _MARKED.finditer(window):
        yield from _packet(window, found.start(), strict=False)
    if _USUAL in window:
        for found in _UNMARKED.finditer(window):
            yield from (span for span in _packet(window, found.start(), strict=True) if _USUAL in window[slice(*span)])


def _typed(window: bytes) -> Iterator[Span]:
    for found in _TYPED_REQUEST.finditer(window):
        yield from _packet(window, found.start(), strict=False)
    for found in _TYPED.finditer(window):
        yield from _packet(window, found.start(), strict=True)


def _packet(window: bytes, mark: int, *, strict: bool) -> Iterator[Span]:
    """The packet whose mark stands there: LEN counts what follows it, as its value + 32; LEN to DATA are summed up."""
    end = mark + 2 + window[mark + 1] - 32
    body = window[mark + 1 : end]
    if end > len(window) or not all(32 <= byte < 127 for byte in body):
        return
    for check in _CHECKS:
        counted, told = body[:-check], body[-check:]
        reads = not strict or _PARAMETERS.fullmatch(counted[3:]) is not None
        if len(counted) >= 3 and told == _BLOCK_CHECKS[check](counted) and reads:
            yield mark, end
            return


def _six_bits(counted: bytes) -> bytes:
    total = sum(counted)
    return bytes((((total + ((total & 0xC0) >> 6)) & 0x3F) + 32,))


def _twelve_bits(counted: bytes) -> bytes:
    total = sum(counted)
    return bytes((((total >> 6) & 0x3F) + 32, (total & 0x3F) + 32))


def _crc(counted: bytes) -> bytes:
    """CRC-CCITT, low bits first, starting with 0."""
    crc = 0
    for byte in counted:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0x8408 if crc & 1 else crc >> 1
    return bytes(((crc >> 12) + 32, ((crc >> 6) & 0x3F) + 32, (crc & 0x3F) + 32))


_BLOCK_CHECKS = {1: _six_bits, 2: _twelve_bits, 3: _crc}
