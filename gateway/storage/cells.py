"""Reading the columns of one row into the vocabulary's types, and writing them.

A cell that does not mean what its column promises (a word no enum knows, a day that is none, JSON that is not canonical)
raises GatewayFault naming table, column and row id, never its content. Nothing is guessed and nothing defaults.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import RowMapping, Table

from gateway.audit.canonical import canonical, read_canonical
from gateway.vocabulary.clock import moment_of, timestamp
from gateway.vocabulary.outcome import GatewayFault

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)


class Cells:
    """One row of one table. Every method takes a column's name and raises GatewayFault where its cell is not of that kind."""

    __slots__ = ("_row", "_table")

    def __init__(self, table: Table, row: RowMapping) -> None:
        self._table, self._row = table, row

    def text(self, column: str) -> str:
        """Any text."""
        return self._typed(column, str)

    def maybe_text(self, column: str) -> str | None:
        """Any text, or nothing."""
        return None if self._row[column] is None else self.text(column)

    def number(self, column: str) -> int:
        """A whole number."""
        return self._typed(column, int)

    def maybe_number(self, column: str) -> int | None:
        """A whole number, or nothing."""
        return None if self._row[column] is None else self.number(column)

    def blob(self, column: str) -> bytes:
        """Bytes."""
        return self._typed(column, bytes)

    def truth(self, column: str) -> bool:
        """Yes or no: BOOLEAN on PostgreSQL, 0 or 1 on SQLite."""
        if (value := self._row[column]) not in (0, 1):
            raise self.fault(column)
        return bool(value)

    def moment(self, column: str) -> datetime:
        """A `timestamp` of vocabulary/clock.py."""
        return self.read(column, moment_of)

    def maybe_moment(self, column: str) -> datetime | None:
        """A `timestamp`, or nothing."""
        return None if self._row[column] is None else self.moment(column)

    def day(self, column: str) -> date:
        """A day as written by `day_text`."""
        return self.read(column, date.fromisoformat)

    def maybe_day(self, column: str) -> date | None:
        """A day, or nothing."""
        return None if self._row[column] is None else self.day(column)

    def word(self, column: str, words: type[Word]) -> Word:
        """One of the words of an enum."""
        return self.read(column, words)

    def texts(self, column: str) -> tuple[str, ...]:
        """A JSON list of texts."""
        return self.read(column, lambda text: texts_of(read_json(text)))

    def words(self, column: str, words: type[Word]) -> frozenset[Word]:
        """A JSON list of words of an enum."""
        return self.read(column, lambda text: frozenset(words(word) for word in texts_of(read_json(text))))

    def read(self, column: str, meaning: Callable[[str], T]) -> T:
        """Text that `meaning` understands; its ValueError, KeyError and TypeError become the fault."""
        text = self.text(column)
        try:
            return meaning(text)
        except (ValueError, KeyError, TypeError) as wrong:
            raise self.fault(column) from wrong

    def fault(self, column: str) -> GatewayFault:
        """The fault to raise about a cell; says where it is and nothing of what it holds."""
        key = "/".join(str(self._row[part.name]) for part in self._table.primary_key.columns)
        return GatewayFault(
            f"row {key} of table {self._table.name} holds a value of column {column} that is not understood"
        )

    def _typed(self, column: str, kind: type[T]) -> T:
        value: Any = self._row[column]
        if not isinstance(value, kind):
            raise self.fault(column)
        return value


def json_text(value: object) -> str:
    """The canonical JSON (RFC 8785) of a list or object."""
    return canonical(value).decode()


def read_json(text: str) -> Any:
    """The value of canonical JSON text. Raises ValueError for anything spelled otherwise."""
    return read_canonical(text.encode())


def texts_of(value: Any) -> tuple[str, ...]:
    """The texts of a JSON list of texts. Raises ValueError for anything else."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("not a list of texts")  # one error for every kind of wrong content
    return tuple(value)


def words_text(words: Iterable[StrEnum]) -> str:
    """A set of words as a sorted JSON list."""
    return json_text(sorted(word.value for word in words))


def maybe_timestamp(moment: datetime | None) -> str | None:
    """A moment as stored, or nothing."""
    return None if moment is None else timestamp(moment)
