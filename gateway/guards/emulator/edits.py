"""Erasing, inserting, deleting, scrolling, repeating: one function a sequence, by xterm's `util.c`."""

from typing import Final

from gateway.guards.emulator.moves import Numbers, first
from gateway.guards.emulator.printing import print_text
from gateway.guards.emulator.state import State
from gateway.guards.emulator.style import erased
from gateway.guards.emulator.widths import width_of

REPEATED_MAX: Final = 1000


def erase_in_line(state: State, numbers: Numbers) -> None:
    """EL."""
    kind = numbers[0] if numbers else 0
    if kind == 0:
        _erase_right(state, state.columns)
    else:
        state.row.erase(0, state.x + 1 if kind == 1 else state.columns, erased(state.style))
    state.pending = False


def erase_characters(state: State, numbers: Numbers) -> None:
    """ECH: it knows no margins."""
    _erase_right(state, first(numbers))


def erase_in_display(state: State, numbers: Numbers) -> None:
    """ED. 3 forgets what was scrolled away, of which nothing is here."""
    kind = numbers[0] if numbers else 0
    if kind == 3:
        return
    if kind == 0:
        _erase_right(state, state.columns)
    elif kind == 1:
        state.row.erase(0, state.x + 1, erased(state.style))
    places = {0: range(state.y + 1, state.rows), 1: range(state.y)}.get(kind, range(state.rows))
    for place in places:
        row = state.page.rows[place]
        row.erase(0, state.columns, erased(state.style))
        row.goes_on(wraps=False)
    state.pending = False


def _erase_right(state: State, count: int) -> None:
    state.row.erase(state.x, min(state.x + count, state.columns), erased(state.style))
    state.row.goes_on(wraps=False)
    state.pending = False


def insert_characters(state: State, numbers: Numbers) -> None:
    """ICH."""
    if state.left <= state.x <= state.right:
        count = min(first(numbers), state.right + 1 - state.x)
        state.row.insert(state.x, count, state.right + 1, erased(state.style))
    state.pending = False


def delete_characters(state: State, numbers: Numbers) -> None:
    """DCH."""
    if state.left <= state.x <= state.right:
        count = min(first(numbers), state.right + 1 - state.x)
        state.row.delete(state.x, count, state.right + 1, erased(state.style))
        state.pending = False


def insert_lines(state: State, numbers: Numbers) -> None:
    """IL: within the margins, and the cursor goes to the left one."""
    _shift_lines(state, -first(numbers))


def delete_lines(state: State, numbers: Numbers) -> None:
    """DL: the same."""
    _shift_lines(state, first(numbers))


def _shift_lines(state: State, count: int) -> None:
    if state.within:
        most = state.bottom - state.y + 1
        state.scroll_from(state.y, max(min(count, most), -most))
        state.x, state.pending = state.left, False


def scroll_up(state: State, numbers: Numbers) -> None:
    """SU."""
    state.scroll(first(numbers))


def scroll_down(state: State, numbers: Numbers) -> None:
    """SD; with 0 it was a mouse mode once, and nothing moves."""
    if not numbers or numbers[0]:
        state.scroll(-first(numbers))


def repeat(state: State, numbers: Numbers) -> None:
    """REP: of the character right before it."""
    if state.last and width_of(state.last):
        print_text(state, state.last * min(first(numbers), REPEATED_MAX))
