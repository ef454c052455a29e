"""Recordings whose writers are gone: the verified prefix is sealed, as interrupted or late, and its hash goes into the journal.

What to mend stands in the database (recordings open, their sessions over), so a restart forgets nothing. A recording is
left alone for a moment after its session's end, because its writer may be dying; one that cannot be mended now (keeper away,
writer still alive) is tried again.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from gateway.ipc.server import Violation
from gateway.recording.recovery import NeverBegan
from gateway.recording.seal import Sealed
from gateway.registrar import life
from gateway.registrar.events import RecordingUnrecovered
from gateway.registrar.group import Group
from gateway.registrar.lane import Lane
from gateway.registrar.limits import Limits
from gateway.registrar.ports import Store
from gateway.sessions.session import RecordingSummary, Session
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import Fault

log = logging.getLogger(__name__)
Recover = Callable[[str, str], Sealed | NeverBegan]
"""(path relative to the recordings directory, reason) -> recording/recovery.recover with everything else filled in."""


class Mender:
    """Finds and seals what was left open on this node, and on nodes that run no more."""

    def __init__(
        self, *, store: Store, group: Group, recover: Recover, node: str, clock: Clock, limits: Limits
    ) -> None:
        self._store, self._group, self._recover = store, group, recover
        self._node, self._clock, self._limits = node, clock, limits
        self._lane = Lane("registrar-mender")
        self._wanted = asyncio.Event()
        self._given_up: set[str] = set()

    def trigger(self) -> None:
        """A session ended without a seal."""
        self._wanted.set()

    async def run(self) -> None:
        """Mend as asked, and again what could not be mended, until cancelled."""
        while True:
            await self._wanted.wait()
            await asyncio.sleep(self._limits.mend_after_seconds)
            self._wanted.clear()
            if not await self.mend():
                asyncio.get_running_loop().call_later(self._limits.mend_retry_seconds, self._wanted.set)

    async def mend(self) -> bool:
        """One round over everything open; True if nothing is left to try again."""
        whole = True
        for session, path in await self._lane.run(self._unsealed):
            if session.recording not in self._given_up:
                whole = await self._mend_one(session, path) and whole
        return whole

    def _unsealed(self) -> list[tuple[Session, str]]:
        with self._store.reading() as transaction:
            return list(transaction.recordings.unsealed(self._node))

    async def _mend_one(self, session: Session, path: str) -> bool:
        resting = timedelta(seconds=self._limits.mend_after_seconds)
        if session.ended_at is not None and self._clock.now() - session.ended_at < resting:
            return self._later()
        try:
            found = await self._lane.run(lambda: self._recover(path, session.end_reason or "unknown"))
        except (Fault, OSError) as error:
            log.error("recording %s is not sealed yet: %s", session.recording, error)  # noqa: TRY400  # expected, retried
            return False
        if isinstance(found, NeverBegan):
            await self._say_missing(session)
        else:
            await self._keep(session, found)
        return True

    def _later(self) -> bool:
        self._wanted.set()
        return True

    async def _keep(self, session: Session, sealed: Sealed) -> None:
        summary = RecordingSummary(
            recording=sealed.recording,
            chunks=sealed.chunks,
            stored_bytes=sealed.stored_bytes,
            final_hash=sealed.final_hash,
            last_at=sealed.last_at,
        )
        now = self._clock.now()
        try:
            await self._group.write(
                lambda transaction: life.recovered(transaction, session, summary, sealed.state, now=now)
            )
        except Violation as wrong:
            # another node was faster, or the file is another session's: only the latter stays open
            self._given_up.add(session.recording)
            log.error("recording %s is not closed by us: %s", session.recording, wrong)  # noqa: TRY400

    async def _say_missing(self, session: Session) -> None:
        """Once a start: the row stays open, so every start says it again until somebody looks.

        A dead node may have its recordings on a disk of its own: then they are sealed when it is back.
        """
        self._given_up.add(session.recording)
        if session.node != self._node:
            log.warning("recording %s of node %s is not here", session.recording, session.node)
            return
        log.error("recording %s of session %s is missing or has no header", session.recording, session.id)
        event = RecordingUnrecovered(
            person=session.person,
            session=session.id,
            terminal=session.terminal,
            target=session.target,
            order=session.order,
            recording=session.recording,
            why="missing or without a whole header",
        )
        await self._group.append([event])
