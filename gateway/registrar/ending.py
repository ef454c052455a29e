"""Ending what runs: asked first (news `end`), killed when it does not end in time, and written down either way.

A session process that is told to end seals its recording and says good-bye itself; the kill is for one that hangs.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from gateway.ipc.server import Peer
from gateway.registrar import life
from gateway.registrar.binding import Bound
from gateway.registrar.events import SessionKilled
from gateway.registrar.group import Group
from gateway.registrar.limits import Limits
from gateway.registrar.live import Live
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import Text

log = logging.getLogger(__name__)
CONNECTION_LOST = "connection-lost"
Spawn = Callable[[Coroutine[Any, Any, None]], None]


class Ending:
    """Ends sessions of this node for whatever reason."""

    def __init__(
        self,
        *,
        group: Group,
        live: Live,
        clock: Clock,
        limits: Limits,
        spawn: Spawn,
        after_end: Callable[[], None],
    ) -> None:
        """`after_end` is called when sessions have ended without a good-bye (a checkpoint and a mending are due)."""
        self._group, self._live, self._clock, self._limits = group, live, clock, limits
        self._spawn, self._after_end = spawn, after_end
        self._told: dict[str, str] = {}  # why a session was told to end

    def end_one(self, peer: Peer, opening: SessionOpening, reason: str, text: Text) -> None:
        """Tell one session to end; kill its process if it still stands after `kill_after_seconds` (R-42)."""
        self._told[opening.id] = reason
        self._live.tell_end(peer, opening.id, reason, text)
        self._spawn(self._kill_later([(peer, opening)], reason, self._limits.kill_after_seconds))

    def knows(self, session: str) -> bool:
        """True if a session has been told to end already."""
        return session in self._told

    def end_all(self, reason: str, text: Text) -> None:
        """Tell every session process to end; kill what still has a session after `end_all_seconds` (R-11)."""
        running = self._live.running()
        self._told.update({opening.id: reason for _, opening in running})
        self._live.tell_all_end(reason, text)
        self._spawn(self._kill_later(running, reason, self._limits.end_all_seconds))

    def gone(self, peer: Peer) -> None:
        """A connection ended: whatever it left open is broken, its lease free, its process killed if it still lives."""
        bound = peer.memo.get(Bound)
        if isinstance(bound, Bound) and bound.sessions:
            self.break_sessions(peer.connection, list(bound.sessions))

    def break_sessions(self, connection: str, sessions: list[str]) -> None:
        """End rows and leases of sessions whose connection is gone."""
        reasons = {session: self._told[session] for session in sessions if session in self._told}
        for session in sessions:
            self.ended(session)
        self._live.tell_kill(connection)
        self._spawn(self._break(sessions, reasons))

    def ended(self, session: str) -> None:
        """A session is over, by its own word or ours."""
        self._live.ended(session)
        self._told.pop(session, None)

    async def _break(self, sessions: list[str], reasons: Mapping[str, str]) -> None:
        now = self._clock.now()
        written = await self._group.write(
            lambda transaction: life.broken(
                transaction, life.not_ended(transaction, sessions), reasons, CONNECTION_LOST, now=now
            )
        )
        log.warning("%d session(s) broken with their connection", written.result)
        self._after_end()

    async def _kill_later(self, told: list[tuple[Peer, SessionOpening]], reason: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        late = [(peer, opening) for peer, opening in told if self._live.peer_of(opening.id) is peer]
        if not late:
            return
        await self._group.append([_killed(opening, reason) for _, opening in late])
        for connection in {peer.connection for peer, _ in late}:
            self._live.tell_kill(connection)


def _killed(opening: SessionOpening, reason: str) -> SessionKilled:
    return SessionKilled(
        person=opening.person,
        session=opening.id,
        terminal=opening.terminal,
        target=opening.target,
        order=opening.order,
        reason=reason,
    )
