"""Long numbers with check digits: payment cards and My Number (マイナンバー). One pass finds both.

Alone on a page such a number proves little: one 12-digit id in eleven passes My Number's check, one 16-digit id in fifty is a
card's. So a bare one is not sure; `people` believes them where most of their length pass (nobody's ids do that).
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from gateway.guards.personal_data.sighting import Kind, Sighting

_MY_NUMBER_DIGITS = 12
_RUN = re.compile(
    r"[0-9]{4}(?<![0-9A-Za-z.-][0-9]{4})([- ]?)"
    r"(?:[0-9]{4}\1[0-9]{4}(?:\1[0-9]{4})?|[0-9]{6}\1[0-9]{4,5})(?![0-9A-Za-z]|[-.][0-9])"
)


_DIGITS = bytes(0x30 if 0x30 <= one <= 0x39 else one for one in range(256))
_SHAPES = (b"0" * 12, b"0000-0000-0000", b"0000 0000 0000", b"0000-000000-0000", b"0000 000000 0000")


def long_numbers(text: str, bare: Counter[Kind]) -> Iterator[Sighting]:
    """Numbers whose check holds; `sure` if grouped as a card is. `bare` counts every ungrouped run, whether it holds or not."""
    digits = text.encode("latin-1", errors="replace").translate(
        _DIGITS
    )  # as long as the text; searched at memory speed
    first = min((at for shape in _SHAPES if (at := digits.find(shape)) >= 0), default=-1)
    if first < 0:
        return
    for found in _RUN.finditer(text, max(0, first - 1)):
        written, join = found[0], found[1]
        number = written.replace(join, "") if join else written
        kind = Kind.MY_NUMBER if len(number) == _MY_NUMBER_DIGITS else Kind.CARD
        sure = bool(join) and kind is Kind.CARD
        if not sure:
            bare[kind] += 1
        if is_my_number(number) if kind is Kind.MY_NUMBER else is_card(number):
            yield Sighting(found.start(), found.end(), kind, number, sure)


def is_my_number(digits: str) -> bool:
    """Twelve digits whose last one checks the others (総務省令第85号 第5条)."""
    weighed = sum(int(one) * (at + 1 if at <= 6 else at - 5) for at, one in enumerate(reversed(digits[:11]), 1)) % 11
    return len(set(digits)) > 2 and int(digits[11]) == (0 if weighed <= 1 else 11 - weighed)


_DOUBLED: Final = str.maketrans("0123456789", "0246813579")  # twice, less nine where that has two digits


def is_card(digits: str) -> bool:
    """A number of a known issuer range and its length that passes Luhn (ISO/IEC 7812-1)."""
    return len(set(digits)) > 1 and _is_issued(digits) and _luhn(digits)


def _is_issued(digits: str) -> bool:
    first2, first4 = int(digits[:2]), int(digits[:4])
    match len(digits):
        case 16:
            mastercard = 51 <= first2 <= 55 or 2221 <= first4 <= 2720
            return digits[0] == "4" or mastercard or 3528 <= first4 <= 3589 or digits.startswith(("6011", "65"))
        case 15:
            return first2 in (34, 37)
        case 14:
            return first2 in (36, 38, 39) or 3000 <= first4 <= 3059
        case _:
            return False


def _luhn(digits: str) -> bool:
    return (sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))) % 10 == 0
