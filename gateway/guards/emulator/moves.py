"""Cursor, tabs, margins: one function a sequence, by xterm's `cursor.c` and `tabs.c`. `numbers`: the parameters as they came."""

from gateway.guards.emulator.state import State

Numbers = tuple[int, ...]


def first(numbers: Numbers) -> int:
    """The first parameter, where none and 0 mean 1."""
    return (numbers[0] or 1) if numbers else 1


def up(state: State, numbers: Numbers) -> None:
    """CUU: to the top margin at most, if the cursor is not above it."""
    border = state.top if state.y >= state.top else 0
    state.y, state.pending = max(state.y - first(numbers), border), False


def down(state: State, numbers: Numbers) -> None:
    """CUD: to the bottom margin at most, if the cursor is not below it."""
    border = state.bottom if state.y <= state.bottom else state.rows - 1
    state.y, state.pending = min(state.y + first(numbers), border), False


def forward(state: State, numbers: Numbers) -> None:
    """CUF."""
    border = state.right if state.x <= state.right else state.columns - 1
    state.x, state.pending = min(state.x + first(numbers), border), False


def back(state: State, numbers: Numbers) -> None:
    """CUB, and BS with one; with reverse wrap (mode 45) within the rows of one line."""
    count = first(numbers)
    reverse = state.reverse_wrap and state.autowrap
    if reverse and state.pending:
        count -= 1
    state.pending = False
    left = state.left if state.x >= state.left else 0
    while count > state.x - left and reverse and state.y > 0 and state.page.rows[state.y - 1].wraps:
        count -= state.x - left + 1
        state.y, state.x = state.y - 1, state.right
    state.x = max(state.x - count, left)


def next_line(state: State, numbers: Numbers) -> None:
    """CNL."""
    down(state, numbers)
    state.return_()


def previous_line(state: State, numbers: Numbers) -> None:
    """CPL."""
    up(state, numbers)
    state.return_()


def position(state: State, numbers: Numbers) -> None:
    """CUP, HVP: row and column."""
    row, column, *_ = (*numbers, 1, 1)
    state.go((column or 1) - 1, (row or 1) - 1)


def column(state: State, numbers: Numbers) -> None:
    """CHA, HPA."""
    state.go(first(numbers) - 1, _row(state))


def row(state: State, numbers: Numbers) -> None:
    """VPA."""
    state.go(_column(state), first(numbers) - 1)


def columns_on(state: State, numbers: Numbers) -> None:
    """HPR."""
    state.go(_column(state) + first(numbers), _row(state))


def rows_on(state: State, numbers: Numbers) -> None:
    """VPR."""
    state.go(_column(state), _row(state) + first(numbers))


def _column(state: State) -> int:
    return state.x - state.left if state.origin else state.x


def _row(state: State) -> int:
    return state.y - state.top if state.origin else state.y


def tab(state: State, numbers: Numbers = ()) -> None:
    """HT, CHT: to the next stops, at most to the right margin. `pending` stays."""
    border = state.right if state.sideways else state.columns - 1
    for _ in range(min(first(numbers), state.columns)):
        state.x = min((stop for stop in state.stops if state.x < stop < border), default=border)


def tab_back(state: State, numbers: Numbers) -> None:
    """CBT."""
    border = state.left if state.origin else 0
    for _ in range(min(first(numbers), state.columns)):
        state.x = max((stop for stop in state.stops if border <= stop < state.x), default=border)
    state.pending = False


def set_stop(state: State) -> None:
    """HTS."""
    state.stops.add(state.x)


def clear_stops(state: State, numbers: Numbers) -> None:
    """TBC: here, or all."""
    if numbers and numbers[0]:
        state.stops.clear()
    else:
        state.stops.discard(state.x)


def reverse_index(state: State) -> None:
    """RI."""
    if state.y == state.top and state.left <= state.x <= state.right:
        state.scroll(-1)
    elif state.y not in (state.top, 0):
        state.y -= 1
    state.pending = False


def next_index(state: State) -> None:
    """NEL."""
    state.index()
    state.return_()


def rows_between(state: State, numbers: Numbers) -> None:
    """DECSTBM: the region is at least two rows, and the cursor goes home."""
    top, bottom = _borders(numbers, state.rows)
    if bottom > top:
        state.top, state.bottom = top - 1, bottom - 1
        state.go(0, 0)


def columns_between(state: State, numbers: Numbers) -> None:
    """DECSLRM where mode 69 is set; else SCOSC, which takes no parameters."""
    if not state.sideways:
        if not any(numbers):
            state.save()
        return
    left, right = _borders(numbers, state.columns)
    if right > left:
        state.left, state.right = left - 1, right - 1
        state.go(0, 0)


def _borders(numbers: Numbers, size: int) -> tuple[int, int]:
    second = numbers[1] if len(numbers) > 1 else 0
    return first(numbers), second if 0 < second <= size else size
