"""The parent's control lines to keeper and registrar: made when they can be made, dropped when they break, made again.

Nothing here waits: whoever is not there now is looked for again at the next turn of the loop.
"""

import logging
import selectors
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from gateway.ipc.control import ControlLine
from gateway.ipc.messages import News, Params
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)


class ControlLines:
    """One line a name. `on_news` is called for what the other side says unasked."""

    def __init__(
        self, doors: Mapping[str, Path], selector: selectors.BaseSelector, on_news: Callable[[News], None]
    ) -> None:
        self._doors, self._selector, self._on_news = dict(doors), selector, on_news
        self._lines: dict[str, ControlLine] = {}
        self._said: dict[str, str] = {}

    def take_up(self, kept: Mapping[str, int]) -> None:
        """Lines the program before this had, by name."""
        for name, descriptor in kept.items():
            if name in self._doors:
                self._add(name, ControlLine(self._doors[name], descriptor))

    @property
    def kept(self) -> Mapping[str, int]:
        """Descriptors of those another program could go on with; the others it makes anew."""
        return {name: line.fileno() for name, line in self._lines.items() if line.is_between}

    def connect(self) -> bool:
        """Make what is missing; True if a line was missing and none is now."""
        missing = [name for name in self._doors if name not in self._lines]
        for name in missing:
            self._connect_one(name)
        return bool(missing) and len(self._lines) == len(self._doors)

    def hand_over(self, name: str, connection: str, address: str) -> socket.socket:
        """A socket pair's end, the other given to `name` as `connection`. Raises GatewayFault."""
        return self._line(name).hand_over(connection, address)

    def tell(self, name: str, call: str, params: Params) -> None:
        """A call whose answer nobody waits for. Raises GatewayFault."""
        self._line(name).tell(call, params)

    def _line(self, name: str) -> ControlLine:
        line = self._lines.get(name)
        if line is None:
            raise GatewayFault(f"the {name} is not there")
        return line

    def _connect_one(self, name: str) -> None:
        try:
            line = ControlLine(self._doors[name])
        except GatewayFault as fault:
            self._say_once(name, str(fault))
            return
        self._add(name, line)

    def _add(self, name: str, line: ControlLine) -> None:
        self._lines[name] = line
        self._said.pop(name, None)
        self._selector.register(line, selectors.EVENT_READ, lambda: self._heard(name))

    def _heard(self, name: str) -> None:
        try:
            for message in self._lines[name].read():
                if isinstance(message, News):
                    self._on_news(message)
        except GatewayFault as fault:
            log.warning("%s: %s", name, fault)
            self._drop(name)

    def _drop(self, name: str) -> None:
        line = self._lines.pop(name)
        self._selector.unregister(line)
        line.close()

    def _say_once(self, name: str, trouble: str) -> None:
        """Log what keeps a line from being made, when it changes."""
        if self._said.get(name) != trouble:
            self._said[name] = trouble
            log.warning("%s: %s", name, trouble)
