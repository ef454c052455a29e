"""Whether a block of ASCII can be passed by: nothing in it can be a value, a key or a header. A few searches at memory speed.

What it calls clean `Detector.look` would see nothing in, and no table begins there. It says nothing for text with other letters.
"""

from collections.abc import Sequence
from typing import Final

from gateway.guards.detect.titles import title_of

_SHAPE: Final = bytes(0x30 if 0x30 <= one <= 0x39 else 0x2D if one in b"-. ()/_" else one for one in range(256))
_APART: Final = (b"0---0000", b"0-0-0---0")  # ` - ` between groups, and digits one by one
_DIGITS: Final = (b"0-0000", b"00000000", b"0-000-000", b"0-0-0-0-0", *_APART)
# A part of every English title that ASCII values are believed under; the words are in `titles`.
_STEMS: Final = tuple(
    (
        b"phone tel mobile cell fax ani dnis cli call msisdn number mail addr street residence post zip birth dob "
        b"bday card cc pan line circuit contract caf cop access individual myn bank acc iban ip cust client subscr "
        b"holder contact person patient full first last family given surname sei mei owner user log kana furi yomi "
        b"kanji born"
    ).split()
)
# Of the strong titles among them, two of which make a header of columns that only spaces part.
_STRONG_STEMS: Final = (
    b"phone tel mobile cell fax mail addr post zip birth dob card kana surname lastname firstname".split()
)
_SPACED: Final = b"  "
_COLUMN_MARKS: Final = (b"|", b"\t", b",", b";")
_KEY_MARKS: Final = (b":", b"=", b">")
_MARKS: Final = (b"@", _SPACED, *_COLUMN_MARKS, *_KEY_MARKS)
_LINE_DIGITS: Final = b"000000"
_FEWEST_OF_DATE: Final = 3
_FEWEST: Final = len(_LINE_DIGITS)  # digits of any value that no label tells


class Shape:
    """What digits a text holds, and between what signs: which patterns are worth trying. A character is a byte."""

    __slots__ = ("_digits", "_shape")

    def __init__(self, text: str) -> None:
        self._shape = text.encode("latin-1", errors="replace").translate(_SHAPE)
        self._digits = self._shape.count(b"0")

    def may_hold_any(self) -> bool:
        """False where no number of people can stand: six digits are the fewest."""
        return self._digits >= _FEWEST

    def may_hold_date(self) -> bool:
        """False where not even a date can stand: `S5-1-2` is the shortest."""
        return self._digits >= _FEWEST_OF_DATE

    def may_hold_phone(self) -> bool:
        """True for the end of a grouped number, ten digits in a row, or digits one by one."""
        shape = self._shape
        return (
            b"0-0000" in shape
            or b"0000000000" in shape
            or b"0-000-000" in shape
            or b"0-0-0-0-0" in shape
            or b"0---0000" in shape
            or b"0-0-0---0" in shape
        )

    def may_hold_long(self) -> bool:
        """True for a card or a My Number."""
        shape = self._shape
        return (
            b"0000-0000-0000" in shape or b"000000000000" in shape or b"0-0-0-0-0" in shape or b"0000-000000-0" in shape
        )

    def may_hold_postal(self) -> bool:
        """True for three digits and four."""
        return b"000-0000" in self._shape

    def may_hold_line_id(self) -> bool:
        """True for six digits in a row."""
        return b"000000" in self._shape

    def may_hold_bare(self) -> bool:
        """True for ten digits in a row."""
        return b"0000000000" in self._shape

    def may_hold_digits_apart(self) -> bool:
        """True for digits one by one, or two numbers with ` - ` between them."""
        return b"0-0-0-0-0" in self._shape or b"0---0" in self._shape


def is_bare(line: bytes, letters: Sequence[bytes] = ()) -> bool:
    """The same for a line, told at once or not at all: True for words without a sign that could part or label values."""
    if not line.isascii() or _holds(line, _MARKS) or not _has_no_number(line, letters):
        return False
    return not _holds_title(line)


def is_clean(block: bytes, letters: Sequence[bytes] = ()) -> bool:
    """True for a block that can be passed by where no table and no label is open; `letters` that line ids begin with."""
    if not block.isascii() or b"@" in block or not _has_no_number(block, letters) or _holds_title(block):
        return False
    lower = block.lower()
    in_rows = _holds(block, _COLUMN_MARKS)
    if in_rows and b"name" in lower:
        return False  # perhaps a header; by itself that word speaks only for names in Japanese
    if _SPACED in block and sum(stem in lower for stem in _STRONG_STEMS) > 1:
        return False
    return not (in_rows or _holds(block, _KEY_MARKS)) or not _holds(lower, _STEMS)


def _has_no_number(block: bytes, letters: Sequence[bytes]) -> bool:
    shape = block.translate(_SHAPE)
    if shape.count(b"0") < _FEWEST:
        return True
    return not _holds(shape, _DIGITS) and not _holds(shape, [begun + _LINE_DIGITS for begun in letters])


def _holds(block: bytes, parts: Sequence[bytes]) -> bool:
    """True if any of these is in it. A loop: a generator costs more than it looks for."""
    for part in parts:  # noqa: SIM110
        if part in block:
            return True
    return False


def _holds_title(block: bytes) -> bool:
    """True if a line is a title and nothing else, in whatever quotes or brackets a title may stand."""
    for line in block.decode("latin-1").split("\n"):  # noqa: SIM110
        if title_of(line) is not None:
            return True
    return False
