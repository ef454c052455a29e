"""Filling an entry's fields into a sentence, whatever they hold: one line, printable, short. Pure."""

import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

LETTERS_MAX: Final = 80
NOTHING: Final = "-"


def harmless(value: object) -> str:
    """`value` in one line of printable letters, at most LETTERS_MAX: no line break, control or direction mark gets through."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        value = " ".join(str(each) for each in value)
    text = "".join(letter if letter.isprintable() else "?" for letter in str(value)[: LETTERS_MAX + 1])
    return text if len(text) <= LETTERS_MAX else text[: LETTERS_MAX - 1] + "~"


class Fields:
    """One entry's fields as a sentence's braces ask for them. What the entry does not say is a dash."""

    def __init__(self, kind: str, data: Mapping[str, Any], name_of: Callable[[str], str | None]) -> None:
        self._kind, self._data, self._name_of = kind, data, name_of

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
        return NOTHING if value is None or value == "" else harmless(value)

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
        return harmless(value) if named is None else f"{harmless(named)} ({harmless(value)})"
