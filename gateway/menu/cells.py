"""Text measured in terminal cells: a Japanese letter takes two. Pure.

Nothing that is drawn can move the cursor: control, format and unassigned characters are spelled out first (`harmless`).
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

CUT: Final = ".."  # an ellipsis is one cell here and two there
_NOT_FIRST: Final = frozenset("、。，．・）」』】〕！？,.)]!?:;")  # does not stand at the beginning of a line
_NOT_LAST: Final = "（「『【〔"  # nor at its end


def harmless(text: str) -> str:
    """`text` with every character that is not plainly shown (categories C*, Zl, Zp) spelled as an escape."""
    return "".join(letter if _is_shown(letter) else ascii(letter)[1:-1] for letter in text)


def width(text: str) -> int:
    """Cells `text` takes."""
    return sum(map(_width, text))


def cut(text: str, cells: int) -> str:
    """`text` if it fits `cells`, otherwise its beginning with CUT at the end (without it where not even that fits)."""
    if width(text) <= cells:
        return text
    mark = CUT if cells > len(CUT) else ""
    return _beginning(text, cells - len(mark)) + mark


def pad(text: str, cells: int) -> str:
    """`text` cut or filled with blanks to exactly `cells`."""
    shown = cut(text, cells)
    return shown + " " * (cells - width(shown))


def wrap(text: str, cells: int) -> list[str]:
    """`text` in lines of at most `cells` (at least 2), broken at blanks and between Japanese letters.

    A word longer than a line is broken too.
    """
    lines, rest = [], text
    while width(rest) > cells:
        line = _line(rest, cells)
        lines.append(line.rstrip(" "))
        rest = rest[len(line) :].lstrip(" ")
    return [*lines, rest]


def _line(text: str, cells: int) -> str:
    """The first line of a text that is longer than one."""
    line = _beginning(text, cells) or text[0]
    if len(line) > 1 and text[len(line)] in _NOT_FIRST:
        line = line[:-1]
    if _in_word(text[len(line)]):
        line = line[: _last_word(line)].rstrip(_NOT_LAST) or line
    return line if line.strip(" ") else _beginning(text, cells)


def _last_word(line: str) -> int:
    """Where the word at the end of `line` begins."""
    return next((at + 1 for at in range(len(line) - 1, -1, -1) if not _in_word(line[at])), 0)


def _in_word(letter: str) -> bool:
    return letter != " " and letter.isascii()


def _beginning(text: str, cells: int) -> str:
    return "".join(_while_they_fit(text, cells))


def _while_they_fit(text: str, cells: int) -> Iterator[str]:
    for letter in text:
        cells -= _width(letter)
        if cells < 0:
            return
        yield letter


def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _is_shown(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] != "C" and category not in ("Zl", "Zp")
