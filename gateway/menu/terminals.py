"""Which terminals can be drawn on, and in how many colours, by the name the client gives (TERM). Pure.

An unknown name gets the plain form: a list in lines is right everywhere.
"""

import re
from enum import Enum, auto
from typing import Final

_DRAWN: Final = re.compile(
    r"(xterm|screen|tmux|rxvt|linux|vt[1-5]\d\d|ansi|putty|konsole|gnome|vte|alacritty|foot|kitty|st|wezterm|cygwin|mintty|eterm"
    r"|kterm|mlterm|iterm2?|nsterm|dtterm|contour|ghostty)([-+.][a-z0-9+.-]*)?"
)
_COLOURLESS: Final = re.compile(r"vt[1-5]\d\d.*|.*-(m|mono)")
_NAME_LETTERS_MAX: Final = 64


class Drawing(Enum):
    """What may be sent to a terminal."""

    LINES = auto()  # plain lines
    WITHOUT_COLOUR = auto()  # a screen with bold and reverse
    IN_COLOUR = auto()  # the eight colours and their bright ones


def drawing_on(term: bytes) -> Drawing:
    """By its name."""
    name = term[: _NAME_LETTERS_MAX + 1].decode("ascii", errors="replace").lower()
    if len(name) > _NAME_LETTERS_MAX or not _DRAWN.fullmatch(name):
        return Drawing.LINES
    return Drawing.WITHOUT_COLOUR if _COLOURLESS.fullmatch(name) else Drawing.IN_COLOUR
