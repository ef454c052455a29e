"""Access is looked at again while it is used: what would not open any more is ended (R-23: it exists only inside its order).

The session process ends itself at its window's end; this is for the order that is withdrawn, the person, terminal or target that
is suspended, on this node or another, and for the session process that does not look at the clock.
"""

import asyncio
from datetime import datetime, timedelta

from gateway.ipc.server import Refuse, Violation
from gateway.registrar import texts
from gateway.registrar.ending import Ending
from gateway.registrar.lane import Lane
from gateway.registrar.limits import Limits
from gateway.registrar.live import Live
from gateway.registrar.ports import Facts, Store
from gateway.registrar.rights import require_right
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.clock import Clock

MOMENT = timedelta(microseconds=1)  # within the grace a session is judged by its window's last moment


class Oversight:
    """Looks at every session of this node, regularly and whenever the office has changed something here."""

    def __init__(self, *, store: Store, live: Live, ending: Ending, clock: Clock, limits: Limits) -> None:
        self._store, self._live, self._ending = store, live, ending
        self._clock, self._limits = clock, limits
        self._lane = Lane("registrar-oversight")
        self._wanted = asyncio.Event()

    def trigger(self) -> None:
        """The office has changed something: look now."""
        self._wanted.set()

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            self._wanted.clear()
            await self.look()
            try:
                await asyncio.wait_for(self._wanted.wait(), self._limits.oversight_seconds)
            except TimeoutError:
                continue

    async def look(self) -> None:
        """One look at every session that runs; those that have lost their right are told to end."""
        running, now = self._live.running(), self._clock.now()
        unknowing = [(peer, opening) for peer, opening in running if not self._ending.knows(opening.id)]
        lost = await self._lane.run(lambda: self._lost([opening for _, opening in unknowing], now))
        for peer, opening in unknowing:
            if opening.id in lost and self._live.peer_of(opening.id) is peer:
                self._ending.end_one(peer, opening, lost[opening.id], texts.ENDING_RIGHT)

    def _lost(self, openings: list[SessionOpening], now: datetime) -> dict[str, str]:
        """Why, by session."""
        if not openings:
            return {}
        with self._store.reading() as transaction:
            reasons = {opening.id: self._reason(transaction.facts, opening, now) for opening in openings}
        return {session: reason for session, reason in reasons.items() if reason is not None}

    def _reason(self, facts: Facts, opening: SessionOpening, now: datetime) -> str | None:
        grace = timedelta(seconds=self._limits.window_grace_seconds)
        if now - grace >= opening.until:
            return "window.over"
        try:
            require_right(facts, opening, min(now, opening.until - MOMENT))
        except Refuse as refusal:
            return refusal.code
        except Violation:
            return "order.refused"
        return None
