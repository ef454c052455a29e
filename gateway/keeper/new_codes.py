"""A new secret of one-time codes: shown once, handed out sealed as well, and taken in only with a code that proves it arrived.

The sealed copy saves keeping anything between the two questions; it opens for the place it was made for alone.
"""

import base64
import secrets
from typing import Final

from gateway.authentication.ports import Checked, Verdict
from gateway.crypto.aead import Aead, SealBroken
from gateway.ipc.server import Refuse
from gateway.keeper import codes, words
from gateway.keeper.asking import Desk
from gateway.keeper.factor_requests import NewCodeSecret, OwnCodeSealed
from gateway.keeper.ports import UsedCodes
from gateway.keeper.sealing import CredentialKind, sealed_credential
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.secret import Secret

SECRET_BYTES: Final = 20  # RFC 4226 §4 R6 recommends 160 bits


class NewCodes:
    """Makes secrets and takes them in. `place` says what a secret is for: one link, or one person's change."""

    def __init__(self, fields: Aead, used_codes: UsedCodes, desk: Desk, clock: Clock) -> None:
        self._fields, self._used_codes = fields, used_codes
        self._desk, self._clock = desk, clock

    def begin(self, place: bytes, again: bytes | None) -> NewCodeSecret:
        """A fresh secret, or the one that was sealed into `again`. Raises Refuse for a sealed copy of elsewhere."""
        if again is not None:
            return NewCodeSecret(secret=self._opened(place, again).reveal().decode("ascii"), sealed=again)
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES))
        return NewCodeSecret(secret=secret.decode("ascii"), sealed=self._fields.seal(secret, _place(place)))

    async def finish(self, place: bytes, sealed: bytes, code: str, person: str) -> OwnCodeSealed:
        """RIGHT with the secret sealed for `person`, the code used up; WRONG or USED. No failure counts: he has the secret."""
        secret, now = self._opened(place, sealed), self._clock.now()
        step = codes.matching_step(secret, code, now)
        if step is None:
            return OwnCodeSealed(checked=Checked(verdict=Verdict.WRONG))
        if not await self._desk.ask(self._used_codes.use, person, step):
            return OwnCodeSealed(checked=Checked(verdict=Verdict.USED, seconds=codes.seconds_to_next(now)))
        totp = sealed_credential(self._fields, person, CredentialKind.TOTP, secret)
        return OwnCodeSealed(checked=Checked(verdict=Verdict.RIGHT), totp=totp)

    def _opened(self, place: bytes, sealed: bytes) -> Secret:
        try:
            return Secret(self._fields.open(sealed, _place(place)))
        except SealBroken:
            raise Refuse("field.broken", words.NEW_SECRET_BROKEN) from None


def _place(place: bytes) -> bytes:
    return b"sekisho new code secret\0" + place
