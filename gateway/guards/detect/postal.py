"""Postal codes: three digits and four that Japan Post has given to some place. Certain with 〒 or a place behind them."""

import re
import zlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from gateway.guards.detect.sight import Kind, Sight

_CODE: Final = re.compile(r"([0-9]{3})(?<![0-9A-Za-z._/+\-][0-9]{3})-([0-9]{4})(?![0-9A-Za-z]|[-./][0-9])")
_MARKED: Final = re.compile(r"〒 ?([0-9]{3})-?([0-9]{4})(?![0-9])")
_PLACE: Final = re.compile(r" ?(?:北海道|東京都|(?:京都|大阪)府|[一-龥]{2,3}県|[一-龥]{1,6}[市区郡])")
_GIVEN: Final = zlib.decompress(files("gateway.guards.detect.data").joinpath("postal_codes.bin").read_bytes())


def postal_codes(text: str) -> Iterator[Sight]:
    """Codes in folded text."""
    if "〒" in text:
        for found in _MARKED.finditer(text):
            yield Sight(Kind.POSTAL, found.start(), found.end(), (found[1] + found[2]).encode(), certain=True)
    for found in _CODE.finditer(text):
        code = found[1] + found[2]
        if is_given(code):
            yield Sight(
                Kind.POSTAL, found.start(), found.end(), code.encode(), _PLACE.match(text, found.end()) is not None
            )


def is_given(code: str) -> bool:
    """True for seven digits that are the code of a place."""
    number = int(code)
    return len(code) == 7 and bool(_GIVEN[number >> 3] >> (number & 7) & 1)
