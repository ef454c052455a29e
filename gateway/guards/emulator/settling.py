"""Between a program's own terminal state and the neutral one in which pictures are painted: `neutral` there, `assumed` back.

Taking a stream over means `neutral`, painting; giving it back means painting, `assumed`, and the stream goes on as if it
had never been taken.
"""

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple, Protocol

from gateway.guards.emulator.place import At, Place, address, step
from gateway.guards.emulator.row import Row
from gateway.guards.emulator.state import Saved, State
from gateway.guards.emulator.style import PLAIN, change


class Before(Protocol):
    """What must be known of the state that was made neutral."""

    @property
    def stops(self) -> Set[int]:
        """Its tabs."""

    @property
    def saved(self) -> Sequence[Saved]:
        """What DECSC kept."""


class Beginning(NamedTuple):
    """The same, and no more."""

    stops: frozenset[int]
    saved: tuple[Saved, ...]


def neutral(state: State, place: Place = Place.TOP) -> str:
    """What makes a terminal that is in this state neutral. The cursor is where it was."""
    return "".join((*_neutral(state), address(state.x, state.y) if place is Place.TOP else ""))


def _neutral(state: State) -> Iterator[str]:
    if state.origin:
        yield "\x1b[?6l"
    if (state.top, state.bottom) != (0, state.rows - 1):
        yield "\x1b[r"
    if state.sideways:
        yield "\x1b[?69l"
    if state.inserting:
        yield "\x1b[4l"
    yield from _charsets(state.graphics, (False, False), shifted=state.shifted, shifts=False)
    if not state.autowrap:
        yield "\x1b[?7h"
    if state.reverse_wrap:
        yield "\x1b[?45l"
    yield change(state.style, PLAIN)


def assumed_below(before: Before, state: State, *, saved_anew: bool) -> str:
    """The same as `assumed` where the terminal's place is not known; nothing was addressed since, and no wrap is pending.

    `saved_anew`: the terminal has saved another cursor since.
    """
    x, y = state.x, state.y
    parts = list(_tabs(before, state))
    at: At = (None, y) if parts else (x, y)
    saved = state.saved[False]
    if saved_anew or before.saved[False] != saved:
        parts += (
            step(at, saved.x, saved.y),
            *_charsets((False, False), saved.graphics, shifted=False, shifts=saved.shifted),
            change(PLAIN, saved.style),
            "\x1b7",
            *_charsets(saved.graphics, (False, False), shifted=saved.shifted, shifts=False),
            change(saved.style, PLAIN),
        )
        at = saved.x, saved.y
    if at != (x, y):
        parts.append(step(at, x, y))
    parts += _charsets((False, False), state.graphics, shifted=False, shifts=state.shifted)
    return "".join((*parts, change(PLAIN, state.style)))


def assumed(before: Before, state: State, row: Row) -> str:
    """What brings a neutral terminal, which shows this state's picture, into all of the state, but for what XTSAVE kept.

    `before`: the state that was made neutral; painting moves no tabs. `row`: what the cursor's row shows.
    """
    return "".join((*_tabs(before, state), *_margins(state), *_saved(state), *_modes(state), *_cursor(state, row)))


def _tabs(before: Before, state: State) -> Iterator[str]:
    if before.stops != state.stops:
        yield "\x1b[3g"
        yield from (f"\x1b[{stop + 1}G\x1bH" for stop in sorted(state.stops) if stop < state.columns)


def _margins(state: State) -> Iterator[str]:
    if (state.top, state.bottom) != (0, state.rows - 1):
        yield f"\x1b[{state.top + 1};{state.bottom + 1}r"
    if state.sideways:
        yield f"\x1b[?69h\x1b[{state.left + 1};{state.right + 1}s"


def _saved(state: State) -> Iterator[str]:
    """What DECSC keeps is what is there when it comes, so it is put there first. The style before it is plain."""
    saved = state.saved[state.on_alternate]
    yield from _charsets((False, False), saved.graphics, shifted=False, shifts=saved.shifted)
    yield change(PLAIN, saved.style)
    yield _place(state, saved)
    yield "\x1b7"
    yield "\x1b[?6l" if saved.origin else ""
    yield from _charsets(saved.graphics, state.graphics, shifted=saved.shifted, shifts=state.shifted)
    yield change(saved.style, PLAIN)


def _place(state: State, saved: Saved) -> str:
    if not saved.origin:
        return f"\x1b[{saved.y + 1};{saved.x + 1}H"
    return f"\x1b[?6h\x1b[{max(saved.y - state.top, 0) + 1};{max(saved.x - state.left, 0) + 1}H"


def _modes(state: State) -> Iterator[str]:
    if state.reverse_wrap:
        yield "\x1b[?45h"
    if state.origin:
        yield "\x1b[?6h"


def _cursor(state: State, row: Row) -> Iterator[str]:
    """Where it was, by address; a pending wrap by writing the last cell again."""
    left, top = (state.left, state.top) if state.origin else (0, 0)
    x = state.x - 1 if state.pending and row.letters[state.x] == "" else state.x
    yield f"\x1b[{state.y - top + 1};{x - left + 1}H"
    if state.pending:
        yield from _last_cell(state, row, x)
    yield change(row.styles[x] if state.pending else PLAIN, state.style)
    if state.inserting:
        yield "\x1b[4h"
    if not state.autowrap:
        yield "\x1b[?7l"


def _last_cell(state: State, row: Row, x: int) -> Iterator[str]:
    """In ASCII, whatever the character sets are."""
    yield from _charsets(state.graphics, (False, False), shifted=state.shifted, shifts=False)
    yield change(PLAIN, row.styles[x])
    yield row.letters[x]
    yield from _charsets((False, False), state.graphics, shifted=False, shifts=state.shifted)


def _charsets(before: tuple[bool, bool], after: tuple[bool, bool], *, shifted: bool, shifts: bool) -> Iterator[str]:
    for sign, was, is_ in zip("()", before, after, strict=True):
        if was != is_:
            yield f"\x1b{sign}{'0' if is_ else 'B'}"
    if shifted != shifts:
        yield "\x0e" if shifts else "\x0f"
