"""The two key methods: whose a public key is, and whether proving it would lead on. Pure judgement of looked-up facts.

A terminal's key must be of a terminal in use; a person's key must be of the person named. That the person is suspended is
no fault here: it is told after everything is proved, to nobody else.
"""

from dataclasses import dataclass
from typing import Final

from gateway.authentication.events import KeyFault
from gateway.authentication.ledger import Factor, Ledger
from gateway.authentication.ports import KeyKind, KeyOwner
from gateway.vocabulary.identity import Standing

BLOB_BYTES_MAX: Final = 8192  # RSA 16384 is 2,070 bytes; nothing registered is longer

FACTOR: Final = {KeyKind.TERMINAL: Factor.TERMINAL_KEY, KeyKind.PERSON: Factor.PERSON_KEY}
_TERMINAL_FAULT: Final = {
    Standing.ACTIVE: None,
    Standing.SUSPENDED: KeyFault.TERMINAL_SUSPENDED,
    Standing.REVOKED: KeyFault.TERMINAL_REVOKED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodKey:
    """A registered key that leads on, if its signature verifies (or has)."""

    blob: bytes
    factor: Factor
    owner: KeyOwner


def fault_of(owner: KeyOwner, username: str) -> KeyFault | None:
    """What speaks against this key on a connection that names `username`; None for nothing."""
    if owner.kind is KeyKind.TERMINAL:
        return _TERMINAL_FAULT[owner.standing]
    return None if owner.name == username else KeyFault.OTHER_PERSON


def judged(blob: bytes, owner: KeyOwner | None, username: str, ledger: Ledger) -> GoodKey | KeyFault:
    """The key with its factor, or why it does not lead on from where `ledger` stands."""
    if owner is None:
        return KeyFault.UNREGISTERED
    fault = fault_of(owner, username)
    if fault is not None:
        return fault
    factor = FACTOR[owner.kind]
    return GoodKey(blob=blob, factor=factor, owner=owner) if ledger.admits(factor) else KeyFault.NOT_WANTED_NOW
