"""Of a long listing only the last rows stay: what scrolls out of sight is not painted first. The picture is the same.

Lines may be skipped that hold only text, colours, erasing to an end of their line, and controls that stay on it or end it,
where the whole screen scrolls: behind them come so many line ends that no cell of theirs is left, nor a row of those that
are kept when gone.
"""

import re
from typing import Final

from gateway.guards.emulator.state import State
from gateway.guards.emulator.style import restyled

WORTH_CHARACTERS: Final = 2048
_LINE_END: Final = "\r\n"
_HINDRANCE: Final = re.compile(r"[\x0e\x0f\v\f\x80-\x9f]|\x1b(?!\[[0-9;:]*[mK])")
_STYLE: Final = re.compile(r"\x1b\[([0-9;:]*)m")
_PLAIN: Final = ("\x1b[m", "\x1b[0m")


def skim(state: State, text: str, gone: int | None = None) -> int:
    """How many characters may be skipped, whose lasting effects (style, bells) are then in the state.

    `gone`: so many rows that scroll away are not skipped; None for those the state keeps.
    """
    if len(text) < WORTH_CHARACTERS or not state.whole_lines or (state.top, state.bottom) != (0, state.rows - 1):
        return 0
    end = _line_ends_from_behind(text, 2 * state.rows + (state.gone.maxlen or 0 if gone is None else gone) + 1)
    if end < WORTH_CHARACTERS or _HINDRANCE.search(text, 0, end):
        return 0
    start = max(text.rfind(plain, 0, end) for plain in _PLAIN)
    for found in _STYLE.finditer(text, max(start, 0), end):
        state.style = restyled(state.style, found[1])
    state.bells += text.count("\a", 0, end)
    state.x, state.pending = 0, False
    return end


def _line_ends_from_behind(text: str, count: int) -> int:
    """The place behind a line end that so many others follow; 0 if there is none."""
    place = len(text)
    for _ in range(count):
        place = text.rfind(_LINE_END, 0, place)
        if place < 0:
            return 0
    return place + len(_LINE_END)
