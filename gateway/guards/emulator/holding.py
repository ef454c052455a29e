"""The run of characters at the cursor, which may be half a value: held back until the stream pauses or goes on elsewhere."""

from typing import Final

from gateway.guards.emulator.picture import Picture, Rows, blank
from gateway.guards.emulator.row import BLANK, Row
from gateway.guards.emulator.state import State

HELD_CELLS_MAX: Final = 192


def held_back(wanted: Picture, shown: Picture, state: State, typed: str) -> Picture:
    """The picture, in which that run still shows what was shown there. Not held: what only repeats the end of `typed`."""
    if state.printed != (state.y, state.x + state.pending):
        return wanted
    rows, before, left = list(wanted.rows), _shown_there(wanted, shown, state), HELD_CELLS_MAX
    raw = state.page.rows
    place, stop = state.y, state.x + state.pending
    while left > 0:
        start = _run_start(raw[place], stop, left)
        old, new = before[place], rows[place]
        start = next((at for at in range(start, stop) if not _same(old, new, at)), stop)
        if start < stop and not _is_echo(raw[place], start, stop, typed):
            rows[place] = _patched(new, old, start, stop)
        left -= stop - start
        if start or not place or not raw[place - 1].wraps:
            break
        place, stop = place - 1, len(raw[place].letters)
    return wanted.with_rows(tuple(rows))


def _shown_there(wanted: Picture, shown: Picture, state: State) -> Rows:
    """What the person's terminal shows on that page before anything of the picture is painted."""
    if state.gone or (wanted.is_alternate and not shown.is_alternate):
        return blank(wanted.columns, len(wanted.rows))
    return shown.rows if shown.is_alternate == wanted.is_alternate else shown.behind or shown.rows


def grows(state: State, typed: str) -> int | None:
    """The row whose run at the cursor may go on, unless it only repeats the end of `typed`."""
    stop = state.x + state.pending
    if state.printed != (state.y, stop):
        return None
    start = _run_start(state.row, stop, HELD_CELLS_MAX)
    return None if start == stop or _is_echo(state.row, start, stop, typed) else state.y


def _run_start(row: Row, stop: int, most: int) -> int:
    """Where the run begins that ends before `stop`: two blanks come before it, for a value may hold one."""
    letters, start = row.letters, stop
    while (
        start > 0
        and stop - start < most
        and (letters[start - 1] != BLANK or (start > 1 and letters[start - 2] != BLANK))
    ):
        start -= 1
    return start - (0 < start < stop and row.letters[start] == "")


def _same(old: Row, new: Row, at: int) -> bool:
    return old.letters[at] == new.letters[at] and old.styles[at] == new.styles[at]


def _is_echo(row: Row, start: int, stop: int, typed: str) -> bool:
    return typed.endswith("".join(row.letters[start:stop]))


def _patched(new: Row, old: Row, start: int, stop: int) -> Row:
    """The new row with the old one's cells in these columns, halves of characters as blanks."""
    made, source = new.copy(), old.copy()
    for border in (start, stop):
        made.mend(border)
        source.mend(border)
    made.letters[start:stop], made.styles[start:stop] = source.letters[start:stop], source.styles[start:stop]
    return made
