"""XMODEM and YMODEM: the header of block 1, block 0 with a file's name and size, or any whole block with a valid CRC-16.

Files begin with block 1: SOH or STX, 1 and its complement 254 are evidence by themselves, as no text has these bytes in a row, in
no encoding a target may have. So nothing of the file is shown. YMODEM says the file's name before, in block 0, whose complement
255 programs have in their code as well; so the name must read like one. Any other block is the evidence as a whole, and its last
byte, without which a receiver takes none of it, never passes.
Nobody starts by himself at these protocols; the receiver's waiting signs (`C`, `G`, NAK) are letters and keys, and no evidence.
Source: Forsberg, "XMODEM/YMODEM Protocol Reference" (1988).
"""

import re
from binascii import crc_hqx
from collections.abc import Iterator

from gateway.guards.transfer.start import Span, Start

_HEADER_BYTES = 3
_SIZES = {0x01: 128, 0x02: 1024}
_CRC_BYTES = 2
_REACH = _HEADER_BYTES + 1024 + _CRC_BYTES
_BEGUN = re.compile(rb"[\x01\x02](?:\x01\xfe|\x00\xff[^\x00-\x1f\x7f]{1,124}\x00[0-9])")
_HEADER = re.compile(rb"[\x01\x02](?=(.)(.))", re.DOTALL)


def blocks() -> Start:
    """A block in either direction."""
    return Start(kind="transfer.xmodem", clues=((b"\x01",), (b"\x02",)), reach=_REACH, spans=_spans)


def _spans(window: bytes) -> Iterator[Span]:
    for begun in _BEGUN.finditer(window):
        yield begun.span()
    for header in _HEADER.finditer(window):
        data = header.start() + _HEADER_BYTES
        end = data + _SIZES[header[0][0]] + _CRC_BYTES
        if end <= len(window) and header[1][0] + header[2][0] == 0xFF and crc_hqx(window[data:end], 0) == 0:
            yield header.start(), end
