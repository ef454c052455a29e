"""One node's registrar from its first transaction to its last: what an earlier one left open is ended before a door opens.

It fails closed: a journal that cannot be written, or a background task that breaks, ends the process with status 1 within a
second. Sessions hear `end` first, and see their descriptor close in any case; whoever supervises the process starts it anew.
"""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from gateway.audit.event import Event
from gateway.ipc.server import Peer, Server
from gateway.registrar import journal_time, life, texts
from gateway.registrar.assembly import assembled
from gateway.registrar.binding import Bound
from gateway.registrar.events import RegistrarStarted, RegistrarStopped, ViolationSeen
from gateway.registrar.group import Done
from gateway.registrar.parts import Door, Parts
from gateway.registrar.ports import Transaction
from gateway.registrar.presence_desk import PresenceDesk, stands_by
from gateway.registrar.table import requests
from gateway.vocabulary.outcome import Fault

log = logging.getLogger(__name__)
STOPPED, BROKEN = 0, 1


class Registrar:
    """The one writer of a node. Made and used inside a running event loop."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = self._failing = False
        self.works = assembled(parts, spawn=self._spawn, on_broken=self._broken)
        self.server = Server(
            requests(self.works),
            on_open=self.works.live.opened,
            on_close=self._closed,
            on_violation=self._violated,
        )

    async def run(self, doors: Sequence[Door], stop: asyncio.Event) -> int:
        """Serve until `stop` is set (0) or something breaks (1): the process's exit status."""
        try:
            await self.start(doors)
        except Exception:  # whatever it was: no door opens
            log.exception("the registrar cannot start")
            await self.close()
            return BROKEN
        watched: set[asyncio.Future[Any]] = {asyncio.ensure_future(stop.wait()), self._ended}
        await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        status = self._ended.result() if self._ended.done() else await self._stopped()
        for future in watched:
            future.cancel()
        await self.close()
        return status

    async def start(self, doors: Sequence[Door]) -> None:
        """End what was left open on this node, then open the doors. Raises GatewayFault."""
        await self.works.space.tend()  # on a full disk the ballast goes first
        await self.works.nodes.take()
        await self.works.group.write(self._begin)
        self.works.nodes.opened()
        await self.works.news.begin()
        self.works.notary.trigger()
        self.works.mender.trigger()
        for door in doors:
            await self.server.listen(door.path, role=door.role, uids=door.uids)
        works = self.works
        watches = (works.trust, works.space, works.same_file, works.oversight, works.lapsing, works.holds)
        for part in (works.notary, works.mender, *watches):
            self._spawn(part.run())
        if works.nodes.shares:
            self._spawn(works.notary.follow())
            self._spawn(works.news.run())
            self._spawn(works.nodes.run(works.group))

    async def close(self) -> None:
        """Close every connection and stop every task."""
        self._closing = True
        await self.server.close()
        for task in list(self._tasks):
            task.cancel()

    def _begin(self, transaction: Transaction) -> Done[int]:
        self.works.nodes.began(transaction)
        left = transaction.sessions.not_ended(self._parts.node)
        done = life.broken(transaction, left, {}, "registrar-restarted", now=self._parts.clock.now())
        clock = self.works.trust.begin(journal_time.newest(transaction, self._parts.node))
        return Done(result=done.result, events=(*clock, RegistrarStarted(sessions_broken=done.result), *done.events))

    def _closed(self, peer: Peer) -> None:
        self.works.live.closed(peer)
        if not self._closing:
            self.works.ending.gone(peer)
            if stands_by(peer):
                self._spawn(PresenceDesk(self.works).gone(peer))

    def _violated(self, peer: Peer, what: str) -> None:
        bound = peer.memo.get(Bound)
        event = ViolationSeen(
            person=bound.person if isinstance(bound, Bound) else None,
            role=peer.role,
            connection=peer.connection[:128],
            address=peer.address[:128],
            uid=peer.uid,
            what=what[:300],
        )
        self._spawn(self._write_down(event))

    async def _write_down(self, event: Event) -> None:
        await self.works.group.append([event])

    def _broken(self, error: BaseException) -> None:
        log.critical("the journal cannot be written, the registrar ends: %r", error)
        self._fail()

    def _fail(self) -> None:
        """Tell everybody, let refusals leave, then end."""
        self._failing = True
        self.works.live.tell_all_end("journal.broken", texts.ENDING_JOURNAL)
        asyncio.get_running_loop().call_later(self._parts.limits.exit_seconds, self._end)

    def _end(self) -> None:
        if not self._ended.done():
            self._ended.set_result(BROKEN)

    async def _stopped(self) -> int:
        """An orderly stop: sessions are told, what has not ended after a moment is broken, the last word is signed."""
        works = self.works
        works.live.tell_all_end("service.stopping", texts.ENDING_SERVICE)
        deadline = works.clock.monotonic() + self._parts.limits.end_all_seconds
        while works.live.running() and works.clock.monotonic() < deadline and not self._ended.done():
            await asyncio.sleep(0.05)
        try:
            await works.group.write(self._finish)
            await asyncio.wait_for(works.notary.now(), self._parts.limits.end_all_seconds)
        except (Fault, OSError, TimeoutError) as error:
            log.error("stopped without a last checkpoint: %s", error)  # noqa: TRY400  # the keeper may be stopping too
        return self._ended.result() if self._ended.done() else STOPPED

    def _finish(self, transaction: Transaction) -> Done[int]:
        self.works.nodes.ended(transaction)
        left = transaction.sessions.not_ended(self._parts.node)
        done = life.broken(transaction, left, {}, "registrar-stopped", now=self._parts.clock.now())
        return Done(result=done.result, events=(*done.events, RegistrarStopped(reason="asked")))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if task.cancelled() or task.exception() is None or self._closing or self._failing:
            return
        log.critical("a task of the registrar broke, the registrar ends", exc_info=task.exception())
        self._fail()
