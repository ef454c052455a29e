"""What a session process asks before and after it shows rows; each answer comes after its commit."""

from collections.abc import Iterable

from gateway.disclosure.asking import Stopped, Taken, Wait
from gateway.disclosure.past import japan_day
from gateway.ipc.server import Peer, Violation
from gateway.registrar import binding, disclosing, settling
from gateway.registrar.disclosure_params import Frozen, FrozenOf, Settle, Take, TakeAnswer
from gateway.registrar.works import Works
from gateway.sessions.session import SessionOpening


class DisclosureDesk:
    """Only for a session that is open on the asking connection."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def take(self, peer: Peer, asked: Take) -> TakeAnswer:
        """An answer is about to be shown: it may, or it may not. Raises Violation."""
        opening, works = _opening(peer, asked.session), self._works
        _require_plain([each.table for each in asked.rows] + [each.table for each in asked.people])
        budgets, now = works.measures.budgets, works.clock.now()
        written = await works.group.write(
            lambda transaction: disclosing.taken(transaction, opening, asked, budgets, now)
        )
        match written.result:
            case Taken() as taken:
                return TakeAnswer(taken=taken)
            case Stopped() as stopped:
                return TakeAnswer(stopped=stopped)
            case Wait() as wait:
                return TakeAnswer(wait=wait)
            case foreign:
                return TakeAnswer(foreign=foreign)

    async def settle(self, peer: Peer, said: Settle) -> None:
        """Count what went out. Raises Violation."""
        opening, works = _opening(peer, said.session), self._works
        _require_plain([each.table for each in said.rows] + [each.table for each in said.answered])
        now = works.clock.now()
        if said.day > japan_day(now):
            raise Violation("rows of a day to come")
        swept = works.sweeps.heard(
            opening,
            rows=said.rows,
            answered=said.answered,
            asked=said.asked,
            limits=works.measures.budgets.sweep,
            now=now,
        )
        if not (said.rows or said.back or said.people or said.unnamed or swept):
            return  # nothing to write down: it was for the memory of sweeps
        await works.group.write(lambda transaction: settling.settled(transaction, opening, said, swept))

    async def frozen(self, peer: Peer, asked: FrozenOf) -> Frozen:
        """Whether the person may be shown anything at this session's door."""
        opening, works = _opening(peer, asked.session), self._works
        door = disclosing.door_of(opening)

        def read() -> Frozen:
            with works.store.reading() as transaction:
                found = transaction.disclosures.frozen(opening.person, door)
            return Frozen(exceeded=None if found is None else found.exceeded)

        return await works.reader.run(read)


def _opening(peer: Peer, session: str) -> SessionOpening:
    opening = binding.bound(peer).sessions.get(session)
    if opening is None:
        raise Violation("a session this connection has not open")
    return opening


def _require_plain(tables: Iterable[str]) -> None:
    """A relation's name goes into the journal and onto screens."""
    if not all(table.isprintable() for table in tables):
        raise Violation("a relation with an unprintable name")
