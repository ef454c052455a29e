"""Where the answers of one statement begin and end, by the keys of their rows: what paging is known by. In memory only."""

from collections.abc import Sequence
from typing import Final

from gateway.disclosure.asking import Positions
from gateway.disclosure.counting import Row

KEY_LETTERS_MAX: Final = 64


class KeysSeen:
    """Where the answers of one statement at a time begin and end, by table; and how many rows it has shown."""

    def __init__(self) -> None:
        self._statement = -1
        self._rows = 0
        self._spans: dict[str, tuple[str, str]] = {}

    def place(self, statement: int) -> int:
        """The number of the statement's next row."""
        return self._rows if statement == self._statement else 0

    def saw(self, rows: Sequence[Row], statement: int) -> None:
        """These rows went out."""
        if statement != self._statement:
            self._statement, self._rows, self._spans = statement, 0, {}
        self._rows += len(rows)
        for row in rows:
            if row.number is not None:
                key = row.number[:KEY_LETTERS_MAX]
                first, _ = self._spans.get(row.table, (key, key))
                self._spans[row.table] = (first, key)

    def ended(self, statement: int) -> list[Positions]:
        """What the statement's answers went from and to."""
        if statement != self._statement:
            return []
        found = [Positions(table=table, first=first, last=last) for table, (first, last) in self._spans.items()]
        self._spans = {}
        return found
