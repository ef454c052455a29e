"""Numbers of people spread over lines that hold nothing but digits: broken, a digit a line, a column a person, half columns.

Half columns are two passes: the beginnings of mobile numbers, and as many lines with as many digits as those lack, in whatever
order; so many people are complete as there are of the fewer. A label before the digits, the same in each line, is no letter.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from gateway.guards.detect import Kind
from gateway.guards.metering.otherwise import CARD_MIN, phone_of
from gateway.guards.metering.people import Seen
from gateway.guards.personal_data.numbers import is_card

MOBILE: Final = 11  # digits
FIXED: Final = 10
CARD: Final = 16
SINGLE: Final = 8  # lines from which on digits come one by one, or nearly
ROWS: Final = 6  # of columns, of which the first three say what they are
COLUMNS_MIN: Final = 3
RAGGED: Final = 3  # signs by which rows of columns may differ in length
_SIZES: Final = frozenset({FIXED, MOBILE, *range(CARD_MIN, CARD + 1)})
HALVES_MAX: Final = 256  # lines that are remembered
_NO_DIGIT: Final = re.compile("[^0-9]+")
_LETTER: Final = re.compile(r"[A-Za-z\u00c0-\u1fff\u3041-\U0010ffff]")
_BARE: Final = re.compile(
    r"^[^\S\n]*+([^0-9\n]{0,16}+)([0-9][^A-Za-z\u00c0-\u1fff\u3041-\U0010ffff\n]*+)$", re.MULTILINE
)  # a label, perhaps
_MOBILES: Final = re.compile(r"\n[^0-9\n]*+0[^0-9\n]*+[5-9][^0-9\n]*+0")
_BEGUN: Final = re.compile("0[5-9]0[0-9]{1,5}")
_APART: Final = re.compile(r"\S(?: \S)+\Z")


class OverLines:
    """Used by one thread."""

    def __init__(self) -> None:
        self._bare: deque[str] = deque(maxlen=CARD)
        self._rows: deque[str] = deque(maxlen=ROWS)
        self._label = ""
        self._halves = _Halves()
        self._paired = self._columns_told = 0

    def read(self, text: str) -> Iterator[Seen]:
        """More folded lines, whole ones."""
        at = 0
        for bare in _BARE.finditer(text):
            label = bare[1].strip() if _LETTER.search(bare[1]) else ""
            before, self._label = self._label, label
            if label != before or _LETTER.search(text, at, bare.start()):
                self._bare.clear()
            at = bare.end()
            if label == before:
                yield from self.line(bare[2].rstrip())
        if _LETTER.search(text, at):
            self._bare.clear()

    def line(self, row: str) -> Iterator[Seen]:
        """One more line of digits and signs."""
        digits = _NO_DIGIT.sub("", row)
        self._bare.append(digits)
        joined = self._joined()
        if joined is not None:
            yield joined
        yield from self._columns(row)
        yield from self._half(digits, is_told=joined is not None)

    def _joined(self) -> Seen | None:
        """The last lines one behind the other, where together they are a number."""
        if len(self._bare) < 2 or len(self._bare[-1]) + len(self._bare[-2]) > CARD:  # nothing above
            return None
        joined = ""
        for count, digits in enumerate(reversed(self._bare), 1):
            joined = digits + joined
            if len(joined) > CARD:
                break
            seen = _number_of(joined, count) if count > 1 and len(joined) in _SIZES else None
            if seen is not None:
                return seen
        return None

    def _columns(self, row: str) -> Iterator[Seen]:
        """Rows whose columns begin as mobile numbers do: as many people as there are such columns."""
        row = row[::2] if _APART.match(row) else row
        if self._rows and abs(len(self._rows[-1]) - len(row)) > RAGGED:
            self._rows.clear()
        self._rows.append(row)
        if len(self._rows) < ROWS or len(row) < COLUMNS_MIN:
            return
        if "".join(self._rows).count("0") < 2 * max(COLUMNS_MIN, len(row) / 3):
            return
        columns = "\n".join(map("".join, zip_longest(*self._rows, fillvalue=" ")))
        begun = len(_MOBILES.findall("\n" + columns))
        if begun < COLUMNS_MIN or begun * 3 < len(row):
            return
        self._rows.clear()
        yield from (Seen(Kind.PHONE, f"column {self._columns_told + number}".encode()) for number in range(begun))
        self._columns_told += begun

    def _half(self, digits: str, *, is_told: bool) -> Iterator[Seen]:
        """People whose halves were both shown, one for each pair there can be; a half that completed a number is none."""
        if is_told:
            self._halves.forget(self._bare[-2])
            return
        if not 3 <= len(digits) <= MOBILE - 3 or (digits in self._halves and not _BEGUN.fullmatch(digits)):
            return
        pairs = self._halves.pairs_with(digits)
        yield from (Seen(Kind.PHONE, f"half {number}".encode()) for number in range(self._paired, pairs))
        self._paired = max(self._paired, pairs)


class _Halves:
    """The last HALVES_MAX of them, and how many there are of each length: beginnings, and what they may lack."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque()
        self._times, self._begun, self._rests = Counter[str](), Counter[int](), Counter[int]()

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, digits: str) -> bool:
        return self._times[digits] > 0

    def pairs_with(self, digits: str) -> int:
        """How many there can be at most, with one half more."""
        if len(self._lines) == HALVES_MAX:
            self._count(self._lines.popleft(), -1)
        self._lines.append(digits)
        self._count(digits, 1)
        return max((min(those, self._rests[MOBILE - size]) for size, those in self._begun.items()), default=0)

    def forget(self, digits: str) -> None:
        """It was no half, if it is the last one."""
        if self._lines and self._lines[-1] == digits:
            self._count(self._lines.pop(), -1)

    def _count(self, digits: str, by: int) -> None:
        which = self._begun if _BEGUN.fullmatch(digits) else self._rests
        which[len(digits)] += by
        self._times[digits] += by
        if not self._times[digits]:
            del self._times[digits]


def _number_of(digits: str, lines: int) -> Seen | None:
    if len(digits) == MOBILE or (len(digits) == FIXED and (lines == 2 or lines >= SINGLE)):
        return phone_of(digits)
    return Seen(Kind.CARD, digits.encode()) if len(digits) >= CARD_MIN and is_card(digits) else None
