"""The whole door before a target with personal data, whose sshd is somebody else's: it says what it holds whenever it is let."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from gateway.work_orders.order import OrderedTarget
from tests.gateway.authorization.a_request import an_order
from tests.gateway.listener.a_gate import Gate
from tests.gateway.listener.an_attacker import Attacker
from tests.gateway.relay.ssh.a_scripted_target import Conversation, Script, a_scripted_target
from tests.gateway.relay.ssh.a_target import ME
from tests.gateway.sessions.an_office import facts

USER = b"sato+callcenter-app"
NAME = "callcenter-app"
HELD = "料金表,改定案,社外秘\r\n".encode()  # what it must not let out; whole lines, and nothing that is masked


def says_what_it_holds(conversation: Conversation) -> None:
    """To whatever starts."""
    conversation.begin()
    conversation.together(
        conversation.data(HELD),
        conversation.stderr(HELD),
        conversation.status(0),
        conversation.eof(),
        conversation.close(),
    )


class ClosedGate(Gate):
    """A gate whose one target holds personal data; sato has an order for a free shell on it."""

    def __init__(self, folder: Path, target: Any, **other: Any) -> None:
        super().__init__(folder, target, **other)
        held = target.target(name=NAME, free=None)
        order = an_order(targets=(OrderedTarget(name=NAME, accounts=(ME,)),))
        self.registry.facts = facts(held, (order,))


@contextmanager
def a_closed_gate(folder: Path, script: Script = says_what_it_holds) -> Iterator[ClosedGate]:
    with a_scripted_target(script) as target:
        gate = ClosedGate(folder, target)
        try:
            yield gate
        finally:
            gate.close()


def heard_of(client: Attacker, seconds: float = 0.3) -> bytes:
    """Every byte of every message the client got so far, with what still comes within `seconds`."""
    with suppress(queue.Empty):
        while client.hear(seconds=seconds)[0] >= 0:
            pass
    return b"".join(said for _, said in client.all)
