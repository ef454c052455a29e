"""Lines that are nothing but numbers: an id, a piece of a telephone number, digits spelled in kanji or another script."""

import re
import unicodedata
from typing import Final

_MAYBE: Final = re.compile(r"[^A-Za-z\u3041-\u3096\u30a1-\u30fa]*+\Z")
_KANJI_DIGITS: Final = str.maketrans("〇零一二三四五六七八九壱弐参", "00123456789123")
_BARE: Final = re.compile(r"[-+*#~0-9\s().,/:;|_'\"=\[\]]*+\Z")
_CLOCK: Final = re.compile(r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?")
_DIGITS: Final = re.compile("[0-9]")
DIGITS_MIN: Final = 4
DIGITS_A_LINE: Final = 7


def numbers_alone(line: str) -> int:
    """0 if there is more than numbers, or hardly any; else how many lines of one number it is worth."""
    if _MAYBE.match(line) is None:
        return 0
    if not line.isascii():
        line = _folded(line)
    if _BARE.match(line) is None:
        return 0
    digits = len(_DIGITS.findall(_CLOCK.sub("", line)))
    return 0 if digits < DIGITS_MIN else max(1, digits // DIGITS_A_LINE)


def _folded(line: str) -> str:
    """Every decimal digit as ASCII, kanji too."""
    return "".join(
        str(unicodedata.digit(sign)) if not sign.isascii() and sign.isdigit() else sign
        for sign in line.translate(_KANJI_DIGITS)
    )
