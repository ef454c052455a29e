"""Which nodes live. A node lives while its registrar holds a name of its own on the database; nothing else is asked.

- This one: who cannot hold its name for LOST seconds, or finds that another node has gone on in its place, ends, and with it
  every session here (they see their line to the registrar close). So it is over before anybody calls it dead.
- Another: whose name nobody has held for DEAD seconds is dead. Whoever sees it first ends its sessions and frees its leases in
  one transaction; its recordings are sealed like those of a crash here. It may come back at any time, as a new run.
- The fence: each transaction of this node begins with the question whether its run still stands (`require`), so that what was
  called dead writes nothing any more, however long it was held up.
One node alone on a SQLite file has no line: its row is written, and nobody looks.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from gateway.registrar import life
from gateway.registrar.events import NodeLost
from gateway.registrar.group import Done, Group
from gateway.registrar.lane import Lane
from gateway.registrar.limits import Limits
from gateway.registrar.ports import OwnName, Store, Transaction
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
NODE_LOST: Final = "node-lost"
_TAKE_PAUSE_SECONDS: Final = 0.1


def held_as(node: str) -> str:
    """The name a node's registrar holds."""
    return f"node {node}"


class NodeLife:
    """This node's own standing, and what follows from another one's end."""

    def __init__(
        self,
        *,
        node: str,
        line: OwnName | None,
        store: Store,
        clock: Clock,
        limits: Limits,
        after_end: Callable[[], None],
    ) -> None:
        """`after_end`: sessions have ended without a good-bye (a checkpoint and a mending are due)."""
        self._node, self._line, self._store, self._clock, self._limits = node, line, store, clock, limits
        self._after_end = after_end
        self._lane = Lane("registrar-nodes")
        self._since: datetime | None = None
        self._begun = False
        self._silent: dict[str, float] = {}
        self.accompanied = False
        """Whether another node ran at the last look."""

    @property
    def shares(self) -> bool:
        """True where other nodes may work on the same database."""
        return self._line is not None

    async def take(self) -> None:
        """Hold this node's name. Raises GatewayFault where another registrar does: two nodes need two names."""
        if self._line is None:
            return
        end = self._clock.monotonic() + self._limits.node_lost_seconds
        while not await self._lane.run(self._line.hold):
            if self._clock.monotonic() >= end:
                raise GatewayFault(
                    f"another registrar runs as {self._node} on this database: node.name must be its own"
                )
            await asyncio.sleep(_TAKE_PAUSE_SECONDS)

    def began(self, transaction: Transaction) -> None:
        """This run begins, in the transaction that ends what an earlier one left open."""
        self._since = self._clock.now()
        transaction.nodes.began(self._node, self._since)

    def opened(self) -> None:
        """That transaction is committed: from now on the fence stands."""
        self._begun = self._line is not None

    def ended(self, transaction: Transaction) -> None:
        """This run ends in an orderly way."""
        if self._since is not None:
            transaction.nodes.ended(self._node, self._since)
        self._begun = False

    def require(self, transaction: Transaction) -> None:
        """The fence. Raises GatewayFault once another node has gone on in this one's place."""
        if self._begun and self._since is not None and not transaction.nodes.runs(self._node, self._since):
            raise GatewayFault(f"another node found {self._node} dead and went on in its place")

    async def run(self, group: Group) -> None:
        """Look again and again, until cancelled. Raises GatewayFault when this node must end."""
        if self._line is None:
            return
        good = self._clock.monotonic()
        while True:
            if await self._held(self._line):
                good = self._clock.monotonic()
                await self.look(group)
            elif self._clock.monotonic() - good >= self._limits.node_lost_seconds:
                raise GatewayFault("the database has not answered for so long that another node may go on in our place")
            await asyncio.sleep(self._limits.node_look_seconds)

    async def look(self, group: Group) -> None:
        """One look at every node that runs. Raises GatewayFault where ours does not any more."""
        line = self._line
        if line is None:
            return
        try:
            silent = await self._lane.run(lambda: self._silent_now(line))
        except GatewayFault as fault:
            log.warning("the nodes cannot be looked at: %s", fault)
            return
        if not self._begun:  # it is stopping
            return
        if silent is None:
            raise GatewayFault(f"another node found {self._node} dead and went on in its place")
        now = self._clock.monotonic()
        self._silent = {name: self._silent.get(name, now) for name in silent}
        for name, first in self._silent.items():
            if now - first >= self._limits.node_dead_seconds:
                await self._outlive(group, name, silent[name])

    async def _held(self, line: OwnName) -> bool:
        try:
            return await asyncio.wait_for(self._lane.run(line.hold), self._limits.node_lost_seconds)
        except (GatewayFault, TimeoutError) as fault:
            log.warning("the name of this node is not held: %s", fault)
            return False

    def _silent_now(self, line: OwnName) -> dict[str, datetime] | None:
        """Nodes that run by their rows and hold no name, and since when they ran; None where ours does not run."""
        with self._store.reading() as transaction:
            running = dict(transaction.nodes.running())
        if running.pop(self._node, None) != self._since:
            return None
        self.accompanied = bool(running)
        held = line.held(map(held_as, running)) if running else frozenset[str]()
        return {name: since for name, since in running.items() if held_as(name) not in held}

    async def _outlive(self, group: Group, name: str, since: datetime) -> None:
        now = self._clock.now()
        written = await group.write(lambda transaction: lost(transaction, name, since, now))
        if written.result is None:
            return  # somebody else was faster, or it has begun anew
        log.critical("node %s is gone; %d session(s) of it ended", name, written.result)
        self._after_end()


def lost(transaction: Transaction, name: str, since: datetime, now: datetime) -> Done[int | None]:
    """End a dead node's run, its sessions and leases; how many sessions, None where that run was over already."""
    if not transaction.nodes.ended(name, since):
        return Done(result=None, events=())
    done = life.broken(transaction, transaction.sessions.not_ended(name), {}, NODE_LOST, now=now)
    return Done(result=done.result, events=(NodeLost(node=name, sessions_broken=done.result), *done.events))
