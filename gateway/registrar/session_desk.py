"""What a session process may ask: binding, facts, its own events, and the life of its own sessions."""

from gateway.authentication.ports import CertificateFacts, KeyKind, KeyOwner, LoginFacts, Noted
from gateway.ipc.server import Peer, Refuse, Violation
from gateway.registrar import binding, facts, life, proved_keys, texts
from gateway.registrar.answers import Opened
from gateway.registrar.incoming import taken_in
from gateway.registrar.life import HeldElsewhere, TooMany
from gateway.registrar.params import (
    AdmissionTo,
    Append,
    Bind,
    CertificateOf,
    CertificateProved,
    CertifiedBy,
    Ended,
    KeyProved,
    LoginOf,
    Open,
    OwnerOf,
    Started,
)
from gateway.registrar.rights import require_well_formed
from gateway.registrar.rotation_desk import settled
from gateway.registrar.works import Works
from gateway.sessions.ports import AdmissionFacts
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.identity import Standing


class SessionDesk:
    """Answers session processes; every answer about a change comes after its commit."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def bind(self, peer: Peer, params: Bind) -> None:
        """Bind the connection to person and terminal. Raises Violation, or Refuse for a terminal that is not ACTIVE."""
        if params.terminal is None:
            raise Violation("a session without a terminal")
        terminal = params.terminal
        assertion = binding.begin(
            peer, params.assertion, keeper_public=self._works.keeper_public, clock=self._works.clock
        )
        found = await self._works.read(lambda known: known.terminal(terminal))
        if found is None or found.standing is not Standing.ACTIVE:
            binding.give_up(peer)
            raise Refuse("terminal.refused", texts.TERMINAL_REFUSED)
        binding.finish(peer, assertion, terminal)
        self._works.live.tell_authenticated(peer.connection)

    async def append(self, peer: Peer, params: Append) -> int | None:
        """The last event's sequence number, once all are durable."""
        return await self._works.group.append(taken_in(peer, params.events))

    async def login(self, _peer: Peer, params: LoginOf) -> LoginFacts | None:
        """Facts of a user name."""
        return await self._works.read(lambda known: known.login(params.username))

    async def key(self, _peer: Peer, params: OwnerOf) -> KeyOwner | None:
        """Whose a key is."""
        return await self._works.read(lambda known: known.key_owner(params.blob))

    async def certificate(self, _peer: Peer, params: CertificateOf) -> CertificateFacts:
        """What is known about a user certificate."""
        return await self._works.read(
            lambda known: known.certificate(
                authority=params.authority, serial=int(params.serial), key_id=params.key_id, key=params.key
            )
        )

    async def key_proved(self, peer: Peer, params: KeyProved) -> Noted:
        """A registered key was proved: written with what that changes, or why it does not count. Raises Violation."""
        events = taken_in(peer, params.events)
        proved_keys.require_sound(params, events)
        owner = await self._works.read(lambda known: known.key_owner(params.blob))
        elsewhere = None
        if owner is not None and owner.kind is KeyKind.TERMINAL:
            elsewhere = self._works.live.uses_terminal(peer, owner.owner_id)  # noted before the others are looked at
        written = await self._works.group.write(
            lambda transaction: proved_keys.proved(transaction, peer, params, events, elsewhere=elsewhere)
        )
        if written.result is Noted.COPIED:
            self._works.oversight.trigger()
        return written.result

    async def terminal(self, _peer: Peer, params: CertifiedBy) -> KeyOwner | None:
        """Whose terminal a certificate is registered for."""
        return await self._works.read(lambda known: facts.certified(known, params.certificate))

    async def certificate_proved(self, peer: Peer, params: CertificateProved) -> Noted:
        """A registered terminal's certificate was proved; as for its key. Raises Violation."""
        events = taken_in(peer, params.events)
        proved_keys.require_certified(params, events)
        owner = await self._works.read(lambda known: facts.certified(known, params.certificate))
        elsewhere = None if owner is None else self._works.live.uses_terminal(peer, owner.owner_id)
        written = await self._works.group.write(
            lambda transaction: proved_keys.certificate_proved(transaction, peer, params, events, elsewhere=elsewhere)
        )
        if written.result is Noted.COPIED:
            self._works.oversight.trigger()
        return written.result

    async def admission(self, peer: Peer, params: AdmissionTo) -> AdmissionFacts:
        """Facts for a decision about the bound person."""
        bound, now = binding.bound(peer), self._works.clock.now()
        return await self._works.read(lambda known: facts.admission(known, bound, params.target, now))

    async def open(self, peer: Peer, params: Open) -> Opened:
        """Open a session. Raises what life.opened does, and Refuse where a person's other sessions or the machine forbid it."""
        bound, opening = binding.bound(peer), params.session
        require_well_formed(opening)
        _require_own(bound, opening)
        events = taken_in(peer, params.events, opening=opening.id)
        if not any(event.session == opening.id for event in events):
            raise Violation("a session opened without an event that says so")
        await self._require_now(opening)
        await settled(self._works, opening.target)
        now = self._works.clock.now()
        sessions_max = self._works.measures.limits.sessions_per_person
        written = await self._works.group.write(
            lambda transaction: life.opened(
                transaction,
                opening,
                events,
                connection=peer.connection,
                node=self._works.node,
                sessions_max=sessions_max,
                now=now,
            )
        )
        match written.result:
            case HeldElsewhere(terminal_name=name):
                raise Refuse("lease.held", texts.lease_held(name))
            case TooMany(sessions=sessions):
                raise Refuse("session.too-many", texts.too_many_sessions(sessions))
            case opened:
                self._began(peer, bound, opening)
                return opened

    async def _require_now(self, opening: SessionOpening) -> None:
        """Raise Refuse, once that is journalled, where clock or disks let no session begin."""
        try:
            self._works.trust.require()
            self._works.space.require()
        except Refuse as refusal:
            await self._works.group.append([life.refused(opening, refusal.code)])
            raise

    async def started(self, peer: Peer, params: Started) -> None:
        """The target answered."""
        _require_open(binding.bound(peer), params.session)
        events = taken_in(peer, params.events)
        await self._works.group.write(lambda transaction: life.started(transaction, params.session, events))

    async def end(self, peer: Peer, params: Ended) -> None:
        """A session's good-bye."""
        bound, now = binding.bound(peer), self._works.clock.now()
        _require_open(bound, params.session)
        events = taken_in(peer, params.events)
        await self._works.group.write(
            lambda transaction: life.ended(
                transaction, params.session, params.reason, params.recording, events, now=now
            )
        )
        bound.sessions.pop(params.session, None)
        bound.over.add(params.session)
        self._works.ending.ended(params.session)
        self._works.notary.trigger()
        if params.recording is None:
            self._works.mender.trigger()

    def _began(self, peer: Peer, bound: binding.Bound, opening: SessionOpening) -> None:
        bound.sessions[opening.id] = opening
        self._works.notary.trigger()
        if self._works.live.is_here(peer):
            self._works.live.began(peer, opening)
        else:  # the connection ended while the session's opening was being written
            self._works.ending.break_sessions(peer.connection, [opening.id])


def _require_own(bound: binding.Bound, opening: SessionOpening) -> None:
    own = (bound.person, bound.assertion.username, bound.terminal)
    if (opening.person, opening.username, opening.terminal) != own:
        raise Violation("a session for another person or terminal")


def _require_open(bound: binding.Bound, session: str) -> None:
    if session not in bound.sessions:
        raise Violation("a session this connection has not open")
