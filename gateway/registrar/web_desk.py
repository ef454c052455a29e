"""What the web office asks about its sessions: one begins, is proved anew, is seen, ends; and how often something was tried.

A row begins and changes only by what the keeper signed: its assertion says whose the connection is, its pass what the row
holds. Beginning and its event are one transaction, and so is every end.
"""

from datetime import timedelta
from typing import Final

from gateway.audit.event import Event
from gateway.authentication.web_session import EndReason, Tries, WebSession
from gateway.crypto import web_pass
from gateway.crypto.assertion import Assertion, Way
from gateway.crypto.web_pass import PassRefused, WebPass
from gateway.ipc.server import Peer, Refuse, Violation
from gateway.registrar import binding, duties, texts, web_sessions
from gateway.registrar.binding import Bound
from gateway.registrar.group import Done
from gateway.registrar.params import WebClosed, WebOpened, WebPaced, WebRenewed, WebSeen
from gateway.registrar.ports import Transaction
from gateway.registrar.rights import today
from gateway.registrar.web_events import OfficeProvedAgain, OfficeSeenElsewhere, OfficeSignedIn
from gateway.registrar.works import Works

NO_SIGN_IN: Final = frozenset({Way.ENROLMENT, Way.DEMO})


class WebDesk:
    """Answers the web office."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def opened(self, peer: Peer, asked: WebOpened) -> None:
        """Store a new session and bind the connection to whose it is. Raises Violation, or Refuse for a ticket that was used."""
        assertion, carried = self._carried(peer, asked.assertion, asked.signed_pass)
        if carried.way in NO_SIGN_IN:
            raise Violation(f"a web session by {carried.way}")
        self._works.trust.require_no_leap()  # by a clock that went back, a code of another time was good
        now = self._works.clock.now()
        session = WebSession(
            id=carried.web,
            ticket=carried.ticket,
            person=carried.person,
            way=carried.way,
            signed_pass=asked.signed_pass,
            made_at=now,
            ends_at=carried.ends_at,
            seen_at=now,
            address=asked.address,
            seen_address=asked.address,
            agent=asked.agent,
        )
        await self._works.group.write(lambda transaction: self._begin(transaction, assertion, session))
        binding.finish(peer, assertion, None)

    async def renewed(self, peer: Peer, asked: WebRenewed) -> None:
        """Store a renewed pass and bind the connection. Raises Violation, or Refuse where the session has ended."""
        assertion, carried = self._carried(peer, asked.assertion, asked.signed_pass)
        self._works.trust.require_no_leap()

        def write(transaction: Transaction) -> Done[None]:
            stored = transaction.web_sessions.get(carried.web)
            if stored is None or (stored.ticket, stored.person) != (carried.ticket, carried.person):
                raise Violation("a renewed pass of another session")
            if not transaction.web_sessions.renew(carried.web, signed_pass=asked.signed_pass, way=carried.way):
                raise Refuse("web.ended", texts.WEB_ENDED)
            word = OfficeProvedAgain(
                person=carried.person,
                by_username=assertion.username,
                os_user=assertion.os_user,
                web=carried.web,
                way=carried.way,
            )
            return Done(result=None, events=(word,))

        await self._works.group.write(write)
        binding.finish(peer, assertion, None)

    async def seen(self, peer: Peer, asked: WebSeen) -> None:
        """Write down that a session was used now, by the keeper's fresh word. Raises Violation, or Refuse where it has ended."""
        assertion = binding.said(
            peer, asked.assertion, keeper_public=self._works.keeper_public, clock=self._works.clock
        )
        web = assertion.web
        if web is None:
            raise Violation("an assertion of no web session")

        def write(transaction: Transaction) -> Done[None]:
            before = transaction.web_sessions.get(web)
            if before is None or before.person != assertion.person:
                raise Violation("a web session of another person")
            if not transaction.web_sessions.see(web, at=self._works.clock.now(), address=asked.address):
                raise Refuse("web.ended", texts.WEB_ENDED)
            return Done(result=None, events=_moved(before, asked.address))

        await self._works.group.write(write)

    async def closed(self, peer: Peer, asked: WebClosed) -> None:
        """End a session: one's own, or anybody's by an administrator. Raises Refuse."""
        bound = binding.bound(peer)
        await self._works.group.write(lambda transaction: self._close(transaction, bound, asked.session))

    async def paced(self, _peer: Peer, asked: WebPaced) -> Tries:
        """Count one more try."""
        now = self._works.clock.now()
        ends_at = now + timedelta(seconds=asked.seconds)

        def write(transaction: Transaction) -> Done[Tries]:
            tries = transaction.web_paces.count(asked.bucket, asked.counted, now=now, ends_at=ends_at)
            return Done(result=tries, events=())

        return (await self._works.group.write(write)).result

    def _carried(self, peer: Peer, assertion: bytes, signed_pass: bytes) -> tuple[Assertion, WebPass]:
        public = self._works.keeper_public
        said = binding.begin(peer, assertion, keeper_public=public, clock=self._works.clock)
        try:
            carried = web_pass.verified(public, signed_pass)
        except PassRefused as refused:
            raise Violation(f"pass refused: {refused}") from refused
        if (carried.web, carried.person) != (said.web, said.person):
            raise Violation("the pass of another session")
        return said, carried

    def _begin(self, transaction: Transaction, assertion: Assertion, session: WebSession) -> Done[None]:
        idle = timedelta(seconds=self._works.limits.web_idle_seconds)
        swept = web_sessions.swept(transaction, idle, session.made_at)
        if not transaction.web_sessions.add(session):
            raise Refuse("office.exists", texts.ALREADY_THERE)
        word = OfficeSignedIn(
            person=session.person,
            by_username=assertion.username,
            os_user=assertion.os_user,
            web=session.id,
            way=assertion.way,
            address=session.address,
            agent=session.agent,
            ends_at=session.ends_at,
        )
        return Done(result=None, events=(*swept, word))

    def _close(self, transaction: Transaction, bound: Bound, wanted: str) -> Done[None]:
        now = self._works.clock.now()
        session = transaction.web_sessions.get(wanted)
        if session is None or session.person != bound.person:
            duties.require_any(duties.roles_now(transaction.facts, bound, today(now)), duties.ACCOUNTS)
        if session is None:
            raise Refuse("office.absent", texts.NOT_THERE)
        reason = _reason(bound, session)
        return Done(result=None, events=web_sessions.ended(transaction, [session], reason, now, bound))


def _reason(bound: Bound, session: WebSession) -> EndReason:
    if session.person != bound.person:
        return EndReason.BY_ADMINISTRATOR
    return EndReason.SIGNED_OUT if session.id == bound.assertion.web else EndReason.REVOKED


def _moved(before: WebSession, address: str) -> tuple[Event, ...]:
    if before.seen_address == address:
        return ()
    return (OfficeSeenElsewhere(person=before.person, web=before.id, address=address, before=before.seen_address),)
