"""The typist's keys as prompt_toolkit's input: no terminal, file or signal. What one application leaves is there for the next."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import count
from types import MappingProxyType
from typing import Final

from prompt_toolkit.application import get_app_or_none
from prompt_toolkit.input.base import Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from gateway.commands.keys import Key, Paste, Typed
from gateway.commands.typist import Typist

NAMED: Mapping[Key, Keys] = MappingProxyType(
    {
        Key.UP: Keys.Up,
        Key.DOWN: Keys.Down,
        Key.LEFT: Keys.Left,
        Key.RIGHT: Keys.Right,
        Key.WORD_LEFT: Keys.ControlLeft,
        Key.WORD_RIGHT: Keys.ControlRight,
        Key.HOME: Keys.Home,
        Key.END: Keys.End,
        Key.PAGE_UP: Keys.PageUp,
        Key.PAGE_DOWN: Keys.PageDown,
        Key.ENTER: Keys.ControlM,
        Key.ESCAPE: Keys.Escape,
        Key.ERASE: Keys.ControlH,
        Key.DELETE: Keys.Delete,
        Key.KILL_TO_END: Keys.ControlK,
        Key.KILL_TO_START: Keys.ControlU,
        Key.KILL_WORD: Keys.ControlDelete,
        Key.KILL_WORD_BACK: Keys.ControlW,
        Key.YANK: Keys.ControlY,
        Key.UNDO: Keys.ControlUnderscore,
        Key.TRANSPOSE: Keys.ControlT,
        Key.LAST_WORD: Keys.F2,
        Key.COMPLETE: Keys.ControlI,
        Key.COMPLETE_BACK: Keys.BackTab,
        Key.SEARCH: Keys.ControlR,
        Key.ABORT: Keys.ControlG,
        Key.CANCEL: Keys.ControlC,
        Key.END_OF_INPUT: Keys.ControlD,
        Key.REDRAW: Keys.ControlL,
        Key.SAVE: Keys.ControlS,
        Key.CLOSE: Keys.ControlX,
    }
)
NAMES: Final = MappingProxyType({name: key for key, name in NAMED.items()})
_WHOLE, _CUT, _BURST = "w", "c", "b"  # before the text of a press that stands for a paste, or for many letters at once
_numbers = count()


def key_of(press: KeyPress) -> Typed:
    """What was typed, of a KeyPress that this input made; many letters in one string where they came as a burst."""
    if press.key is Keys.BracketedPaste:
        if press.data.startswith(_BURST):
            return press.data[1:]
        return Paste(press.data[1:], is_cut=press.data.startswith(_CUT))
    return NAMES.get(press.key, press.key) if isinstance(press.key, Keys) else press.key


class KeyInput(Input):
    """For one application after the other, each inside a running event loop of its own."""

    def __init__(self, typist: Typist) -> None:
        self._typist = typist
        self._name = f"gate-{next(_numbers)}"
        self._ready: Callable[[], None] = lambda: None

    def fileno(self) -> int:
        """There is none."""
        raise OSError("no descriptor")

    def typeahead_hash(self) -> str:
        """Nobody's but this input's: prompt_toolkit keeps what was typed too early under this name, for all threads."""
        return self._name

    def read_keys(self) -> list[KeyPress]:
        """The next key, if it is there; one at a time, so that what follows the last key of an application stays.

        A burst of letters is one press: prompt_toolkit takes a while for each.
        """
        if (app := get_app_or_none()) is not None and app.is_done:
            return []
        typed = self._typist.burst() or self._typist.take()
        if typed is None:
            return []
        self._ready()
        match typed:
            case Key():
                if typed is Key.ESCAPE:
                    self._typist.skip(typed)
                return [KeyPress(NAMED[typed])]
            case Paste(text=text, is_cut=is_cut):
                return [KeyPress(Keys.BracketedPaste, (_CUT if is_cut else _WHOLE) + text)]
            case str():
                return [KeyPress(typed) if len(typed) == 1 else KeyPress(Keys.BracketedPaste, _BURST + typed)]

    def flush_keys(self) -> list[KeyPress]:
        """The typist knows of pauses."""
        return []

    @property
    def closed(self) -> bool:
        """True once nothing more can be typed."""
        return self._typist.over

    def raw_mode(self) -> AbstractContextManager[None]:
        """The client's terminal is raw already."""
        return nullcontext()

    def cooked_mode(self) -> AbstractContextManager[None]:
        """There is no terminal here."""
        return nullcontext()

    @contextmanager
    def attach(self, input_ready_callback: Callable[[], None]) -> Iterator[None]:
        """Call back while there is something to take, or the client has ended."""
        loop = asyncio.get_running_loop()
        is_attached = [True]

        def look() -> None:
            if is_attached:
                input_ready_callback()

        def heard() -> None:
            if is_attached:
                with suppress(RuntimeError):  # the loop has just been closed
                    loop.call_soon_threadsafe(look)

        def again() -> None:
            loop.call_soon(look)

        self._ready = again
        self._typist.listen(heard)
        loop.call_soon(look)
        try:
            yield
        finally:
            is_attached.clear()
            self._ready = lambda: None
            self._typist.listen(lambda: None)

    def detach(self) -> AbstractContextManager[None]:
        """Never asked for: nothing else runs in this terminal."""
        raise NotImplementedError
