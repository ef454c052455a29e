"""Filling sentences with what an entry says, and spelling it so that it can do nothing to a page or a terminal. Pure.

Braces name fields of the entry; one that it does not have is a dash, `{field:?}` then nothing. `{field:s}` are
milliseconds, said in seconds.
"""

import string
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from gateway.vocabulary.outcome import Text

VALUE_LETTERS_MAX: Final = 300
NOTHING: Final = "-"
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def plain(value: object) -> str:
    """`value` in one line that no screen obeys: control and direction marks are spelled, what is long is cut."""
    text = "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return spelled(text[: VALUE_LETTERS_MAX - 1] + "…" if len(text) > VALUE_LETTERS_MAX else text)


def spelled(text: str) -> str:
    """`text` with every control, format and direction letter spelled out: U+202E becomes six plain ones."""
    return "".join(_spelled(letter) if unicodedata.category(letter) in _HIDDEN else letter for letter in text)


def filled(sentence: str, data: Mapping[str, Any]) -> str:
    """`sentence` with each {field} replaced; nothing inside a value is read as a field again."""
    parts = string.Formatter().parse(sentence)
    return "".join(
        said + ("" if field is None else _field(data.get(field), spec)) for said, field, spec, _ in parts
    ).strip()


def fields_of(said: Text) -> frozenset[str]:
    """The fields that either language names."""
    named = (field for text in (said.ja, said.en) for _, field, _, _ in string.Formatter().parse(text))
    return frozenset(field for field in named if field)


def _field(value: object, spec: str | None) -> str:
    if value is None:
        return "" if spec == "?" else NOTHING
    if spec == "s" and isinstance(value, int):
        return f"{value / 1000:.1f}"
    return plain(value)


def _spelled(letter: str) -> str:
    return letter.encode("unicode_escape", "surrogatepass").decode("ascii")
