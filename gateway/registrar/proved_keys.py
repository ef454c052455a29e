"""A registered key was proved: the event is written together with what the proof changes, or what speaks against it is.

- A security key that signs with a lower count than it has signed with before exists twice (WebAuthn §6.1.1): refused, alarmed.
- A terminal's key, or its certificate's, in use from two addresses at once has been copied (R-18): the terminal is suspended,
  whoever came second.

The signature was verified by the session process; the count and the terminal's standing are read and written here, in one
transaction, so that two processes at once cannot both be right. Does not see: a copy used at another time, behind the same
address, or on another node before it has a session there. Takes for a copy: a terminal that changes its address meanwhile.
"""

from collections.abc import Sequence

from gateway.audit.event import Event
from gateway.authentication.events import LoginFactorProved
from gateway.authentication.ports import KeyKind, KeyOwner, Noted
from gateway.crypto.digest import fingerprint, sha256
from gateway.crypto.security_key import is_security_key
from gateway.ipc.server import Peer, Violation
from gateway.registrar import facts
from gateway.registrar.events import KeyCounterDecreased, TerminalKeyCopied
from gateway.registrar.group import Done
from gateway.registrar.params import CertificateProved, KeyProved
from gateway.registrar.ports import Transaction
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.peer_address import host_of


def require_sound(asked: KeyProved, events: Sequence[Event]) -> None:
    """Raise Violation unless the one event tells of this key, and a count comes with a security key and with no other."""
    told = [event for event in events if isinstance(event, LoginFactorProved)]
    if len(told) != 1 or len(events) != 1 or told[0].fingerprint != fingerprint(asked.blob):
        raise Violation("a proved key whose event does not tell of it")
    if is_security_key(asked.blob) is (asked.counter is None) or told[0].counter != asked.counter:
        raise Violation("a count without a security key, or a security key without its count")


def proved(
    transaction: Transaction, peer: Peer, asked: KeyProved, events: Sequence[Event], *, elsewhere: str | None
) -> Done[Noted]:
    """`elsewhere` is the address of a connection of this node that has proved the same terminal's key from another host."""
    owner = transaction.facts.key_owner(asked.blob)
    if owner is None or (owner.kind is KeyKind.TERMINAL and owner.standing is not Standing.ACTIVE):
        return Done(result=Noted.WITHDRAWN, events=())
    if asked.counter is not None:
        remembered = transaction.keys.counter(asked.blob)
        if remembered is not None and asked.counter < remembered:
            decreased = _decreased(peer, asked, events, owner, remembered)
            return Done(result=Noted.COUNTER_DECREASED, events=(decreased,))
        transaction.keys.count(asked.blob, asked.counter)
    if owner.kind is KeyKind.TERMINAL:
        other = elsewhere or _session_elsewhere(transaction, owner.owner_id, peer.address)
        if other is not None:
            _suspend(transaction, owner.owner_id)
            return Done(result=Noted.COPIED, events=(_copied(peer, fingerprint(asked.blob), owner, other),))
    return Done(result=Noted.WRITTEN, events=events)


def require_certified(asked: CertificateProved, events: Sequence[Event]) -> None:
    """Raise Violation unless the one event tells of this certificate."""
    told = [event for event in events if isinstance(event, LoginFactorProved)]
    digest = sha256(asked.certificate).hex()
    if len(told) != 1 or len(events) != 1 or told[0].fingerprint != digest or told[0].counter is not None:
        raise Violation("a proved certificate whose event does not tell of it")


def certificate_proved(
    transaction: Transaction, peer: Peer, asked: CertificateProved, events: Sequence[Event], *, elsewhere: str | None
) -> Done[Noted]:
    """As `proved`, for the certificate of a terminal."""
    owner = facts.certified(transaction.facts, asked.certificate)
    if owner is None or owner.standing is not Standing.ACTIVE:
        return Done(result=Noted.WITHDRAWN, events=())
    other = elsewhere or _session_elsewhere(transaction, owner.owner_id, peer.address)
    if other is None:
        return Done(result=Noted.WRITTEN, events=events)
    _suspend(transaction, owner.owner_id)
    return Done(result=Noted.COPIED, events=(_copied(peer, sha256(asked.certificate).hex(), owner, other),))


def _session_elsewhere(transaction: Transaction, terminal: str, address: str) -> str | None:
    """From where, of another host, a session of any node runs on this terminal."""
    here = host_of(address)
    for session in transaction.sessions.not_ended(None):
        if session.terminal == terminal and host_of(session.peer_address) != here:
            return session.peer_address
    return None


def _suspend(transaction: Transaction, terminal: str) -> None:
    found = transaction.facts.terminal(terminal)
    if found is not None:
        transaction.office.change_terminal(
            id=found.id,
            name=found.name,
            site=found.site,
            owner=found.owner,
            standing=Standing.SUSPENDED,
            kind=found.kind,
            certificate=found.certificate,
        )


def _decreased(
    peer: Peer, asked: KeyProved, events: Sequence[Event], owner: KeyOwner, remembered: int
) -> KeyCounterDecreased:
    of_terminal = owner.kind is KeyKind.TERMINAL
    return KeyCounterDecreased(
        person=None if of_terminal else owner.owner_id,
        terminal=owner.owner_id if of_terminal else events[0].terminal,
        connection=peer.connection,
        address=peer.address,
        owner=owner.owner_id,
        fingerprint=fingerprint(asked.blob),
        seen=asked.counter or 0,
        remembered=remembered,
    )


def _copied(peer: Peer, shown: str, owner: KeyOwner, other: str) -> TerminalKeyCopied:
    return TerminalKeyCopied(
        terminal=owner.owner_id,
        terminal_name=owner.name,
        connection=peer.connection,
        address=peer.address,
        other_address=other,
        fingerprint=shown,
    )
