"""Keys on the walk: what may be signed, and what a verified signature proves.

An unsigned query moves nothing: it is answered from looked-up facts and leaves only a note for the journal. A proved key is
looked up again, so the answer to a query is never what counts: a walk that advanced in the query would let in whoever knows
a public key.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.authentication import keys, security_keys, texts
from gateway.authentication.events import KeyFault, LoginFactorProved, LoginKeyDeclined, StepFault
from gateway.authentication.good_key import GoodKey, judged
from gateway.authentication.ledger import Factor
from gateway.authentication.methods import methods_at
from gateway.authentication.ports import Noted
from gateway.authentication.progress import Failed, Over, Partial
from gateway.authentication.shown_keys import ShownKey, ShownKeys
from gateway.authentication.walk import Failure, Walk
from gateway.crypto.digest import fingerprint
from gateway.crypto.security_key import Presence
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.peer_address import host_of

_NOTED: Final[Mapping[Noted, KeyFault]] = MappingProxyType(
    {
        Noted.WITHDRAWN: KeyFault.WITHDRAWN,
        Noted.COUNTER_DECREASED: KeyFault.COUNTER_DECREASED,
        Noted.COPIED: KeyFault.COPIED,
    }
)
_TEXT: Final[Mapping[KeyFault, Text]] = MappingProxyType(
    {
        KeyFault.NOT_TOUCHED: texts.NOT_TOUCHED,
        KeyFault.NOT_VERIFIED: texts.NOT_VERIFIED,
        KeyFault.COUNTER_DECREASED: texts.COUNTER_DECREASED,
        KeyFault.COPIED: texts.TERMINAL_COPIED,
    }
)
_OF_A_TERMINAL: Final = frozenset(
    {KeyFault.UNREGISTERED, KeyFault.TERMINAL_SUSPENDED, KeyFault.TERMINAL_REVOKED, KeyFault.WITHDRAWN}
)


class KeySteps:
    """The publickey method of one walk (RFC 4252 §7)."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._shown = ShownKeys(walk.ports.directory, walk.ports.clock, walk.name.username, host_of(walk.trail.address))
        self._distrusted: set[bytes] = set()  # by plain key: not taken again on this walk

    def would_accept(self, blob: bytes) -> bool:
        """Whether a signature by this key would lead on now. Costs one query."""
        if self._walk.query() is not None:
            return False
        shown = self._shown.of(blob)
        found = self._judged(shown)
        new = self._walk.offers.note(fingerprint(blob), found.factor if isinstance(found, GoodKey) else found)
        if isinstance(found, GoodKey):
            return True
        if shown.declared is not None and new and not self._proved_already(blob):
            event = self._walk.trail.event(
                LoginKeyDeclined, fault=found, fingerprint=fingerprint(shown.key), owner=shown.declared
            )
            self._walk.trail.write(event)
        return False

    def proved(self, blob: bytes, presence: Presence | None = None) -> Partial | Failed | Over:
        """A signature by this key was verified; `presence` is what a security key said with it."""
        shown = self._shown.of(blob)
        found = self._judged(shown)
        if not isinstance(found, GoodKey):
            return self._declined(shown, found)
        fault = security_keys.fault_of(found.key, presence, self._walk.ports.security_keys)
        if fault is not None:
            return self._declined(shown, fault)
        ledger = self._walk.ledger.after(found.factor)
        terminal = found.owner.owner_id if found.factor is Factor.TERMINAL_KEY else self._walk.trail.terminal
        noted = self._noted(found, presence, terminal)
        if noted is not Noted.WRITTEN:
            self._distrusted.add(found.key)
            return self._declined(shown, _NOTED[noted])
        self._walk.trail.terminal = terminal
        self._walk.keys[found.factor] = found
        self._walk.ledger = ledger
        self._walk.newest_refusal = None
        return Partial(methods=methods_at(ledger.stage))

    def signature_failed(self, blob: bytes) -> Failed | Over:
        """A signature said to be by this key did not verify: somebody shows a key he does not hold."""
        shown = self._shown.of(blob)
        return self._walk.failed(
            Failure(
                fault=StepFault.BAD_SIGNATURE,
                text=texts.BAD_SIGNATURE,
                factor=_factor(shown),
                fingerprint=fingerprint(shown.key),
            )
        )

    def still_good(self) -> bool:
        """Whether every key proved on this walk is still registered, and every certificate still good, as it was then."""
        return all(self._unchanged(key) for key in self._walk.keys.values())

    def _noted(self, found: GoodKey, presence: Presence | None, terminal: str | None) -> Noted:
        """On record, with what the proof changes; a certificate's key is nobody's row and changes nothing."""
        certificate = found.certificate
        event = self._walk.trail.event(
            LoginFactorProved,
            factor=found.factor,
            fingerprint=fingerprint(found.key),
            counter=None if presence is None else presence.counter,
            verified=None if presence is None else presence.verified,
            authority=None if certificate is None else fingerprint(certificate.authority),
            serial=None if certificate is None else str(certificate.serial),
            key_id=None if certificate is None else certificate.key_id,
            terminal=terminal,
        )
        if certificate is None:
            counter = None if presence is None else presence.counter
            return self._walk.ports.diary.key_proved(found.key, counter, event)
        self._walk.trail.write(event)
        return Noted.WRITTEN

    def _declined(self, shown: ShownKey, fault: KeyFault) -> Failed | Over:
        return self._walk.failed(
            Failure(
                fault=StepFault.KEY_NOT_ACCEPTED,
                text=self._words(fault),
                factor=_factor(shown),
                fingerprint=fingerprint(shown.key),
                key_fault=fault,
            )
        )

    def _unchanged(self, key: GoodKey) -> bool:
        now = self._shown.of(key.blob)
        if now.owner is None or now.fault is not None:
            return False
        return (now.owner.kind, now.owner.owner_id) == (key.owner.kind, key.owner.owner_id)

    def _judged(self, shown: ShownKey) -> GoodKey | KeyFault:
        if shown.key in self._distrusted:
            return KeyFault.NOT_WANTED_NOW
        return judged(shown, self._walk.ledger)

    def _proved_already(self, blob: bytes) -> bool:
        return any(key.blob == blob for key in self._walk.keys.values())

    def _words(self, fault: KeyFault) -> Text:
        if fault in _TEXT:
            return _TEXT[fault]
        if fault in _OF_A_TERMINAL and not self._walk.ledger.terminal_proved:
            return texts.UNAPPROVED_TERMINAL
        return texts.KEY_NOT_ACCEPTED


def _factor(shown: ShownKey) -> Factor | None:
    return None if shown.owner is None else keys.FACTOR[shown.owner.kind]
