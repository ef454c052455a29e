"""Whether a picture is the last one moved up or down, and how a terminal moves it: saves a pager's whole page for each line.

Only for the alternate page: on the main one, rows that leave at the top go where a person can scroll back to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gateway.guards.emulator.row import BLANK, Row

WORTH: Final = 4  # rows that are saved; moving takes about 20 bytes
_LETTERS_WORTH: Final = 3  # a row with fewer letters says little about where it came from


@dataclass(frozen=True, slots=True)
class Scroll:
    """Rows `top` to `bottom` go up by `count`, or down if it is negative."""

    top: int
    bottom: int
    count: int

    @property
    def sequence(self) -> str:
        """With no margins before and after it; where the cursor is then is not sure."""
        moved = f"\x1b[{self.count}S" if self.count > 0 else f"\x1b[{-self.count}T"
        return f"\x1b[{self.top + 1};{self.bottom + 1}r{moved}\x1b[r"

    def applied(self, rows: Sequence[Row]) -> list[Row]:
        """What stands there after it."""
        inside = rows[self.top : self.bottom + 1]
        new = [Row(len(rows[0].letters)) for _ in range(abs(self.count))]
        moved = [*inside[self.count :], *new] if self.count > 0 else [*new, *inside[: self.count]]
        return [*rows[: self.top], *moved, *rows[self.bottom + 1 :]]


def found(shown: Sequence[Row], wanted: Sequence[Row]) -> Scroll | None:
    """The move that saves most, if it is worth it."""
    places = {tuple(row.letters): place for place, row in enumerate(shown) if _says_something(row)}
    best, saved = None, WORTH - 1
    tried: set[int] = set()
    for place, row in enumerate(wanted):
        origin = places.get(tuple(row.letters))
        if origin is None or origin == place or origin - place in tried:
            continue
        tried.add(origin - place)
        scroll, gain = _along(shown, wanted, place, origin - place)
        if gain > saved:
            best, saved = scroll, gain
    return best


def _along(shown: Sequence[Row], wanted: Sequence[Row], place: int, count: int) -> tuple[Scroll, int]:
    """How far the rows from `place` on come from `count` rows below, and how many are worth it."""
    end = place
    gain = 0
    while end < len(wanted) and 0 <= end + count < len(shown) and wanted[end].letters == shown[end + count].letters:
        gain += wanted[end].letters != shown[end].letters
        end += 1
    top, bottom = (place, end - 1 + count) if count > 0 else (place + count, end - 1)
    return Scroll(top, bottom, count), gain


def _says_something(row: Row) -> bool:
    return len(row.letters) - row.letters.count(BLANK) >= _LETTERS_WORTH
