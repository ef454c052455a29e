"""The two key methods: whose a public key is, and whether proving it would lead on. Pure judgement of looked-up facts.

A terminal's key must be of a terminal in use; a person's key must be of the person named. That the person is suspended is
no fault here: it is told after everything is proved, to nobody else.
"""

from typing import Final

from gateway.authentication.events import KeyFault
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import KeyKind, KeyOwner
from gateway.vocabulary.identity import Standing

FACTOR: Final = {KeyKind.TERMINAL: Factor.TERMINAL_KEY, KeyKind.PERSON: Factor.PERSON_KEY}
_TERMINAL_FAULT: Final = {
    Standing.ACTIVE: None,
    Standing.SUSPENDED: KeyFault.TERMINAL_SUSPENDED,
    Standing.REVOKED: KeyFault.TERMINAL_REVOKED,
}


def fault_of(owner: KeyOwner, username: str) -> KeyFault | None:
    """What speaks against this key on a connection that names `username`; None for nothing."""
    if owner.kind is KeyKind.TERMINAL:
        return _TERMINAL_FAULT[owner.standing]
    return None if owner.name == username else KeyFault.OTHER_PERSON
