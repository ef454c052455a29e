"""Characters on the screen: their widths, wrapping, insert mode, marks, and the line drawing set of DEC."""

from collections.abc import Sequence
from typing import Final

from gateway.guards.emulator.state import State
from gateway.guards.emulator.style import erased
from gateway.guards.emulator.widths import MARK, PARTS, width_of

_ONES, _TWOS, _ONES_MARKED, _TWOS_MARKED, _SINGLE = range(1, 6)  # groups of PARTS
# DEC Special Graphics, 0x5F to 0x7E (VT100 manual, table 3-9)
_GRAPHICS: Final = str.maketrans(
    {chr(0x5F + place): drawn for place, drawn in enumerate(" ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")}
)


def print_text(state: State, text: str) -> None:
    """Characters that are no controls."""
    if state.graphics[state.shifted]:
        text = text.translate(_GRAPHICS)
    if text.isascii():
        _narrow(state, text)
    elif not _printed_at_once(state, text):
        for part in PARTS.finditer(text):
            _part(state, part[0], part.lastindex)
    state.last = text[-1] if text[-1] != MARK else text[-2:-1]
    state.printed = (state.y, state.x + state.pending)


def _printed_at_once(state: State, text: str) -> bool:
    """Characters of one and of two cells that have room in what is left of the row; False: nothing was printed."""
    if state.pending or state.inserting:
        return False
    cells = list[str]()
    for part in PARTS.finditer(text):
        kind, letters = part.lastindex, part[0]
        if kind == _ONES:
            cells += letters
        elif kind == _ONES_MARKED:
            cells += [letter + MARK for letter in letters[::2]]
        elif kind == _SINGLE:
            return False
        else:
            cells += _in_pairs(letters if kind == _TWOS else [letter + MARK for letter in letters[::2]])
    limit, count = state.limit, len(cells)
    if count > limit - state.x:
        return False
    _place(state, cells, count)
    _advance(state, count, limit)
    return True


def _in_pairs(letters: Sequence[str]) -> list[str]:
    cells = [""] * (2 * len(letters))
    cells[::2] = letters
    return cells


def _part(state: State, text: str, kind: int | None) -> None:
    if kind in (_ONES_MARKED, _TWOS_MARKED):
        letters = [letter + MARK for letter in text[::2]]
        (_narrow if kind == _ONES_MARKED else _wide)(state, letters)
        return
    width = width_of(text) if kind == _SINGLE else kind
    if width == 1:
        _narrow(state, text)
    elif width:
        _wide(state, text)
    else:
        _combine(state, text)


def _narrow(state: State, text: Sequence[str]) -> None:
    """Characters of one cell each."""
    start, count = 0, len(text)
    while True:
        if state.pending:
            state.wrap()
        limit = state.limit
        taken = min(count - start, limit - state.x)
        _place(state, text if taken == count else text[start : start + taken], taken)
        start += taken
        _advance(state, taken, limit)
        if start == count:
            return
        if not state.autowrap:  # the last cell shows the last character
            start = count - 1


def _wide(state: State, text: Sequence[str]) -> None:
    """Characters of two cells each. One that does not fit goes to the next row; without wrapping it is dropped, as in tmux."""
    start = 0
    while start < len(text):
        if state.pending:
            state.wrap()
        limit = state.limit
        room = (limit - state.x) // 2
        if room == 0:
            if not state.autowrap or not _wraps_for_wide(state):
                return
            continue
        taken = min(len(text) - start, room)
        _place(state, _in_pairs(text[start : start + taken]), 2 * taken)
        start += taken
        _advance(state, 2 * taken, limit)


def _wraps_for_wide(state: State) -> bool:
    """To the next row, if two cells are free there."""
    state.wrap()
    return state.limit - state.x > 1


def _place(state: State, letters: Sequence[str], count: int) -> None:
    row = state.page.rows[state.y]
    if state.inserting:
        row.insert(state.x, count, state.limit, erased(state.style))
    row.put(state.x, letters, count, state.style)


def _advance(state: State, count: int, limit: int) -> None:
    state.x += count
    if state.x == limit:
        state.x = limit - 1
        state.pending = state.autowrap


def _combine(state: State, mark: str) -> None:
    """On what stands left of the cursor; at the beginning of a row there is nothing to put it on."""
    at = state.x - (not state.pending)
    if at >= 0:
        state.row.combine(at, mark)
