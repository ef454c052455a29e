"""Recorded output on a viewer's own terminal: it may draw, and nothing else. Text in, text out, bounded memory.

A recording shows what an engineer's terminal was sent; a viewer's terminal must not be made to answer (device reports), to
touch the clipboard or title (OSC), to load fonts or macros (DCS), or to resize. Sequences that draw pass: CSI with the
finals below, and the two-letter escapes of character sets and cursor. Everything else is dropped whole.
(ECMA-48 §5.3-5.4, §8.3; xterm control sequences.)
"""

import re
from enum import Enum, auto
from typing import Final

SEQUENCE_LETTERS_MAX: Final = 256
_DRAWING: Final = frozenset("@ABCDEFGHIJKLMPSTXZ`abdefghlmrsu")
_ESCAPES: Final = frozenset("78=>DEHMcNO")  # save, restore, keypad, index, next line, tab, reverse index, reset, shifts
_SETS: Final = frozenset("()*+#%")  # one more letter follows
_STRINGS: Final = frozenset("]PX^_")
_KEPT_CONTROLS: Final = frozenset("\b\t\n\v\f\r\x0e\x0f")
_PLAIN: Final = re.compile(r"[0-9;:]*")
_MODES_DROPPED: Final = frozenset(
    {"9", "1000", "1001", "1002", "1003", "1004", "1005", "1006", "1015", "1016", "2004"}
)  # mouse, focus, paste
_C1: Final = {"\x9b": "[", "\x9d": "]", "\x90": "P", "\x98": "X", "\x9e": "^", "\x9f": "_"}
_PRIVATE_USE: Final = 0x10FF00  # bytes that were no text (recording/asciicast.py)


class _State(Enum):
    TEXT = auto()
    ESCAPE = auto()
    SET = auto()
    SEQUENCE = auto()
    STRING = auto()


class Harmless:
    """A filter; state is kept from piece to piece."""

    def __init__(self) -> None:
        self._state = _State.TEXT
        self._held = ""
        self._after_escape = False

    def feed(self, text: str) -> str:
        """What of `text` may be shown."""
        return "".join(map(self._letter, text))

    def _letter(self, letter: str) -> str:
        match self._state:
            case _State.TEXT:
                return self._text(letter)
            case _State.ESCAPE:
                return self._escape(letter)
            case _State.SET:
                self._state = _State.TEXT
                return f"\x1b{self._held}{letter}" if "\x20" < letter < "\x7f" else ""
            case _State.SEQUENCE:
                return self._sequence(letter)
            case _State.STRING:
                return self._string(letter)

    def _text(self, letter: str) -> str:
        if letter == "\x1b":
            self._state = _State.ESCAPE
        elif letter in _C1:
            return self._escape(_C1[letter])
        elif letter >= " " and not "\x7f" <= letter <= "\x9f":
            return "\N{REPLACEMENT CHARACTER}" if ord(letter) >= _PRIVATE_USE else letter
        elif letter in _KEPT_CONTROLS:
            return letter
        return ""

    def _escape(self, letter: str) -> str:
        self._held = ""
        self._state = _State.TEXT
        if letter == "[":
            self._state = _State.SEQUENCE
        elif letter in _STRINGS:
            self._state, self._after_escape = _State.STRING, False
        elif letter in _SETS:
            self._state, self._held = _State.SET, letter
        elif letter == "\x1b":
            self._state = _State.ESCAPE
        elif letter in _ESCAPES:
            return f"\x1b{letter}"
        return ""

    def _sequence(self, letter: str) -> str:
        if letter == "\x1b" or letter in "\x18\x1a":
            self._state = _State.ESCAPE if letter == "\x1b" else _State.TEXT
            return ""
        if "\x40" <= letter <= "\x7e":
            self._state = _State.TEXT
            return f"\x1b[{self._held}{letter}" if _draws(self._held, letter) else ""
        if len(self._held) < SEQUENCE_LETTERS_MAX:
            self._held += letter
        return letter if letter in _KEPT_CONTROLS else ""

    def _string(self, letter: str) -> str:
        """Dropped to its end: BEL, ST in either form, or cancel."""
        ended = letter in "\x07\x9c\x18\x1a" or (self._after_escape and letter == "\\")
        if self._after_escape and letter != "\\":
            return self._escape(letter)  # an escape ends a string, too
        self._after_escape = letter == "\x1b"
        if ended:
            self._state = _State.TEXT
        return ""


def _draws(parameters: str, final: str) -> bool:
    """True for a sequence that changes the picture and asks the terminal nothing."""
    if (parameters, final) == ("!", "p"):
        return True  # soft reset
    if final == "q":
        return re.fullmatch(r"[0-9]{0,2} ", parameters) is not None  # the cursor's shape
    private, plain = parameters.startswith("?"), parameters.removeprefix("?")
    if len(parameters) >= SEQUENCE_LETTERS_MAX or not _PLAIN.fullmatch(plain):
        return False
    if final in "hl":
        return not (private and _MODES_DROPPED & set(plain.split(";")))
    return final in "JK" if private else final in _DRAWING
