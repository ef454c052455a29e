"""Who stands by a running session: judged here, journalled when he comes and when he goes, however he goes (R-27).

Being there is a connection: it begins with `session.attend` on a bound connection of the office and ends with `session.leave` or
with that connection, so that a page, a browser or an office that dies leaves nobody standing by. Memory of the node only; the
journal has both ends. Whoever is there says so again and again, and is judged each time: a session that must be watched asks how
long ago somebody last did (`attended`), and believes nothing else.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from gateway.ipc.server import Peer, Refuse, Violation
from gateway.registrar import binding, duties, freshness, texts
from gateway.registrar.binding import Bound
from gateway.registrar.group import Done
from gateway.registrar.ports import Transaction
from gateway.registrar.presence_events import Leaving, SessionAttended, SessionLeft
from gateway.registrar.presence_params import Attend, Attended, AttendedOf, Leave, Present
from gateway.registrar.rights import today
from gateway.registrar.works import Works
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.identity import Role

ATTENDS: Final = frozenset({Role.SUPERVISOR, Role.DEMO_OPERATOR})
"""Whoever stands by must be able to cut."""
AT_ONCE_MAX: Final = 16


@dataclass(eq=False, slots=True)
class _Stay:
    """Beside one session: `said_at` is when he last said so (monotonic), None until the journal has that he came."""

    opening: SessionOpening
    since: datetime
    said_at: float | None = None


@dataclass(eq=False, slots=True)
class _Here:
    """In a peer's memo: the sessions whoever is bound stands by."""

    sessions: dict[str, _Stay] = field(default_factory=dict)


class PresenceDesk:
    """Answers office processes."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def attend(self, peer: Peer, params: Attend) -> None:
        """He is there, or still is; durable on return. Raises Refuse: not for him, his own session, or none that runs here."""
        works, bound = self._works, binding.bound(peer)
        found = works.live.found(params.session)
        if found is None:
            raise Refuse("session.not-live", texts.NOT_LIVE)
        opening, here, now = found[1], _here(peer), works.clock.now()
        if (stay := here.sessions.get(opening.id)) is not None:
            await self._stays(peer, bound, stay)
            return
        if len(here.sessions) >= AT_ONCE_MAX:
            raise Violation("somebody beside too many sessions at once")
        stay = here.sessions[opening.id] = _Stay(opening, now)
        try:
            await works.group.write(lambda transaction: _attended(transaction, bound, opening, now))
        except BaseException:
            here.sessions.pop(opening.id, None)
            raise
        stay.said_at = works.clock.monotonic()
        if not works.live.is_here(peer):  # the connection ended while this was being written
            await self.gone(peer)

    async def attended(self, peer: Peer, asked: AttendedOf) -> Attended:
        """How long ago somebody beside the asking connection's own session last said so. Raises Violation."""
        if asked.session not in binding.bound(peer).sessions:
            raise Violation("a session this connection has not open")
        now = self._works.clock.monotonic()
        stays = (_here(each).sessions.get(asked.session) for each in self._works.live.of_role("office"))
        said = [stay.said_at for stay in stays if stay is not None and stay.said_at is not None]
        return Attended(seconds=None if not said else max(0.0, now - max(said)))

    async def leave(self, peer: Peer, params: Leave) -> None:
        """He is not any more; nothing for whoever was not."""
        left = _here(peer).sessions.pop(params.session, None)
        if left is not None:
            await self._left(binding.bound(peer), [left], Leaving.SAID)

    async def present(self, _peer: Peer, _params: object) -> list[Present]:
        """Everybody beside a session of this node that still runs, in the order they came."""
        live = self._works.live
        found = []
        for peer in live.of_role("office"):
            bound = peer.memo.get(Bound)
            if isinstance(bound, Bound):
                found += [
                    Present(session=id_, by=bound.person, by_username=bound.assertion.username, since=stay.since)
                    for id_, stay in _here(peer).sessions.items()
                    if live.found(id_) is not None
                ]
        return sorted(found, key=lambda each: each.since)

    async def gone(self, peer: Peer) -> None:
        """A connection ended, and with it whoever stood by over it."""
        bound, left = peer.memo.get(Bound), list(_here(peer).sessions.values())
        _here(peer).sessions.clear()
        if isinstance(bound, Bound) and left:
            await self._left(bound, left, Leaving.LOST)

    async def _stays(self, peer: Peer, bound: Bound, stay: _Stay) -> None:
        """He says it again: judged as when he came, for a supervisor's right may have ended meanwhile. Raises Refuse."""
        works = self._works
        if stay.said_at is None:  # he is still being written down
            return

        def judge() -> None:
            with works.store.reading() as transaction:
                _judge(transaction, bound, stay.opening, works.clock.now())

        try:
            await works.reader.run(judge)
        except Refuse:
            if _here(peer).sessions.pop(stay.opening.id, None) is not None:
                await self._left(bound, [stay], Leaving.LOST)
            raise
        stay.said_at = works.clock.monotonic()

    async def _left(self, bound: Bound, left: list[_Stay], how: Leaving) -> None:
        now, live = self._works.clock.now(), self._works.live
        await self._works.group.append(
            [
                SessionLeft(
                    **_of(bound, stay.opening),
                    how=how if live.found(stay.opening.id) is not None else Leaving.OVER,
                    seconds=max(0, round((now - stay.since).total_seconds())),
                )
                for stay in left
            ]
        )


def stands_by(peer: Peer) -> bool:
    """True for a connection whose end is somebody's leaving."""
    return bool(_here(peer).sessions)


def _here(peer: Peer) -> _Here:
    found: _Here = peer.memo.setdefault(_Here, _Here())
    return found


def _attended(transaction: Transaction, bound: Bound, opening: SessionOpening, now: datetime) -> Done[None]:
    _judge(transaction, bound, opening, now)
    return Done(result=None, events=[SessionAttended(**_of(bound, opening))])


def _judge(transaction: Transaction, bound: Bound, opening: SessionOpening, now: datetime) -> None:
    """Whether he may stand by it, as of now. Raises Refuse."""
    freshness.require_open(transaction, bound.assertion)
    duties.require_any(duties.roles_now(transaction.facts, bound, today(now)), ATTENDS)
    if opening.person == bound.person:
        raise Refuse("session.own", texts.OWN_SESSION)


def _of(bound: Bound, opening: SessionOpening) -> dict[str, Any]:
    return {
        "person": opening.person,
        "session": opening.id,
        "terminal": opening.terminal,
        "target": opening.target,
        "order": opening.order,
        "by": bound.person,
        "by_username": bound.assertion.username,
        "os_user": bound.assertion.os_user,
    }
