"""A key that leads on from where the walk stands, if its signature verifies (or has)."""

from dataclasses import dataclass

from gateway.authentication import keys
from gateway.authentication.events import KeyFault
from gateway.authentication.ledger import Factor, Ledger
from gateway.authentication.ports import KeyOwner
from gateway.authentication.shown_keys import ShownKey
from gateway.crypto.user_certificate import Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodKey:
    """`blob` as it was shown, `key` the plain key in it, and what it is good for."""

    blob: bytes
    key: bytes
    factor: Factor
    owner: KeyOwner
    certificate: Certificate | None = None


def judged(shown: ShownKey, ledger: Ledger) -> GoodKey | KeyFault:
    """The key with its factor, or why it does not lead on from where `ledger` stands."""
    if shown.owner is None or shown.fault is not None:
        return shown.fault or KeyFault.UNREGISTERED
    factor = keys.FACTOR[shown.owner.kind]
    if not ledger.admits(factor):
        return KeyFault.NOT_WANTED_NOW
    return GoodKey(blob=shown.blob, key=shown.key, factor=factor, owner=shown.owner, certificate=shown.certificate)
