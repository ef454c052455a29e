"""The rows of one screen, and how they scroll within margins. New rows and cells have the background that is chosen then."""

from gateway.guards.emulator.row import Row
from gateway.guards.emulator.style import PLAIN, Style


class Page:
    """`rows` from the top."""

    __slots__ = ("rows",)

    def __init__(self, columns: int, rows: int, style: Style = PLAIN) -> None:
        self.rows = [Row(columns, style) for _ in range(rows)]

    def copy(self) -> "Page":
        """Another page like this."""
        made = Page(0, 0)
        made.rows = [row.copy() for row in self.rows]
        return made

    def up(self, top: int, bottom: int, count: int, style: Style) -> list[Row]:
        """Scroll the rows `top` to `bottom` up by `count`, which is at most their number. Returns those that left."""
        rows = self.rows
        gone = rows[top : top + count]
        columns = len(rows[top].letters)
        rows[top : bottom + 1] = rows[top + count : bottom + 1] + [Row(columns, style) for _ in gone]
        return gone

    def down(self, top: int, bottom: int, count: int, style: Style) -> None:
        """Scroll the rows `top` to `bottom` down by `count`, which is at most their number."""
        rows = self.rows
        columns = len(rows[top].letters)
        rows[top : bottom + 1] = [Row(columns, style) for _ in range(count)] + rows[top : bottom + 1 - count]

    def shift(self, area: tuple[int, int, int, int], count: int, style: Style) -> None:
        """Scroll only the cells of rows `top` to `bottom` in columns `left` to `right`: up by `count`, down if it is negative."""
        top, bottom, left, right = area
        for row in self.rows[top : bottom + 1]:
            row.mend(left)
            row.mend(right + 1)
        places = range(top, bottom + 1)
        pieces = [
            self._piece(place + count if top <= place + count <= bottom else None, area, style) for place in places
        ]
        for place, (letters, styles) in zip(places, pieces, strict=True):
            self.rows[place].replace(left, letters, styles)

    def _piece(self, place: int | None, area: tuple[int, int, int, int], style: Style) -> tuple[list[str], list[Style]]:
        _, _, left, right = area
        row = Row(right + 1, style) if place is None else self.rows[place]
        return row.letters[left : right + 1], row.styles[left : right + 1]

    def resize(self, columns: int, rows: int, gone: int) -> None:
        """The first `gone` rows leave at the top; then rows are cut off or come at the bottom, and all are made to fit."""
        del self.rows[:gone]
        del self.rows[rows:]
        for row in self.rows:
            row.fit(columns)
        self.rows += [Row(columns) for _ in range(rows - len(self.rows))]
