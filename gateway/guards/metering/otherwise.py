"""Numbers of people as an eye finds them in a line and no mask does: any signs between the digits, any next to them, backwards.

They are counted, not masked: nothing here is sure enough to hide it, and twenty of it are sure enough to stop. Telephone numbers
(総務省 電気通信番号計画) and cards (ISO/IEC 7812-1); a bare line of ten digits is any id and is not one of them.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from gateway.guards.detect import Kind
from gateway.guards.detect.phone import is_number
from gateway.guards.metering.people import Seen
from gateway.guards.personal_data.numbers import is_card

_ANY: Final = r"[^0-9A-Za-z\n]{1,3}"
_SPACE: Final = r"[^0-9A-Za-z\n]{1,7}"
_SAME: Final = r"[^0-9A-Za-z\n+]{1,3}"
_PHONE: Final = re.compile(
    rf"0(?<![0-9]0)(?=((?:[5-9]0(?:{_SPACE}[0-9]{{4}}{_SPACE}[0-9]{{4}}|(?<![0-9][.,]0[5-9]0)[0-9]{{8}})"
    rf"|[0-9](?:{_SAME}[0-9]{{4}}{_SAME}[0-9]{{4}}|[0-9]{_SAME}[0-9]{{3}}{_SAME}[0-9]{{4}}"
    rf"|[0-9]{{2}}{_SAME}[0-9]{{2}}{_SAME}[0-9]{{4}}|[0-9]{{3}}{_SAME}[0-9]{_SAME}[0-9]{{4}}))(?![0-9])))"
)  # the literal first, for speed; what may be a number's first group may be another's second
_LONG: Final = re.compile(
    rf"[0-9](?<![0-9].)(?:(?:{_SPACE}[0-9]){{9,15}}(?![0-9])(?!{_SPACE}[0-9](?![0-9]))"
    rf"|[0-9]{{3}}(?:{_ANY}(?:[0-9]{{4}}{_ANY}[0-9]{{4}}{_ANY}[0-9]{{4}}|[0-9]{{6}}{_ANY}[0-9]{{4,5}})"
    rf"|[0-9]{_ANY}[0-9]{{6}}{_ANY}[0-9]{{4}}|[0-9]{{10,12}})(?![0-9]))"
)
_SHAPE: Final = bytes(
    sign if sign == 10 else 0x30 if 0x30 <= sign <= 0x39 else 0x61 if chr(sign).isalpha() and sign < 128 else 0x2D
    for sign in range(256)
)
_LONG_SHAPES: Final = (b"0" * 14, b"0000-000000-0000", b"0000-0000-0000-0000", b"0-" * 9 + b"0")
_GAP: Final = r"[^0-9A-Za-z\n]"
_ABROAD: Final = re.compile(rf"\+{_GAP}{{0,3}}8({_GAP}{{0,3}})1{_GAP}{{0,7}}(?:0{_GAP}{{1,7}})?(?=[0-9])")
_ABROAD_BACKWARDS: Final = re.compile(rf"(?<=[0-9])(?:{_GAP}{{1,7}}0)?{_GAP}{{0,7}}1({_GAP}{{0,3}})8{_GAP}{{0,3}}\+")
_MAYBE_BACKWARDS: Final = re.compile(rf"1{_GAP}{{0,3}}8{_GAP}{{0,3}}\+")
_NO_DIGIT: Final = re.compile("[^0-9]+")
CARD_MIN: Final = 14  # digits
_PHONES_BEGIN: Final = "0"
_CARDS_BEGIN: Final = frozenset("23456")  # of every issuer
_SERVICES: Final = frozenset({"0120", "0800"})


def national(text: str) -> str:
    """Numbers as they are called from within Japan, whichever way they are read."""
    if "+" not in text:
        return text
    text = _ABROAD.sub("0\\g<1>", text)
    return _ABROAD_BACKWARDS.sub("\\g<1>0", text) if _MAYBE_BACKWARDS.search(text) else text


def numbers_in(text: str) -> Iterator[Seen]:
    """Of folded lines, read from either end; no number goes over a line's end."""
    for found in chain(_PHONE.finditer(text), _PHONE.finditer(text[::-1])):
        if (seen := phone_of("0" + _digits(found[1]))) is not None:
            yield seen
    for found in _LONG.finditer(text) if _may_hold_long(text) else ():
        digits = _digits(found[0])
        yield from (seen for seen in (_long(digits), _long(digits[::-1])) if seen is not None)


def _digits(written: str) -> str:
    return written if written.isascii() and written.isdigit() else _NO_DIGIT.sub("", written)


def _may_hold_long(text: str) -> bool:
    """False, at memory speed, where no pattern of a long number fits: neither its digits in a row nor its groups."""
    shape = text.encode("latin-1", "replace").translate(_SHAPE)
    for _ in range(3):  # up to eight signs between digits are one
        shape = shape.replace(b"--", b"-")
    return any(part in shape for part in _LONG_SHAPES)


def _long(digits: str) -> Seen | None:
    if digits[0] == _PHONES_BEGIN:
        return phone_of(digits)
    if len(digits) >= CARD_MIN and digits[0] in _CARDS_BEGIN and is_card(digits):
        return Seen(Kind.CARD, digits.encode())
    return None


def phone_of(digits: str) -> Seen | None:
    """The person of these digits, if they are a telephone number; not one that anybody may call free of charge."""
    return Seen(Kind.PHONE, digits.encode()) if is_number(digits) and digits[:4] not in _SERVICES else None
