"""Keys on the walk: what may be signed, and what a verified signature proves.

An unsigned query moves nothing: it is answered from looked-up facts and leaves only a note for the journal. A proved key is
looked up again, so the answer to a query is never what counts: a walk that advanced in the query would let in whoever knows
a public key.
"""

from gateway.authentication import keys, texts
from gateway.authentication.events import KeyFault, LoginFactorProved, LoginKeyDeclined, StepFault
from gateway.authentication.keys import GoodKey
from gateway.authentication.ledger import Factor
from gateway.authentication.methods import methods_at
from gateway.authentication.ports import KeyOwner
from gateway.authentication.progress import Failed, Over, Partial
from gateway.authentication.walk import Failure, Walk
from gateway.crypto.digest import fingerprint
from gateway.vocabulary.outcome import Text


class KeySteps:
    """The publickey method of one walk (RFC 4252 §7)."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def would_accept(self, blob: bytes) -> bool:
        """Whether a signature by this key would lead on now. Costs one query."""
        if self._walk.query() is not None:
            return False
        owner = self._owner(blob)
        found = self._judged(blob, owner)
        new = self._walk.offers.note(fingerprint(blob), found.factor if isinstance(found, GoodKey) else found)
        if isinstance(found, GoodKey):
            return True
        if owner is not None and new and not self._proved_already(blob):
            self._walk.trail.write(
                self._walk.trail.event(
                    LoginKeyDeclined, fault=found, fingerprint=fingerprint(blob), owner=owner.owner_id
                )
            )
        return False

    def proved(self, blob: bytes) -> Partial | Failed | Over:
        """A signature by this key was verified."""
        owner = self._owner(blob)
        found = self._judged(blob, owner)
        if not isinstance(found, GoodKey):
            return self._declined(blob, owner, found)
        ledger = self._walk.ledger.after(found.factor)
        trail = self._walk.trail
        terminal = found.owner.owner_id if found.factor is Factor.TERMINAL_KEY else trail.terminal
        trail.write(
            trail.event(LoginFactorProved, factor=found.factor, fingerprint=fingerprint(blob), terminal=terminal)
        )
        trail.terminal = terminal
        self._walk.keys[found.factor] = found
        self._walk.ledger = ledger
        self._walk.newest_refusal = None
        return Partial(methods=methods_at(ledger.stage))

    def signature_failed(self, blob: bytes) -> Failed | Over:
        """A signature said to be by this key did not verify: somebody shows a key he does not hold."""
        return self._walk.failed(
            Failure(
                fault=StepFault.BAD_SIGNATURE,
                text=texts.BAD_SIGNATURE,
                factor=_factor(self._owner(blob)),
                fingerprint=fingerprint(blob),
            )
        )

    def still_good(self) -> bool:
        """Whether every key proved on this walk is still registered as it was then."""
        return all(self._unchanged(key) for key in self._walk.keys.values())

    def _declined(self, blob: bytes, owner: KeyOwner | None, fault: KeyFault) -> Failed | Over:
        return self._walk.failed(
            Failure(
                fault=StepFault.KEY_NOT_ACCEPTED,
                text=self._words(fault),
                factor=_factor(owner),
                fingerprint=fingerprint(blob),
                key_fault=fault,
            )
        )

    def _unchanged(self, key: GoodKey) -> bool:
        owner = self._owner(key.blob)
        if owner is None or (owner.kind, owner.owner_id) != (key.owner.kind, key.owner.owner_id):
            return False
        return keys.fault_of(owner, self._walk.name.username) is None

    def _owner(self, blob: bytes) -> KeyOwner | None:
        if len(blob) > keys.BLOB_BYTES_MAX:
            return None
        return self._walk.ports.directory.key_owner(blob)

    def _judged(self, blob: bytes, owner: KeyOwner | None) -> GoodKey | KeyFault:
        return keys.judged(blob, owner, self._walk.name.username, self._walk.ledger)

    def _proved_already(self, blob: bytes) -> bool:
        return any(key.blob == blob for key in self._walk.keys.values())

    def _words(self, fault: KeyFault) -> Text:
        of_a_terminal = fault not in (KeyFault.OTHER_PERSON, KeyFault.NOT_WANTED_NOW)
        if of_a_terminal and not self._walk.ledger.terminal_proved:
            return texts.UNAPPROVED_TERMINAL
        return texts.KEY_NOT_ACCEPTED


def _factor(owner: KeyOwner | None) -> Factor | None:
    return None if owner is None else keys.FACTOR[owner.kind]
