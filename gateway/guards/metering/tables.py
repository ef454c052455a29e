"""Lines of tables: four or more rows of one shape, three columns at least, between bars, tabs or commas. For alarms only.

A shape is the separator and how many of them a line has. Columns of spaces are every log's: they count nothing.
"""

from typing import Final

LEAST_COLUMNS: Final = 3
LEAST_ROWS: Final = 4
LINE_MAX: Final = 4096  # of a longer line only the beginning is looked at
_SEPARATORS: Final = "|\t,"


class Tables:
    """Of one session."""

    def __init__(self) -> None:
        self._line = ""
        self._shape: tuple[str, int] | None = None
        self._alike = 0
        self._lines = 0

    def read(self, text: str) -> None:
        """Text as it is read, in any pieces."""
        head, newline, rest = text.partition("\n")
        self._line = (self._line + head)[:LINE_MAX]
        if not newline:
            return
        lines = rest.split("\n")
        lines[-1], self._line = self._line, lines[-1][:LINE_MAX]
        if not any(separator in text or separator in lines[-1] for separator in _SEPARATORS):
            self._shape = None
            return
        self._ended(lines.pop())
        for line in lines:
            self._ended(line[:LINE_MAX])

    def take(self) -> int:
        """Lines of tables since this was last asked."""
        lines, self._lines = self._lines, 0
        return lines

    def _ended(self, line: str) -> None:
        shape = _shape_of(line)
        if shape != self._shape or shape is None:
            self._shape, self._alike = shape, 1
            return
        self._alike += 1
        if self._alike == LEAST_ROWS:
            self._lines += LEAST_ROWS
        elif self._alike > LEAST_ROWS:
            self._lines += 1


def _shape_of(line: str) -> tuple[str, int] | None:
    for separator in _SEPARATORS:
        if separator in line and (times := line.count(separator)) >= LEAST_COLUMNS - 1:
            return separator, times
    return None
