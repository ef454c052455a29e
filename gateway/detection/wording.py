"""Filling an entry's fields into a sentence, whatever they hold: one line, printable, short. Pure."""

import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from gateway.detection.spoken import spoken
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text

LETTERS_MAX: Final = 80
NOTHING: Final = "-"
ALL_CLIENTS: Final = Text(ja="すべての合計", en="all together")
_ALL: Final = frozenset(
    {("disclosure.frozen", "client"), ("disclosure.near", "client")}
)  # no client: all of them together


def harmless(value: object) -> str:
    """`value` in one line of printable letters, at most LETTERS_MAX: no line break, control or direction mark gets through."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        value = " ".join(str(each) for each in value)
    text = "".join(letter if letter.isprintable() else "?" for letter in str(value)[: LETTERS_MAX + 1])
    return text if len(text) <= LETTERS_MAX else text[: LETTERS_MAX - 1] + "~"


class Fields:
    """One entry's fields as a sentence's braces ask for them, in one language. What the entry does not say is a dash.

    `name_of` knows the user name of a person's id and the name of a terminal's.
    """

    def __init__(
        self, kind: str, data: Mapping[str, Any], name_of: Callable[[str], str | None], language: Language
    ) -> None:
        self._kind, self._data, self._name_of, self._language = kind, data, name_of, language

    def filled(self, sentence: str) -> str:
        """`sentence` with each {field} replaced. Nothing inside a value is read as a field again."""
        parts = string.Formatter().parse(sentence)
        return "".join(said + ("" if field is None else self._field(field)) for said, field, _, _ in parts)

    def _field(self, field: str) -> str:
        match field:
            case "kind":
                return self._kind
            case "person":
                return self._person()
            case "terminal":
                return self._named("terminal", "terminal_name")
            case "held_by_terminal":
                return self._named("held_by_terminal", "held_by_name")
        value = self._data.get(field)
        if value is None and (self._kind, field) in _ALL:
            return ALL_CLIENTS.ja if self._language is Language.JAPANESE else ALL_CLIENTS.en
        return NOTHING if value is None or value == "" else harmless(self._spoken(field, value))

    def _spoken(self, field: str, value: object) -> object:
        words = spoken(field, value) if isinstance(value, str) else None
        if words is None:
            return value
        return words.ja if self._language is Language.JAPANESE else words.en

    def _person(self) -> str:
        """User name and id of who it was, or the user name that was claimed."""
        person, username = self._data.get("person"), self._data.get("username")
        if not isinstance(person, str):
            return NOTHING if username is None else harmless(username)
        name = username if isinstance(username, str) else self._name_of(person)
        return harmless(person) if name is None else f"{harmless(name)} ({harmless(person)})"

    def _named(self, field: str, name: str) -> str:
        value, named = self._data.get(field), self._data.get(name)
        if value is None:
            return NOTHING
        if named is None and isinstance(value, str):
            named = self._name_of(value)
        return harmless(value) if named is None else f"{harmless(named)} ({harmless(value)})"
