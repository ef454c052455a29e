"""The keeper's own lines in the journal: written before what they tell of leaves, or it does not leave.

A violation is told beside the closing of its connection: nothing waits for it, and a registrar that is away does not keep the
connection open; the keeper's log has it in any case.
"""

import asyncio
import logging

from gateway.audit.event import Event
from gateway.ipc.messages import CallRefused
from gateway.ipc.server import Peer, Refuse
from gateway.keeper.asking import Desk
from gateway.keeper.events import KeeperViolation
from gateway.keeper.ports import Journal
from gateway.keeper.standing import Bound, Standing
from gateway.vocabulary.outcome import Fault

log = logging.getLogger(__name__)
WHAT_MAX = 300


class Diary:
    """Appends through the registrar."""

    def __init__(self, journal: Journal, desk: Desk) -> None:
        self._journal, self._desk = journal, desk
        self._telling: set[asyncio.Task[None]] = set()

    async def used(self, event: Event) -> None:
        """Durable when it returns. Raises GatewayFault or CallRefused: then nothing may leave, and nothing change."""
        await self._desk.ask(self._journal.append, [event])

    def violated(self, peer: Peer, what: str) -> None:
        """Tell of a violation; `on_violation` of the server."""
        bound = _bound(peer)
        event = KeeperViolation(
            person=None if bound is None else bound.person,
            role=peer.role,
            connection=peer.connection[:128],
            address=peer.address[:128],
            uid=peer.uid,
            what=what[:WHAT_MAX],
        )
        log.error("violation: %s %s from %s: %s", peer.role, peer.connection, peer.address or "this machine", what)
        task = asyncio.get_running_loop().create_task(self._tell(event))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self, event: KeeperViolation) -> None:
        try:
            await self._desk.ask(self._journal.append, [event])
        except (Fault, CallRefused, Refuse) as fault:
            log.error("a violation was not journalled: %s", fault)  # noqa: TRY400  # the log line above has it


def _bound(peer: Peer) -> Bound | None:
    standing = peer.memo.get(Standing)
    return standing.bound if isinstance(standing, Standing) else None
