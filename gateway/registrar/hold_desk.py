"""What a session process says and asks about its own stops; each answer comes after its commit."""

from gateway.ipc.server import Peer, Violation
from gateway.registrar import binding, holding
from gateway.registrar.hold_params import Held, HeldOf, Stopped
from gateway.registrar.works import Works
from gateway.sessions.session import SessionOpening
from gateway.sessions.standing import Course, Hold


class HoldDesk:
    """Only for a session that is open on the asking connection."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def stopped(self, peer: Peer, said: Stopped) -> Held:
        """The session stopped, or goes on. Raises Violation."""
        opening, works = _opening(peer, said.session), self._works
        now = works.clock.now()
        written = await works.group.write(lambda transaction: holding.stopped(transaction, opening, said, now))
        if said.course is Course.FROZEN:
            works.live.tell_held(opening.person)
        return Held(hold=written.result)

    async def held(self, peer: Peer, asked: HeldOf) -> Held:
        """Whether the person is frozen at this session's door."""
        opening, works = _opening(peer, asked.session), self._works

        def read() -> Hold | None:
            with works.store.reading() as transaction:
                return holding.held(transaction, opening)

        return Held(hold=await works.reader.run(read))


def _opening(peer: Peer, session: str) -> SessionOpening:
    opening = binding.bound(peer).sessions.get(session)
    if opening is None:
        raise Violation("a session this connection has not open")
    return opening
