"""Modes: DECSET and DECRST, XTSAVE and XTRESTORE, IRM; alternate page; resets; shapes (xterm ctlseqs, "DEC Private Mode Set").

Of the modes that the allow table lets through these have no effect here: 3 (without mode 40, as in xterm), 4, 34, and 2027:
a width is a character's. 2026 and the cursor's reappearing only say that a program has finished a picture.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from gateway.guards.emulator import settings
from gateway.guards.emulator.moves import Numbers
from gateway.guards.emulator.page import Page
from gateway.guards.emulator.state import Command, State
from gateway.guards.emulator.style import erased

_INSERT, _REVERSE_WRAP, _PAINTED_AT_ONCE = 4, 45, 2026
_SHAPES: Final = range(7)


def set_modes(state: State, numbers: Numbers) -> None:
    """DECSET."""
    for mode in numbers:
        _switch(state, mode, on=True)


def reset_modes(state: State, numbers: Numbers) -> None:
    """DECRST."""
    for mode in numbers:
        _switch(state, mode, on=False)


def keep_modes(state: State, numbers: Numbers) -> None:
    """XTSAVE, of the modes that XTRESTORE can bring back."""
    for mode in numbers:
        if (is_on := _is_on(state, mode)) is not None:
            state.kept_modes[mode] = is_on


def bring_back_modes(state: State, numbers: Numbers) -> None:
    """XTRESTORE."""
    for mode in numbers:
        if mode in state.kept_modes and state.kept_modes[mode] != _is_on(state, mode):
            _switch(state, mode, on=state.kept_modes[mode])


def insert_mode(state: State, numbers: Numbers, *, on: bool) -> None:
    """SM, RM."""
    if _INSERT in numbers:
        state.inserting = on


def shape(state: State, numbers: Numbers) -> None:
    """DECSCUSR."""
    if (number := numbers[0] if numbers else 0) in _SHAPES:
        state.settings[settings.SHAPE] = number


def keys_told(state: State, numbers: Numbers) -> None:
    """XTMODKEYS of modifyOtherKeys."""
    state.settings[settings.KEYS_TOLD] = numbers[1] if len(numbers) > 1 else 0


def keypad(state: State, *, on: bool) -> None:
    """DECKPAM, DECKPNM."""
    state.settings[settings.KEYPAD] = 66 if on else 0


def shift_out(state: State, *, out: bool) -> None:
    """SO, SI: G1 or G0 is shown."""
    state.shifted = out


def designate(state: State, place: int, *, graphics: bool) -> None:
    """SCS of ASCII or line drawing."""
    first, second = state.graphics
    state.graphics = (graphics, second) if place == 0 else (first, graphics)


def bell(state: State) -> None:
    """BEL."""
    state.bells += 1


def _switch(state: State, mode: int, *, on: bool) -> None:
    if mode in _SWITCHES:
        _SWITCHES[mode](state, on)
    elif slot := settings.SLOTS.get(mode):
        state.settings[slot] = mode if on else 0
        state.frames += on and mode == settings.VISIBLE


def _is_on(state: State, mode: int) -> bool | None:
    if mode in _KEPT:
        return bool(getattr(state, _KEPT[mode]))
    if mode in settings.SLOTS:
        return state.settings[settings.SLOTS[mode]] == mode
    return None


def _origin(state: State, on: bool) -> None:  # noqa: FBT001 - as the table calls them
    state.origin = on
    state.go(0, 0)


def _autowrap(state: State, on: bool) -> None:  # noqa: FBT001
    state.autowrap = on


def _reverse_wrap(state: State, on: bool) -> None:  # noqa: FBT001
    state.reverse_wrap = on


def _sideways(state: State, on: bool) -> None:  # noqa: FBT001
    """DECLRMM."""
    state.sideways = on
    state.left, state.right = 0, state.columns - 1


def _alternate(state: State, on: bool) -> None:  # noqa: FBT001
    """47: what stood there before is there again."""
    if on and state.alternate is None:
        state.alternate = Page(state.columns, state.rows)
    state.page = state.alternate if on and state.alternate is not None else state.main


def _cleared_alternate(state: State, on: bool) -> None:  # noqa: FBT001
    """1047: what stood there is gone once it is left."""
    _alternate(state, on)
    if not on:
        state.alternate = None


def _saved_alternate(state: State, on: bool) -> None:  # noqa: FBT001
    """1049: the cursor is saved, and the page comes empty, in the chosen background."""
    if on:
        state.save()
        state.alternate = Page(state.columns, state.rows, erased(state.style))
        state.page, state.pending = state.alternate, False
    else:
        _alternate(state, on)
        state.restore()


def _saved(state: State, on: bool) -> None:  # noqa: FBT001
    """1048."""
    (state.save if on else state.restore)()


def _painted_at_once(state: State, on: bool) -> None:  # noqa: FBT001
    """2026."""
    state.frames += not on


_SWITCHES: Final[Mapping[int, Callable[[State, bool], None]]] = {
    6: _origin,
    7: _autowrap,
    _REVERSE_WRAP: _reverse_wrap,
    47: _alternate,
    69: _sideways,
    1047: _cleared_alternate,
    1048: _saved,
    1049: _saved_alternate,
    _PAINTED_AT_ONCE: _painted_at_once,
}
_KEPT: Final[Mapping[int, str]] = {
    6: "origin", 7: "autowrap", _REVERSE_WRAP: "reverse_wrap", 69: "sideways", 47: "on_alternate", 1047: "on_alternate",
    1049: "on_alternate",
}  # fmt: skip

ESCAPES: Final[Mapping[str, Command]] = {
    "7": State.save,
    "8": State.restore,
    "=": partial(keypad, on=True),
    ">": partial(keypad, on=False),
    "D": State.index,
    "c": State.reset,
    "(0": partial(designate, place=0, graphics=True),
    "(B": partial(designate, place=0, graphics=False),
    ")0": partial(designate, place=1, graphics=True),
    ")B": partial(designate, place=1, graphics=False),
}
