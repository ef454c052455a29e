"""One line of text that a screen, a terminal and a spreadsheet show as it was typed, and nothing else. Pure.

Kept as typed: kanji of every plane and their variation selectors (異体字). Refused: control and format characters (line
breaks, escapes, direction marks), letters nobody sees, private-use letters, heaps of combining marks, and a beginning that a
spreadsheet takes for a formula.
"""

import unicodedata
from typing import Final

LETTERS_MAX: Final = 100
MARKS_MAX: Final = 2  # in a row
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffc\ufffd")
_FORMULA: Final = frozenset("=+-@＝＋－＠")


def is_plain_line(text: str, letters_max: int = LETTERS_MAX) -> bool:
    """True for 1 to `letters_max` code points that are harmless wherever they are shown."""
    if not 0 < len(text) <= letters_max or not text.strip() or text.strip()[0] in _FORMULA:
        return False
    return all(map(_is_shown, text)) and _marks_follow_letters(text)


def is_selector(letter: str) -> bool:
    """True for a variation selector, which picks the written form of the letter before it (UTS #37)."""
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def _is_shown(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category == "Cn":  # kanji that are younger than this Python
        return 0x20000 <= ord(letter) < 0x40000 and ord(letter) & 0xFFFE != 0xFFFE
    return category[0] != "C" and category not in ("Zl", "Zp") and letter not in _INVISIBLE


def _marks_follow_letters(text: str) -> bool:
    marks = MARKS_MAX  # none may come first
    for letter in text:
        if unicodedata.category(letter)[0] == "M":
            marks += 1
        else:
            marks = MARKS_MAX if letter.isspace() else 0
        if marks > MARKS_MAX:
            return False
    return True
