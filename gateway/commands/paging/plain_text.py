"""A target's bytes, after the guards, as lines of plain text. Pure, bounded, the same for every split.

Nothing is dropped silently: a control becomes its caret spelling (`^[`), whatever else is not plainly shown becomes `<U+202E>`,
bytes that are no UTF-8 become U+FFFD. Only newline and tab keep their meaning; a tab fills up to the next of every eight cells.
"""

import codecs
import unicodedata
from typing import Final

from prompt_toolkit.utils import get_cwidth

LINE_CELLS_MAX: Final = 4096  # a longer line goes on in the next one
LINE_LETTERS_MAX: Final = 2 * LINE_CELLS_MAX  # marks take no cells
TAB_CELLS: Final = 8


class PlainText:
    """`feed` gives the lines that are complete, `rest` what is not, `close` the last line."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._line: list[str] = []
        self._cells = 0

    def feed(self, data: bytes) -> list[str]:
        """The lines completed by `data`, without their newlines."""
        return self._lines(self._decoder.decode(data))

    def close(self) -> list[str]:
        """The last lines; the next `feed` begins afresh."""
        lines = self._lines(self._decoder.decode(b"", final=True))
        self._decoder.reset()
        return [*lines, self._taken()] if self._line else lines

    def _lines(self, text: str) -> list[str]:
        lines = []
        for letter in text:
            if letter == "\n":
                lines.append(self._taken())
                continue
            said = self._said(letter)
            cells = get_cwidth(said)
            if self._cells + cells > LINE_CELLS_MAX or len(self._line) >= LINE_LETTERS_MAX:
                lines.append(self._taken())
            self._line.append(said)
            self._cells += cells
        return lines

    def _said(self, letter: str) -> str:
        return " " * (TAB_CELLS - self._cells % TAB_CELLS) if letter == "\t" else visible(letter)

    def _taken(self) -> str:
        line = "".join(self._line)
        self._line.clear()
        self._cells = 0
        return line


def visible(letter: str) -> str:
    """One letter as it can be shown anywhere: itself, `^X` for a C0 control or DEL, otherwise `<U+XXXX>`."""
    if " " <= letter <= "~":
        return letter
    if letter < " " or letter == "\x7f":
        return "^" + chr(ord(letter) ^ 0x40)
    category = unicodedata.category(letter)
    if category[0] == "C" or category in ("Zl", "Zp", "Me", "Mn"):
        return letter if _combines(letter) else f"<U+{ord(letter):04X}>"
    return letter


def _combines(letter: str) -> bool:
    """Accents and kana marks that ordinary text is written with; anything else without a cell of its own is spelled."""
    return unicodedata.category(letter) == "Mn" and letter in _MARKS


_MARKS: Final = frozenset(map(chr, (*range(0x0300, 0x0370), 0x3099, 0x309A)))
