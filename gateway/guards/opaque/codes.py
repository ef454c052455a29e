"""Words of code within lines: hashes and identifiers, runs of hexadecimal digits, dumps. They are counted and taken out.

What stays is judged by its spelling, where base64 and the like are found. A code that was shown lately is no news.
"""

import re
from string import hexdigits
from typing import Final

from gateway.guards.opaque.charge import Charge
from gateway.guards.opaque.seen import Seen

_CODE: Final = re.compile(
    r"[0-9A-Fa-f](?<![0-9A-Za-z].)"
    r"(?:(?<=0)x(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{7,}|[0-9A-F]{7,})"
    r"|(?<=[0-9a-f])(?:[0-9a-f]{7}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{6,})|(?<=[0-9A-F])[0-9A-F]{6,})"
    r"(?![0-9A-Za-z])"
)  # its first sign first, for speed
_HEX: Final = bytes(0x78 if chr(one) in "0123456789abcdefABCDEF" else 0x20 for one in range(256))
_DIGITS: Final = frozenset(hexdigits)
SHORTEST: Final = 7
_SHORTEST: Final = b"x" * SHORTEST
_HAS_BOTH: Final = re.compile(r"(?=[^0-9]*[0-9])[^A-Fa-f]*[A-Fa-f]")
_DUMP: Final = re.compile(
    r"(?:0x)?[0-9a-fA-F]{4,16}:?[ \t]{1,3}((?:[0-9a-fA-F]{2,8}[ \t]{1,3})+[0-9a-fA-F]{2,8})(?=[ \t|>]|\Z)"
)
_HASH_LENGTHS: Final = frozenset({32, 36, 40, 56, 64, 96, 128})
_IDENTIFIER_MAX: Final = 24
_PADDING: Final = 3  # zeros
_KEPT: Final = 2048
HEX_UNITS: Final = 4.1
BYTE_UNITS: Final = 8


class Codes:
    """Used by one thread."""

    def __init__(self) -> None:
        self._seen = Seen(_KEPT)

    def taken_out(self, line: str, charge: Charge) -> str:
        """The line without them."""
        if len(line) < SHORTEST:
            return line
        dump = _DUMP.match(line) if line[0] in _DIGITS else None
        if dump is not None and not dump[0].replace(" ", "").isalpha():
            told, rest = dump[1], line[dump.end() :]
            charge.opaque += round(BYTE_UNITS * _told_by(told))
            return rest if len(rest) > len(told) else ""  # it shows the same bytes as characters
        if _SHORTEST not in line.encode("latin-1", "replace").translate(_HEX):
            return line
        codes = [code for code in _CODE.findall(line) if _HAS_BOTH.match(code)]
        if not codes:
            return line
        rest = _CODE.sub("", line)
        stands_alone, fills = not rest.strip(" \t-*:|,"), len(rest) * 2 < len(line)
        for code in codes:
            if not self._seen.again(code):
                size = _told_of(code)
                if stands_alone or (fills and len(code) > _IDENTIFIER_MAX and len(code) not in _HASH_LENGTHS):
                    charge.opaque += round(HEX_UNITS * size)
                else:
                    charge.hashes += size
        return _CODE.sub(_kept, line)


def _kept(code: re.Match[str]) -> str:
    """Numbers stay."""
    return "" if _HAS_BOTH.match(code[0]) else code[0]


def _told_of(code: str) -> int:
    """Its digits, but for zeros that fill it up."""
    digits = code.removeprefix("0x")
    for rest in (digits.lstrip("0"), digits.rstrip("0")):
        if len(digits) - len(rest) >= _PADDING:
            return len(rest)
    return len(digits)


def _told_by(dumped: str) -> int:
    """How many of the bytes of a dump's line say something: zeros, and what stands there again and again, do not."""
    digits = dumped.replace(" ", "").replace("\t", "")
    told = {digits[at : at + 2] for at in range(0, len(digits), 2)} - {"00", "ff", "FF", "20"}
    return len(told)
