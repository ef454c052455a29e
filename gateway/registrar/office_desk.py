"""What the office may ask (the command line, later the web pages): its changes, cutting a session, what runs, a checkpoint."""

import asyncio
import logging
from datetime import timedelta
from typing import Final

from gateway.crypto.assertion import Assertion, Way
from gateway.ipc.messages import CallRefused
from gateway.ipc.server import Peer, Refuse, Violation
from gateway.registrar import binding, committing, duties, freshness, texts
from gateway.registrar.answers import Checkpointed, Head
from gateway.registrar.events import OfficeEntered, SessionCut
from gateway.registrar.group import Done
from gateway.registrar.incoming import taken_in_commit
from gateway.registrar.params import Bind, Commit, Cut
from gateway.registrar.ports import Transaction
from gateway.registrar.rights import today
from gateway.registrar.works import Works
from gateway.sessions.session import Session
from gateway.vocabulary.outcome import Fault

log = logging.getLogger(__name__)
FORGET_SECONDS: Final = 0.5


class OfficeDesk:
    """Answers office processes (and the worker, for head and checkpoint)."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def bind(self, peer: Peer, params: Bind) -> None:
        """Bind the connection to a person once that is written down. Raises Violation, or Refuse for a web session that ended.

        A web session was written down when it began, an enrolment is when it is done.
        """
        if params.terminal is not None:
            raise Violation("an office connection with a terminal")
        assertion = binding.begin(
            peer, params.assertion, keeper_public=self._works.keeper_public, clock=self._works.clock
        )
        if assertion.web is not None or assertion.way is Way.ENROLMENT:
            await self._require_open(assertion)
            if assertion.web is None:
                self._works.trust.require_no_leap()
            binding.finish(peer, assertion, None)
            return
        if assertion.way is not Way.DEMO:
            self._works.trust.require_no_leap()  # a code of another time may have been good by a clock that went back
        entered = OfficeEntered(
            person=assertion.person,
            by=assertion.person,
            by_username=assertion.username,
            os_user=assertion.os_user,
            uid=peer.uid,
        )
        await self._works.group.append([entered])
        binding.finish(peer, assertion, None)

    async def commit(self, peer: Peer, params: Commit) -> None:
        """Apply one change with its events, or none of both."""
        events, now = taken_in_commit(peer, params.events), self._works.clock.now()
        fresh_for = timedelta(seconds=self._works.limits.fresh_seconds)
        budgets = self._works.measures.budgets
        await self._works.group.write(
            lambda transaction: committing.committed(
                transaction, peer, params.change, events, now, fresh_for=fresh_for, budgets=budgets
            )
        )
        self._works.oversight.trigger()
        self._works.holds.trigger()

    async def _require_open(self, assertion: Assertion) -> None:
        works = self._works

        def read() -> None:
            with works.store.reading() as transaction:
                freshness.require_open(transaction, assertion)

        await works.reader.run(read)

    async def cut(self, peer: Peer, params: Cut) -> None:
        """End a live session: journalled, told, and killed after a second (R-42); another node's by that node, as news."""
        bound = binding.bound(peer)
        if params.by not in (bound.person, bound.assertion.username):
            raise Violation("a cut in another person's name")
        written = await self._works.group.write(lambda transaction: self._cut(transaction, bound, params))
        found = self._works.live.found(params.session)
        await self._forget_grants(written.result)
        if found is not None:
            self._works.ending.end_one(*found, "cut", texts.ending_cut(bound.assertion.username))

    async def _forget_grants(self, person: str) -> None:
        """First, so that nobody comes back by the log-in that is cut; a keeper that is away does not keep the cut waiting.

        What it then has not heard it has forgotten, or hears as soon as it looks: the call has been sent.
        """
        try:
            await asyncio.wait_for(asyncio.to_thread(self._works.forget_grants, person), FORGET_SECONDS)
        except (Fault, CallRefused, OSError, TimeoutError) as fault:
            log.warning("the keeper has not forgotten the grants of %s: %s", person, fault)

    async def live(self, _peer: Peer, _params: object) -> list[Session]:
        """Sessions of all nodes that have not ended, oldest first."""
        works = self._works

        def read() -> list[Session]:
            with works.store.reading() as transaction:
                return list(transaction.sessions.not_ended(None))

        return await works.reader.run(read)

    async def checkpoint(self, _peer: Peer, _params: object) -> Checkpointed:
        """Sign now. Raises Refuse while the keeper or a disk does not do its part."""
        try:
            signed = await self._works.notary.now()
        except (Fault, OSError) as error:
            raise Refuse("checkpoint.failed", texts.UNSIGNED) from error
        if signed is not None:
            return Checkpointed(size=signed.size, news=True)
        return Checkpointed(size=(await self._head()).signed, news=False)

    async def head(self, _peer: Peer, _params: object) -> Head:
        """Where the journal stands."""
        return await self._head()

    async def _head(self) -> Head:
        works = self._works

        def read() -> Head:
            with works.store.reading() as transaction:
                head, signed = transaction.journal.head(), transaction.journal.last_checkpoint()
            return Head(
                seq=head.seq if head is not None else -1,
                hash=head.hash if head is not None else b"",
                signed=signed.size if signed is not None else 0,
            )

        return await works.reader.run(read)

    def _cut(self, transaction: Transaction, bound: binding.Bound, params: Cut) -> Done[str]:
        """Whose session it is."""
        held = duties.roles_now(transaction.facts, bound, today(self._works.clock.now()))
        duties.require_any(held, duties.CUTS)
        session = transaction.sessions.get(params.session)
        if session is None or session.ended_at is not None:
            raise Refuse("session.not-live", texts.NOT_LIVE)
        event = SessionCut(
            person=session.person,
            session=session.id,
            terminal=session.terminal,
            target=session.target,
            order=session.order,
            by=bound.person,
            by_username=bound.assertion.username,
            os_user=bound.assertion.os_user,
            reason=params.reason,
        )
        return Done(result=session.person, events=[event])
