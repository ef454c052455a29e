"""Payment cards (ISO/IEC 7812-1) and My Number (総務省令第85号 第5条): long numbers with check digits, one separator throughout.

A bare card number is one 16-digit id in fifty, a bare My Number one 12-digit id in eleven: the latter alone is not seen at all,
and grouped in fours without a label it is masked and not certain.
"""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect.sight import Kind, Sight
from gateway.guards.personal_data.numbers import is_card, is_my_number

_LONG: Final = re.compile(
    r"[0-9]{4}(?<![0-9A-Za-z._\-][0-9]{4})([-. ]?)"
    r"(?:[0-9]{4}\1[0-9]{4}(?:\1[0-9]{4})?|[0-9]{6}\1[0-9]{4,5})(?![0-9A-Za-z]|[-._][0-9])"
)
_SPACED: Final = re.compile(r"(?<![0-9A-Za-z._\-])[0-9]([ _/\-])(?:[0-9]\1){13,14}[0-9](?![0-9A-Za-z])(?!\1[0-9])")


def long_numbers(text: str) -> Iterator[Sight]:
    """Numbers in folded text whose check holds."""
    for found in _LONG.finditer(text):
        if found[1] == " " and _in_columns(text, found.start(), found.end()):
            continue
        seen = _judged(found[0], found[1])
        if seen is not None:
            yield Sight(seen[0], found.start(), found.end(), seen[1].encode(), certain=seen[2])
    for found in _SPACED.finditer(text):
        number = found[0].replace(found[1], "")
        if is_card(number):
            yield Sight(Kind.CARD, found.start(), found.end(), number.encode(), certain=True)


def _judged(written: str, join: str) -> tuple[Kind, str, bool] | None:
    number = written.replace(join, "") if join else written
    if len(number) == 12:
        return (Kind.MY_NUMBER, number, False) if join in ("-", " ") and is_my_number(number) else None
    return (Kind.CARD, number, True) if is_card(number) else None


def _in_columns(text: str, start: int, end: int) -> bool:
    """True for four groups of a longer row of numbers."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    return (before[1:] == " " and before[0].isdigit()) or (behind[:1] == " " and behind[1:].isdigit())
