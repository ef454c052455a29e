r"""Stored text on a screen: whatever a terminal would obey is shown as what it is. Japanese stays readable.

Control and format characters (Unicode categories Cc, Cf, Cs, Co, Cn) and line separators become `\\x1b`, `\\u202e`.
"""

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(text: object) -> str:
    """`text` on one line, harmless to a terminal."""
    return "".join(_spelled(letter) if unicodedata.category(letter) in _HIDDEN else letter for letter in str(text))


def width(text: str) -> int:
    """Columns a terminal needs for `text` (UAX #11: wide and full-width letters take two, combining ones none)."""
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _spelled(letter: str) -> str:
    return letter.encode("unicode_escape", "surrogatepass").decode("ascii")
