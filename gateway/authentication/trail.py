"""The journal's view of one log-in: every event says which connection, by which door, from where, under which claimed name."""

from typing import Any, TypeVar

from gateway.authentication.events import LoginEvent
from gateway.authentication.ports import Diary, Door

E = TypeVar("E", bound=LoginEvent)


class Trail:
    """Makes and writes the events of one connection. `terminal` is set once a terminal is proved."""

    def __init__(self, diary: Diary, *, door: Door, connection: str, address: str, username: str | None) -> None:
        self._diary = diary
        self._known: dict[str, Any] = {
            "connection": connection,
            "door": door,
            "address": address,
            "username": username,
        }
        self.address = address
        self.terminal: str | None = None

    def event(self, kind: type[E], **fields: Any) -> E:
        """An event of this connection; `fields` are those of `kind` itself."""
        known = {**self._known, "terminal": self.terminal, **fields}
        return kind(**known)

    def write(self, *events: LoginEvent) -> None:
        """Return once all of them are durable, in one commit; raises whatever the diary raises."""
        if events:
            self._diary.append(events)
