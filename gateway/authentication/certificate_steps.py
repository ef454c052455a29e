"""The terminal's certificate on the walk: TLS has proved who holds its key, the register says whose it is (R-18).

Nobody's signature makes a certificate trusted; being registered does, byte for byte. What does not lead on ends the walk: this
door's client has shown what it has, and nothing about a person is asked.
"""

from typing import Final

from gateway.authentication import keys, texts
from gateway.authentication.events import KeyFault, LoginFactorProved, StepFault
from gateway.authentication.ledger import Factor
from gateway.authentication.methods import methods_at
from gateway.authentication.ports import KeyOwner, Noted
from gateway.authentication.progress import Over, Partial
from gateway.authentication.walk import Failure, Walk
from gateway.crypto import terminal_certificate
from gateway.crypto.digest import sha256
from gateway.vocabulary.outcome import Text

_NOTED: Final = {Noted.WITHDRAWN: KeyFault.WITHDRAWN, Noted.COPIED: KeyFault.COPIED}
_TEXT: Final = {
    KeyFault.COPIED: texts.TERMINAL_COPIED,
    KeyFault.CERTIFICATE_EXPIRED: texts.CERTIFICATE_NOT_VALID,
    KeyFault.CERTIFICATE_NOT_YET: texts.CERTIFICATE_NOT_VALID,
}


class CertificateSteps:
    """The terminal of one walk at a door where TLS is spoken."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._proved: tuple[bytes, str] | None = None  # the certificate, and whose it was

    def proved(self, certificate: bytes | None) -> Partial | Over:
        """The other side holds the key of this certificate (DER), or showed none."""
        if certificate is None:
            return self._walk.close(texts.UNAPPROVED_CERTIFICATE)
        found = self._judged(certificate)
        if isinstance(found, KeyFault):
            return self._declined(certificate, found)
        ledger = self._walk.ledger.after(Factor.TERMINAL_KEY)
        noted = self._walk.ports.diary.certificate_proved(certificate, self._event(certificate, found))
        if noted is not Noted.WRITTEN:
            return self._declined(certificate, _NOTED.get(noted, KeyFault.WITHDRAWN))
        self._walk.trail.terminal, self._walk.ledger = found.owner_id, ledger
        self._proved = certificate, found.owner_id
        return Partial(methods=methods_at(ledger.stage))

    def still_good(self) -> bool:
        """Whether the certificate proved on this walk, if there was one, is the same terminal's and good as it was then."""
        if self._proved is None:
            return True
        certificate, owner = self._proved
        found = self._owner(certificate)
        return isinstance(found, KeyOwner) and found.owner_id == owner

    def _judged(self, certificate: bytes) -> KeyOwner | KeyFault:
        if not self._walk.ledger.admits(Factor.TERMINAL_KEY):
            return KeyFault.NOT_WANTED_NOW
        return self._owner(certificate)

    def _owner(self, certificate: bytes) -> KeyOwner | KeyFault:
        try:
            read = terminal_certificate.from_der(certificate)
        except ValueError:
            return KeyFault.UNREGISTERED  # none like it can be
        owner = self._walk.ports.directory.terminal_certified(certificate)
        if owner is None:
            return KeyFault.UNREGISTERED
        fault = keys.fault_of(owner, self._walk.name.username)
        now = self._walk.ports.clock.now()
        if fault is None and not read.is_valid(now):
            fault = KeyFault.CERTIFICATE_NOT_YET if now < read.valid_from else KeyFault.CERTIFICATE_EXPIRED
        return owner if fault is None else fault

    def _declined(self, certificate: bytes, fault: KeyFault) -> Over:
        fingerprint = sha256(certificate).hex()
        self._walk.offers.note(fingerprint, fault)
        failure = Failure(
            fault=StepFault.KEY_NOT_ACCEPTED,
            text=self._words(fault),
            factor=Factor.TERMINAL_KEY,
            fingerprint=fingerprint,
            key_fault=fault,
        )
        return self._walk.failed_for_good(failure)

    def _words(self, fault: KeyFault) -> Text:
        return _TEXT.get(fault, texts.UNAPPROVED_CERTIFICATE)

    def _event(self, certificate: bytes, owner: KeyOwner) -> LoginFactorProved:
        return self._walk.trail.event(
            LoginFactorProved,
            factor=Factor.TERMINAL_KEY,
            fingerprint=sha256(certificate).hex(),
            terminal=owner.owner_id,
        )
