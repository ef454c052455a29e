"""A channel's bytes as prompt_toolkit's input: no terminal, no file, no signal; keys by `keys.key_reader`.

One key at a time, and one byte at a time until there is one: what is typed after the choice stays in the channel, for the
target. A burst of more than BURST_BYTES_MAX without a pause is no typing; the rest of it is dropped up to the next pause.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import count
from types import MappingProxyType
from typing import Final

from prompt_toolkit.input.base import Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from gateway.menu.keys import Key, key_reader
from gateway.menu.ports import Bytes

BURST_BYTES_MAX: Final = 1024
_SWALLOWED_BYTES: Final = 64 * 1024  # at once, of what is no typing
NAMED: Mapping[Key, Keys] = MappingProxyType(
    {
        Key.UP: Keys.Up,
        Key.DOWN: Keys.Down,
        Key.PAGE_UP: Keys.PageUp,
        Key.PAGE_DOWN: Keys.PageDown,
        Key.HOME: Keys.Home,
        Key.END: Keys.End,
        Key.ENTER: Keys.ControlM,
        Key.ESCAPE: Keys.Escape,
        Key.ERASE: Keys.ControlH,
        Key.LEAVE: Keys.ControlC,
        Key.REDRAW: Keys.ControlL,
        Key.PASTE: Keys.BracketedPaste,
    }
)
_NAMES: Final = {name: key for key, name in NAMED.items()}
_numbers = count()


def key_of(press: KeyPress) -> Key | str:
    """The key in a KeyPress that this input made."""
    return _NAMES.get(press.key, press.key) if isinstance(press.key, Keys) else press.key


class TypingInput(Input):
    """For one Application, inside a running event loop."""

    def __init__(self, channel: Bytes) -> None:
        self._channel = channel
        self._reader = key_reader()
        self._burst = 0
        self._name = f"menu-{next(_numbers)}"

    def fileno(self) -> int:
        """Readable where something was typed."""
        return self._channel.fileno()

    def typeahead_hash(self) -> str:
        """Nobody's but this input's: prompt_toolkit keeps what was typed too early under this name, for all threads."""
        return self._name

    def read_keys(self) -> list[KeyPress]:
        """The next key, if it is there; waits for nothing."""
        while self._channel.recv_ready():
            if keys := self._next():
                return [KeyPress(NAMED[key] if isinstance(key, Key) else key) for key in keys]
        return []

    def flush_keys(self) -> list[KeyPress]:
        """Nothing was typed for a moment."""
        self._burst = 0
        return [KeyPress(NAMED[key] if isinstance(key, Key) else key) for key in self._reader.pause()]

    @property
    def closed(self) -> bool:
        """True once nothing more can be typed."""
        over = self._channel.closed or self._channel.eof_received
        return over and not self._channel.recv_ready()

    def raw_mode(self) -> AbstractContextManager[None]:
        """The client's terminal is raw already."""
        return nullcontext()

    def cooked_mode(self) -> AbstractContextManager[None]:
        """There is no terminal here."""
        return nullcontext()

    @contextmanager
    def attach(self, input_ready_callback: Callable[[], None]) -> Iterator[None]:
        """Call back while there is something to read, or the channel has ended."""
        loop, number = asyncio.get_running_loop(), self._channel.fileno()
        loop.add_reader(number, input_ready_callback)
        try:
            yield
        finally:
            loop.remove_reader(number)

    def detach(self) -> AbstractContextManager[None]:
        """Never asked for: nothing else runs in this terminal."""
        raise NotImplementedError

    def _next(self) -> list[Key | str]:
        if self._reader.is_pasting:
            return self._reader.feed(self._channel.recv(_SWALLOWED_BYTES))
        if self._burst > BURST_BYTES_MAX:
            self._channel.recv(_SWALLOWED_BYTES)
            self._reader.pause()
            return []
        self._burst += 1
        keys = self._reader.feed(self._channel.recv(1))
        return [Key.PASTE] if self._burst > BURST_BYTES_MAX else keys
