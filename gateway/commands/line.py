"""What may stand in the line: pasted text made into one line, and what was typed before anybody asked. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from gateway.commands import words
from gateway.commands.keys import Key, Paste, Typed
from gateway.menu.cells import harmless
from gateway.vocabulary.outcome import Text

LINE_LETTERS_MAX: Final = 4096
_LINE_ENDS: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Filled:
    """Text for the line, and what is to be said about it."""

    text: str
    note: Text | None = None


EMPTY: Final = Filled("")


def pasted(paste: Paste, room: int) -> Filled:
    """The first line of a paste, if it can be shown as it is and fits `room` letters; never an Enter."""
    lines = _LINE_ENDS.split(paste.text.strip("\r\n"))
    first = lines[0].replace("\t", " ")
    strange = next((letter for letter in first if harmless(letter) != letter), None)
    if strange is not None or "�" in first:
        return Filled("", words.strange_paste(strange or "�"))
    if len(first) > room:
        return Filled("", words.TOO_LONG)
    return Filled(first, words.ONE_LINE if len(lines) > 1 or paste.is_cut else None)


@dataclass(slots=True)
class Ahead:
    """Keys that came while nobody asked: their first line fills the next prompt, and nothing of them runs by itself."""

    text: str = ""
    is_full: bool = field(default=False)
    dropped: bool = field(default=False)

    def take(self, keys: Iterable[Typed]) -> None:
        """Keep what can be kept of these keys."""
        for key in keys:
            self._take(key)

    def filled(self) -> Filled:
        """What fills the next line."""
        return Filled(self.text, words.AHEAD if self.dropped else None)

    def _take(self, key: Typed) -> None:
        match key:
            case Key.ENTER:
                self.is_full = self.is_full or bool(self.text)
            case Key():
                return
            case Paste():
                self._add(pasted(key, LINE_LETTERS_MAX - len(self.text)).text)
            case str():
                self._add(key)

    def _add(self, text: str) -> None:
        if self.is_full or len(self.text) + len(text) > LINE_LETTERS_MAX:
            self.dropped = True
        else:
            self.text += text
