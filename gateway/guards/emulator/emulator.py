"""Text in, a picture out: an emulator of exactly what the allow table of `guards.terminal` lets through, by xterm's law.

Text that is no such thing has no effect and breaks nothing. What is unfinished waits, at most SEQUENCE_MAX characters: any
split of a stream gives the same picture.
"""

import re
from collections.abc import Callable, Mapping
from copy import copy
from functools import lru_cache, partial
from typing import Final

from gateway.guards.emulator import edits, moves, switches
from gateway.guards.emulator.moves import Numbers
from gateway.guards.emulator.printing import print_text
from gateway.guards.emulator.skimming import skim
from gateway.guards.emulator.state import Command, State
from gateway.guards.emulator.style import restyled

SEQUENCE_MAX: Final = 256
_TEXT, _LINE_END, _CONTROL, _SEQUENCE, _ESCAPE = range(1, 6)
_TOKEN: Final = re.compile(
    r"([^\x00-\x1f\x7f-\x9f]+)|(\r\n)|([\x00-\x1a\x1c-\x1f\x7f-\x9f])"
    r"|\x1b\[([0-?]*[ -/]*[@-~])|\x1b([ -/]*[0-Z\\-~])|(\x1b)"
)
_UNFINISHED: Final = re.compile(r"\x1b(?:\[[0-?]*)?[ -/]*\Z")
_BODY: Final = re.compile(r"([<=>?]?)([0-9;:]*)([ -/]*)(.)", re.DOTALL)

CONTROLS: Final[Mapping[str, Command]] = {
    "\a": switches.bell,
    "\b": partial(moves.back, numbers=()),
    "\t": moves.tab,
    "\n": State.index,
    "\v": State.index,
    "\f": State.index,
    "\r": State.return_,
    "\x0e": partial(switches.shift_out, out=True),
    "\x0f": partial(switches.shift_out, out=False),
}
ESCAPES: Final[Mapping[str, Command]] = {
    **switches.ESCAPES,
    "E": moves.next_index,
    "H": moves.set_stop,
    "M": moves.reverse_index,
}
SEQUENCES: Final[Mapping[str, Callable[[State, Numbers], None]]] = {
    "@": edits.insert_characters,
    "A": moves.up,
    "B": moves.down,
    "C": moves.forward,
    "D": moves.back,
    "E": moves.next_line,
    "F": moves.previous_line,
    "G": moves.column,
    "H": moves.position,
    "I": moves.tab,
    "J": edits.erase_in_display,
    "K": edits.erase_in_line,
    "L": edits.insert_lines,
    "M": edits.delete_lines,
    "P": edits.delete_characters,
    "S": edits.scroll_up,
    "T": edits.scroll_down,
    "X": edits.erase_characters,
    "Z": moves.tab_back,
    "`": moves.column,
    "a": moves.columns_on,
    "b": edits.repeat,
    "d": moves.row,
    "e": moves.rows_on,
    "f": moves.position,
    "g": moves.clear_stops,
    "h": partial(switches.insert_mode, on=True),
    "l": partial(switches.insert_mode, on=False),
    "r": moves.rows_between,
    "s": moves.columns_between,
    "u": lambda state, _: state.restore(),
    " q": switches.shape,
    "!p": lambda state, _: state.reset_softly(),
    ">m": switches.keys_told,
    "?h": switches.set_modes,
    "?l": switches.reset_modes,
    "?s": switches.keep_modes,
    "?r": switches.bring_back_modes,
}


class Emulator:
    """Fed by one thread. `state` is what its terminal is now."""

    def __init__(self, columns: int, rows: int, gone_max: int = 0) -> None:
        """A size beyond `state.bounded` is bounded. `gone_max`: see State."""
        self.state, self._rest = State(columns, rows, gone_max), ""

    @property
    def at_rest(self) -> bool:
        """True if no sequence was begun."""
        return not self._rest

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """What is shown, row by row; a character of two cells stands in the first, and the second is `""`."""
        return tuple(tuple(row.letters) for row in self.state.page.rows)

    def feed(self, text: str) -> None:
        """More of the stream."""
        text, self._rest = self._rest + text, ""
        state = self.state
        for token in _TOKEN.finditer(text, skim(state, text)):
            kind = token.lastindex
            if kind == _TEXT:
                print_text(state, token[0])
                continue
            if kind == _SEQUENCE:
                _command(token[_SEQUENCE])(state)
            elif kind == _LINE_END:
                state.return_()
                state.index()
            elif kind == _CONTROL:
                CONTROLS.get(token[0], _nothing)(state)
            elif kind == _ESCAPE:
                ESCAPES.get(token[_ESCAPE], _nothing)(state)
            elif (rest := _UNFINISHED.match(text, token.start())) and len(rest[0]) < SEQUENCE_MAX:
                self._rest = rest[0]
                return
            state.last = ""

    def resize(self, columns: int, rows: int) -> None:
        """The window has another size."""
        self.state.resize(columns, rows)

    def copy(self) -> "Emulator":
        """Another one that is as far as this."""
        made = copy(self)
        made.state = self.state.copy()
        return made


@lru_cache(maxsize=512)  # programs repeat themselves
def _command(sequence: str) -> Command:
    """What a control sequence does, from behind its `CSI`."""
    body = _BODY.fullmatch(sequence)
    if body is None:
        return _nothing
    marker, parameters, intermediates, final = body.groups()
    if (marker, intermediates, final) == ("", "", "m"):
        return partial(_style, parameters=parameters)
    act = SEQUENCES.get(marker + intermediates + final)
    if act is None or ":" in parameters:
        return _nothing
    numbers = tuple(min(int(number or 0), 9999) for number in parameters.split(";")) if parameters else ()
    return partial(_act, act=act, numbers=numbers)


def _style(state: State, parameters: str) -> None:
    state.style = restyled(state.style, parameters)


def _act(state: State, act: Callable[[State, Numbers], None], numbers: Numbers) -> None:
    act(state, numbers)


def _nothing(_: State) -> None:
    """What it does not know has no effect."""
