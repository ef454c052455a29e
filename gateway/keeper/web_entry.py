"""Sessions of the web office as the keeper judges them: begun by proved factors, carried on by a ticket, ended by any doubt.

The keeper reads the stored row itself and believes of it only what it signed: a ticket opens a connection while its row has
not ended, neither limit is reached, the account is good today and its credentials are the very ones that were proved. A
session begins from factors alone, never from another session, so that nothing outlives the absolute limit.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from gateway.authentication.ports import Checked
from gateway.crypto import digest, signing, web_pass
from gateway.crypto.assertion import Way
from gateway.crypto.web_pass import PassRefused, WebPass
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import words
from gateway.keeper.asking import Desk
from gateway.keeper.binding import Binding
from gateway.keeper.credential_mark import mark_of
from gateway.keeper.custody import Custody
from gateway.keeper.factors import Factors
from gateway.keeper.ports import Ports, StoredCredential, StoredWebSession
from gateway.keeper.requests import WebAgain, WebEnter, WebEntered, WebProved, WebResume, WebResumed
from gateway.keeper.standing import Bound, Door, Proof, Standing, Step
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import new_identifier

log = logging.getLogger(__name__)
SKEW: Final = timedelta(seconds=5)  # between two nodes' clocks; a clock set back further lets nobody in
UNKNOWN: Final = Refuse("web.unknown", words.WEB_UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebLimits:
    """How long a session of the web office lives: without a request, and at all."""

    idle: timedelta = timedelta(minutes=15)
    absolute: timedelta = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What the keeper remembers of the session a connection carries on; a fresh factor changes neither."""

    ticket: bytes
    ends_at: datetime


class WebEntry:
    """Begins, carries on and renews sessions of the web office."""

    def __init__(
        self,
        custody: Custody,
        ports: Ports,
        binding: Binding,
        factors: Factors,
        desk: Desk,
        clock: Clock,
        limits: WebLimits,
    ) -> None:
        self._seed = custody.keys.assertion
        self._public = signing.public_of(custody.keys.assertion)
        self._ports, self._binding, self._factors = ports, binding, factors
        self._desk, self._clock, self._limits = desk, clock, limits

    def enter(self, standing: Standing, asked: WebEnter) -> WebEntered:
        """The pass of a new session for whoever proved his factors on this connection. Raises Violation for anybody else."""
        bound = standing.person
        if bound.web is not None or bound.proof.way is Way.DEMO:
            raise Violation("a web session out of another one, or without factors")
        now = self._clock.now()
        standing.prove_again(replace(bound, web=new_identifier("W", now)))
        begun = standing.memories[_Begun] = _Begun(asked.ticket, now + self._limits.absolute)
        return WebEntered(signed_pass=self._signed(standing, begun), assertion=self._binding.assertion(standing))

    async def resume(self, standing: Standing, asked: WebResume) -> WebResumed:
        """Bind this connection to the person whose session the ticket carries on. Raises Refuse (`web.*`) in words."""
        ticket = digest.sha256(asked.ticket.encode("ascii"))
        row = await self._desk.ask(self._ports.web_sessions.of, ticket)
        if row is None:
            raise UNKNOWN
        carried = self._carried(row, ticket)
        self._require_alive(row, carried)
        credential = await self._desk.ask(self._ports.credentials.of, carried.username)
        bound = self._bound(carried, credential)
        assertion = self._binding.bind(standing, Step.WEB, bound)
        standing.memories[_Begun] = _Begun(carried.ticket, carried.ends_at)
        return WebResumed(
            assertion=assertion, seen_at=row.seen_at, seen_address=row.seen_address, ends_at=carried.ends_at
        )

    async def again(self, standing: Standing, asked: WebAgain) -> WebProved:
        """A fresh code inside a web session: with a right one, the pass renewed. Raises Violation outside of one."""
        _begun_on(standing)
        return self.renewed(standing, await self._factors.again(standing, asked.code))

    def renewed(self, standing: Standing, checked: Checked) -> WebProved:
        """The answer once a factor was judged, whichever it was: with an assertion in `checked`, the pass renewed too."""
        begun = _begun_on(standing)
        if checked.assertion is None:
            return WebProved(checked=checked)
        return WebProved(checked=checked, signed_pass=self._signed(standing, begun))

    def _signed(self, standing: Standing, begun: _Begun) -> bytes:
        bound = standing.person
        statement = WebPass(
            web=bound.web or "",
            ticket=begun.ticket,
            person=bound.person,
            username=bound.username,
            way=bound.proof.way,
            proved_at=bound.proof.at,
            issued_at=self._clock.now(),
            ends_at=begun.ends_at,
            mark=bound.proof.mark,
        )
        return web_pass.sign(self._seed, statement)

    def _carried(self, row: StoredWebSession, ticket: bytes) -> WebPass:
        """What the keeper itself signed about this row and this ticket. Raises Refuse for anything else."""
        try:
            carried = web_pass.verified(self._public, row.signed_pass)
        except PassRefused as refused:
            log.error("web session %.40r: %s", row.id, refused)  # noqa: TRY400  # said; the visitor is just unknown
            raise UNKNOWN from None
        same = digest.same(carried.ticket, ticket) and digest.same(row.ticket, ticket)
        if not same or (carried.web, carried.person) != (row.id, row.person):
            log.error("web session %.40r: its pass is another session's", row.id)
            raise UNKNOWN
        return carried

    def _require_alive(self, row: StoredWebSession, carried: WebPass) -> None:
        now = self._clock.now()
        if row.ended_at is not None:
            raise Refuse("web.ended", words.WEB_ENDED)
        if now >= carried.ends_at or now + SKEW < max(carried.issued_at, row.seen_at):
            raise Refuse("web.over", words.WEB_OVER)
        if now - row.seen_at >= self._limits.idle:
            raise Refuse("web.idle", words.WEB_IDLE)

    def _bound(self, carried: WebPass, credential: StoredCredential | None) -> Bound:
        if credential is None or credential.person != carried.person:
            raise UNKNOWN
        if not self._binding.may_enter(credential, Door.OFFICE):
            raise Refuse("web.not-active", words.PERSON_NOT_ACTIVE)
        mark = mark_of(credential)
        if not digest.same(mark, carried.mark):
            raise Refuse("web.factors-changed", words.WEB_FACTORS_CHANGED)
        proof = Proof(way=carried.way, at=carried.proved_at, mark=mark)
        return self._binding.bound_of(credential, proof, carried.web)


def _begun_on(standing: Standing) -> _Begun:
    """The session this connection carries on. Raises Violation where it carries none."""
    found = standing.memories.get(_Begun)
    if not isinstance(found, _Begun):
        raise Violation("proved again outside a web session")
    return found
