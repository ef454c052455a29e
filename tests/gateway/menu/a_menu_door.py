"""An open door at which nobody names a target: the product from the channel's first request on, a scripted target behind."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.target import Target
from gateway.work_orders.order import WorkOrder
from tests.gateway.listener.an_open_door import OpenDoor
from tests.gateway.menu.a_menu import TARGETS, order
from tests.gateway.relay.ssh.a_client import a_client, ask, number, receive_until, string
from tests.gateway.relay.ssh.a_scripted_target import Conversation, Script, a_scripted_target
from tests.gateway.relay.ssh.a_target import ME
from tests.gateway.sessions.an_office import proved


def echoes(conversation: Conversation) -> None:
    """Says hello, repeats what is typed, and ends with status 7 after a line with `bye`."""
    conversation.begin()
    conversation.channel.sendall(b"hello from the target\r\n")
    heard = b""
    while b"bye" not in heard and (data := conversation.channel.recv(1000)):
        heard += data
        conversation.channel.sendall(b"<" + data + b">")
    conversation.say(conversation.status(7))
    conversation.say(conversation.close())


class MenuDoor(OpenDoor):
    """`orders` are this person's; the target that answers is `build-host`, free of personal data, account ME."""

    def offers(self, orders: Sequence[WorkOrder], more: Sequence[Target] = TARGETS) -> None:
        """From now on these are the person's orders."""
        target = self.registry.facts.target
        assert target is not None
        ordered = (target, *(one for one in more if one.name != target.name))
        self.registry.facts = replace(self.registry.facts, orders=tuple(orders), ordered=ordered)


def own(letter: str = "1") -> WorkOrder:
    """An order that opens `build-host` as ME."""
    made = order(letter, "build-host")
    return replace(made, targets=(replace(made.targets[0], accounts=(ME,)),), personal_data=False, clients=())


def terminal(term: bytes = b"xterm", columns: int = 80, rows: int = 24) -> bytes:
    return string(term) + number(columns) + number(rows) + bytes(8) + string(b"\x00")


def _client(door: MenuDoor, window: int | None) -> tuple[Any, Any]:
    if window is None:
        return a_client(door)
    transport = OrderedTransport(socket.create_connection(("127.0.0.1", door.port)))
    transport._sanitize_window_size = lambda _: window  # paramiko itself has none under 32 KiB
    transport.start_client(timeout=10)
    transport.auth_none("sato")
    return transport, transport.open_session(timeout=10)


class AtTheDoor:
    """A client with a terminal that has asked for a shell; it takes at most `window` bytes more than it reads."""

    def __init__(
        self, door: MenuDoor, term: bytes = b"xterm", columns: int = 80, rows: int = 24, window: int | None = None
    ) -> None:
        self.transport, self.channel = _client(door, window)
        self._requests = self.transport.requests_of(self.channel)
        assert ask(self.transport, self.channel, "pty-req", terminal(term, columns, rows))
        assert ask(self.transport, self.channel, "shell", b"")

    def shows(self, words: str) -> str:
        return receive_until(self.channel, words.encode()).decode(errors="replace")

    def status(self) -> int:
        said = iter(self._requests.get, None)
        return next(int.from_bytes(one.fields, "big") for one in said if one is not None and one.kind == "exit-status")

    def __enter__(self) -> "AtTheDoor":
        return self

    def __exit__(self, *_: object) -> None:
        self.transport.close()


@contextmanager
def a_menu_door(
    script: Script = echoes, *, orders: Sequence[WorkOrder] | None = None, **person: Any
) -> Iterator[MenuDoor]:
    with a_scripted_target(script) as scripted:
        door = MenuDoor(scripted.target(), scripted.keeper)
        door.scripted = scripted
        door.around = replace(door.around, admissions=replace(door.around.admissions, proved=proved(None)))
        door.registry.facts = replace(door.registry.facts, person=replace(door.registry.facts.person, **person))
        door.offers([own()] if orders is None else orders)
        try:
            yield door
        finally:
            door.close()
