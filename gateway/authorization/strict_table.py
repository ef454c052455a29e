"""One table of a policy file, read key by key. What nobody asked for, what is missing, and what has another type, is refused.

A reader takes each key it knows and then calls `done`, which refuses every key that was not taken.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.outcome import Text

Word = TypeVar("Word", bound=StrEnum)


def toml_of(file: str, content: bytes) -> dict[str, Any]:
    """The file's tables. Raises PolicyUnfit where it is not UTF-8 or not TOML."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise PolicyUnfit(file, "TOML", str(wrong)) from None


@dataclass(slots=True)
class StrictTable:
    """`data` of `file`, at `place` (dotted, empty at the top). Each method takes one key; `done` refuses what is left."""

    file: str
    data: Mapping[str, Any]
    place: str = ""
    _taken: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """A non-empty string."""
        value: str = self._take(key, str)
        if not value.strip():
            raise self.unfit(key, "is empty")
        return value

    def bilingual(self, key: str) -> Text:
        """A table {ja, en}; `en` in ASCII."""
        inner = self.table(key)
        text = Text(ja=inner.text("ja"), en=inner.text("en"))
        inner.done()
        if not text.en.isascii():
            raise self.unfit(f"{key}.en", "is not ASCII")
        return text

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number in [low, high]."""
        value: int = self._take(key, int)
        if isinstance(value, bool) or not low <= value <= high:
            raise self.unfit(key, f"is not a whole number from {low} to {high}")
        return value

    def truth(self, key: str) -> bool:
        """A truth value."""
        value: bool = self._take(key, bool)
        return value

    def day(self, key: str) -> date:
        """A date without time."""
        value: date = self._take(key, date)
        if isinstance(value, datetime):
            raise self.unfit(key, "is a moment; a date without time is wanted")
        return value

    def moment(self, key: str) -> datetime:
        """A moment with its offset, such as 2026-11-22T10:00:00+09:00."""
        value: datetime = self._take(key, datetime)
        if value.tzinfo is None:
            raise self.unfit(key, "has no offset; write +09:00 behind the time")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, none twice."""
        value = self._take(key, list)
        if not all(isinstance(item, str) and item for item in value) or len(set(value)) != len(value):
            raise self.unfit(key, "is not a list of different, non-empty strings")
        return tuple(value)

    def arguments(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty or equal ones among them."""
        value = self._take(key, list)
        if not all(isinstance(item, str) for item in value):
            raise self.unfit(key, "is not a list of strings")
        return tuple(value)

    def word(self, key: str, known: type[Word]) -> Word:
        """One of the words of `known`."""
        return self._word(key, self.text(key), known)

    def words(self, key: str, known: type[Word]) -> tuple[Word, ...]:
        """A list of words of `known`, none twice."""
        return tuple(self._word(key, text, known) for text in self.texts(key))

    def table(self, key: str) -> "StrictTable":
        """A table within this one."""
        return StrictTable(self.file, self._take(key, dict), self._at(key))

    def tables(self, key: str) -> tuple["StrictTable", ...]:
        """A list of tables, `[[key]]` in the file."""
        value = self._take(key, list)
        if not all(isinstance(item, dict) for item in value):
            raise self.unfit(key, "is not a list of tables")
        return tuple(StrictTable(self.file, item, f"{self._at(key)}[{at}]") for at, item in enumerate(value))

    def has(self, key: str) -> bool:
        """True if the key is there; it still has to be taken."""
        self._asked_for(key)
        return key in self.data

    def names(self) -> tuple[str, ...]:
        """All keys, for a table whose keys are the author's own names."""
        return tuple(self.data)

    def done(self) -> None:
        """Raises PolicyUnfit naming the first key that nobody took, and the nearest one that somebody would."""
        for key in self.data:
            if key not in self._taken:
                raise PolicyUnfit(self.file, self._at(key), "unknown key", valid=self._taken)

    def unfit(self, key: str, what: str) -> PolicyUnfit:
        """The refusal of one key's value."""
        return PolicyUnfit(self.file, self._at(key), what)

    def _word(self, key: str, text: str, known: type[Word]) -> Word:
        try:
            return known(text)
        except ValueError:
            place = f"{self._at(key)}.{text}"
            raise PolicyUnfit(self.file, place, "unknown word", valid=[each.value for each in known]) from None

    def _asked_for(self, key: str) -> None:
        self._taken.add(key)

    def _take(self, key: str, wanted: type) -> Any:
        self._asked_for(key)
        if key not in self.data:
            raise self.unfit(key, "is missing")
        value = self.data[key]
        if not isinstance(value, wanted):
            raise self.unfit(key, f"is not a {_WORD[wanted]}")
        return value

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key


_WORD = {
    str: "string",
    int: "whole number",
    bool: "true or false",
    date: "date",
    datetime: "moment",
    list: "list",
    dict: "table",
}
