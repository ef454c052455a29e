"""What a shown key is, looked up afresh each time it counts: whose it is, and what speaks against it here and now.

A shown key is a registered public key or a certificate. Facts only: nothing is proved by looking.
"""

from dataclasses import dataclass
from typing import Final

from gateway.authentication import certificates, keys
from gateway.authentication.events import KeyFault
from gateway.authentication.ports import Directory, KeyOwner
from gateway.crypto import user_certificate
from gateway.crypto.user_certificate import Certificate, Unfit
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.peer_address import HostAddress

BLOB_BYTES_MAX: Final = user_certificate.BYTES_MAX  # RSA 16384 is 2,070 bytes; nothing registered is longer


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownKey:
    """`blob` as it was shown, `key` the plain key in it.

    `fault` is None for a key that belongs to `owner` and is good for the name given. `declared` is whom the journal names for
    it: the owner's id, or a certificate's authority; None for what nobody registered.
    """

    blob: bytes
    key: bytes
    owner: KeyOwner | None = None
    fault: KeyFault | None = None
    certificate: Certificate | None = None
    declared: str | None = None


class ShownKeys:
    """Looks keys up for one walk: by `username`, from `host`."""

    def __init__(self, directory: Directory, clock: Clock, username: str, host: HostAddress | None) -> None:
        self._directory, self._clock = directory, clock
        self._username, self._host = username, host

    def of(self, blob: bytes) -> ShownKey:
        """The key of this blob as of now."""
        if len(blob) > BLOB_BYTES_MAX:
            return ShownKey(blob=blob, key=blob, fault=KeyFault.UNREGISTERED)
        if user_certificate.is_certificate(blob):
            return self._certified(blob)
        owner = self._directory.key_owner(blob)
        if owner is None:
            return ShownKey(blob=blob, key=blob, fault=KeyFault.UNREGISTERED)
        fault = keys.fault_of(owner, self._username)
        return ShownKey(blob=blob, key=blob, owner=owner, fault=fault, declared=owner.owner_id)

    def _signer(self, blob: bytes) -> str | None:
        """The name of the authority of ours that signed what we do not take: that it did is worth a line in the journal."""
        signer = user_certificate.signer_of(blob)
        if signer is None:
            return None
        return self._directory.certificate(authority=signer, serial=0, key_id="", key=blob).authority

    def _certified(self, blob: bytes) -> ShownKey:
        read = user_certificate.read(blob)
        if isinstance(read, Unfit):
            return ShownKey(blob=blob, key=blob, fault=certificates.UNFIT[read], declared=self._signer(blob))
        facts = self._directory.certificate(
            authority=read.authority, serial=read.serial, key_id=read.key_id, key=read.key
        )
        now = self._clock.now()
        fault = certificates.fault_of(read, facts, self._username, host=self._host, now=now)
        person = self._directory.login(self._username) if fault is None else None
        if person is None:  # a principal nobody has is one more that does not fit
            fault = fault or KeyFault.CERTIFICATE_PRINCIPAL
        return ShownKey(
            blob=blob,
            key=read.key,
            owner=None if person is None else certificates.owner_of(person),
            fault=fault,
            certificate=read,
            declared=facts.authority,
        )
