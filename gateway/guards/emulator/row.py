"""One row of cells. A character of two cells stands in the left one; the right one then holds `""`.

Invariants: letters and styles have one item a cell; no character is ever left as half: whatever cuts one turns its other
half into a blank of its own style, as xterm does.
"""

from collections.abc import Sequence
from typing import Final

from gateway.guards.emulator.style import PLAIN, Style

BLANK: Final = " "
LETTERS_MAX: Final = 16  # in one cell: a character and the marks on it; more of them are dropped, as terminals do


class Row:
    """Cells by their columns, from 0. `wraps`: its line goes on in the next row.

    Changed only by its methods, so that `frozen` knows.
    """

    __slots__ = ("_frozen", "letters", "marked", "plain", "said", "starred", "styles", "wraps")

    def __init__(self, columns: int, style: Style = PLAIN) -> None:
        self.letters = [BLANK] * columns
        self.styles = [style] * columns
        self.wraps = False
        self._frozen: Row | None = None
        # What others made of a frozen one last: its text without marks; for `lines` its text and its characters' places;
        # the marked cells; spans, and the row with stars there.
        self.plain: str | None = None
        self.said: tuple[str, Sequence[int]] | None = None
        self.marked: tuple[tuple[int, int], ...] | None = None
        self.starred: tuple[tuple[tuple[int, int], ...], Row] | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.letters == other.letters and self.styles == other.styles

    __hash__ = None  # type: ignore[assignment]  # it changes

    @property
    def is_blank(self) -> bool:
        """True if nothing stands on it."""
        return self.letters.count(BLANK) == len(self.letters)

    def copy(self) -> "Row":
        """Another row like this."""
        made = Row(0)
        made.letters, made.styles, made.wraps = self.letters[:], self.styles[:], self.wraps
        return made

    def frozen(self) -> "Row":
        """A copy that nobody changes: the same one until this row changes."""
        if self._frozen is None:
            self._frozen = self.copy()
        return self._frozen

    def goes_on(self, *, wraps: bool) -> None:
        """Whether its line goes on in the next row."""
        self.wraps, self._frozen = wraps, None

    def replace(self, start: int, letters: list[str], styles: list[Style]) -> None:
        """These cells from column `start` on; no character may stand across their borders."""
        stop = start + len(letters)
        self.letters[start:stop], self.styles[start:stop], self._frozen = letters, styles, None

    def put(self, at: int, letters: Sequence[str], count: int, style: Style) -> None:
        """`count` cells from column `at` on; they fit."""
        cells, end = self.letters, at + count
        if cells[at] == "":
            self.mend(at)
        if end < len(cells) and cells[end] == "":
            self.mend(end)
        cells[at:end] = letters
        self.styles[at:end] = [style] * count
        self._frozen = None

    def combine(self, at: int, mark: str) -> None:
        """A mark on the character that stands at this column, or whose right half does."""
        if self.letters[at] == "":
            at -= 1
        if len(self.letters[at]) < LETTERS_MAX:
            self.letters[at] += mark
            self._frozen = None

    def erase(self, start: int, stop: int, style: Style) -> None:
        """Blanks in the columns from `start` up to `stop`."""
        self.mend(start)
        self.mend(stop)
        self.replace(start, [BLANK] * (stop - start), [style] * (stop - start))

    def insert(self, at: int, count: int, limit: int, style: Style) -> None:
        """Move the cells from `at` on to the right, up to column `limit`; what leaves there is lost. `count` cells fit."""
        for border in (at, limit, limit - count):
            self.mend(border)
        letters, styles = self.letters[at : limit - count], self.styles[at : limit - count]
        self.replace(at, [BLANK] * count + letters, [style] * count + styles)

    def delete(self, at: int, count: int, limit: int, style: Style) -> None:
        """Move the cells right of `at + count` to the left; blanks come in before column `limit`."""
        for border in (at, at + count, limit):
            self.mend(border)
        letters, styles = self.letters[at + count : limit], self.styles[at + count : limit]
        self.replace(at, letters + [BLANK] * count, styles + [style] * count)

    def fit(self, columns: int) -> None:
        """Cut at the right, or made longer with blanks."""
        self.mend(columns)
        self._frozen = None
        missing = columns - len(self.letters)
        if missing > 0:
            self.letters += [BLANK] * missing
            self.styles += [PLAIN] * missing
        else:
            del self.letters[columns:], self.styles[columns:]

    def mend(self, border: int) -> None:
        """Turn a character that stands across this border into two blanks."""
        if 0 < border < len(self.letters) and self.letters[border] == "":
            self.letters[border - 1 : border + 1] = (BLANK, BLANK)
            self._frozen = None
