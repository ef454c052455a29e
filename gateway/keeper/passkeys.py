"""Passkeys: what they are asked to sign, and what a signature proves (R-16). User verification makes one a whole proof.

A challenge is good once, for one purpose and one person, and is used up before anything else is judged. Public keys lie sealed
for their person, so that no other row of the database can stand in for one. Failures and locks are those of codes.
"""

import secrets
from typing import Final

from gateway.authentication.passkey import CHALLENGE_BYTES, CHALLENGE_LIFE, Passkey, Purpose
from gateway.authentication.ports import Checked, Verdict
from gateway.crypto.aead import Aead
from gateway.crypto.digest import sha256
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import ceremony, words
from gateway.keeper.asking import Desk
from gateway.keeper.binding import Binding
from gateway.keeper.ceremony import Party
from gateway.keeper.diary import Diary
from gateway.keeper.events import PasskeyCounterDecreased
from gateway.keeper.factor_requests import NewPasskey, PasskeyChallenge, PasskeyShown
from gateway.keeper.factors import one_at_a_time
from gateway.keeper.own_factors import somebody
from gateway.keeper.ports import Ports, StoredCredential
from gateway.keeper.requests import WebProved
from gateway.keeper.standing import Standing, Step
from gateway.keeper.tally import Tally
from gateway.keeper.web_entry import WebEntry
from gateway.vocabulary.clock import Clock

_WRONG: Final = Checked(verdict=Verdict.WRONG)
_UNKNOWN: Final = Checked(verdict=Verdict.UNKNOWN)


class Passkeys:
    """Asks, judges, registers. `party` is None where no address of the office is set: then nothing is asked or taken."""

    def __init__(
        self,
        fields: Aead,
        ports: Ports,
        binding: Binding,
        tally: Tally,
        web: WebEntry,
        desk: Desk,
        diary: Diary,
        clock: Clock,
        party: Party | None,
    ) -> None:
        self._fields, self._ports, self._binding, self._tally, self._web = fields, ports, binding, tally, web
        self._desk, self._diary, self._clock = desk, diary, clock
        self._given = party

    async def challenge(self, standing: Standing, asked: PasskeyChallenge) -> str:
        """Options for the browser, JSON, with a fresh challenge. Raises Violation for a purpose out of place."""
        person, username, known = await self._whose(standing, asked.purpose)
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        until = self._clock.now() + CHALLENGE_LIFE
        await self._desk.ask(self._ports.challenges.ask, sha256(challenge), asked.purpose, person, until)
        if asked.purpose is Purpose.REGISTER and person is not None:
            return ceremony.asked_to_make(self._party, challenge, user=person.encode(), name=username, known=known)
        return ceremony.asked_to_sign(self._party, challenge, known)

    async def verify(self, standing: Standing, asked: PasskeyShown) -> Checked:
        """RIGHT with an assertion binds the connection to whose passkey it is; RIGHT without one: he may not come in."""
        with one_at_a_time(standing, None):
            checked, credential = await self._judged(asked.response, Purpose.ENTER, None)
            if credential is None:
                return checked
            return Checked(verdict=Verdict.RIGHT, assertion=self._binding.proved(standing, Step.PASSKEY, credential))

    async def again(self, standing: Standing, asked: PasskeyShown) -> WebProved:
        """A fresh proof of whoever the connection is bound to, inside a web session."""
        with one_at_a_time(standing, None):
            checked, credential = await self._judged(asked.response, Purpose.AGAIN, somebody(standing).person)
            if credential is not None:
                checked = Checked(
                    verdict=Verdict.RIGHT, assertion=self._binding.again(standing, Step.PASSKEY, credential)
                )
            return self._web.renewed(standing, checked)

    async def register(self, standing: Standing, asked: PasskeyShown) -> NewPasskey:
        """A new passkey of whoever the connection is bound to, sealed for the registrar. Raises Refuse ("passkey.refused")."""
        with one_at_a_time(standing, None):
            person = somebody(standing).person
            challenge = ceremony.claimed_passkey(asked.response)
            if challenge is None or not await self._used_up(challenge, Purpose.REGISTER, person):
                raise Refuse("passkey.refused", words.PASSKEY_REFUSED)
            made = ceremony.made(self._party, asked.response, challenge=challenge)
            if made is None:
                raise Refuse("passkey.refused", words.PASSKEY_REFUSED)
            sealed = self._fields.seal(made.public_key, _place(person, made.credential_id))
            return NewPasskey(credential_id=made.credential_id, sealed=sealed, sign_count=made.sign_count)

    @property
    def _party(self) -> Party:
        if self._given is None:
            raise Refuse("passkey.off", words.PASSKEYS_OFF)
        return self._given

    async def _whose(self, standing: Standing, purpose: Purpose) -> tuple[str | None, str, tuple[bytes, ...]]:
        """For whom a challenge is, by id and name, and his passkeys; nobody's for entering."""
        if purpose is Purpose.ENTER:
            if standing.bound is not None:
                raise Violation("entering twice")
            return None, "", ()
        bound = somebody(standing)
        credential = await self._desk.ask(self._ports.credentials.of, bound.username)
        return bound.person, bound.username, () if credential is None else credential.passkeys

    async def _used_up(self, challenge: bytes, purpose: Purpose, person: str | None) -> bool:
        return await self._desk.ask(self._ports.challenges.use, sha256(challenge), purpose, person)

    async def _judged(
        self, response: str, purpose: Purpose, person: str | None
    ) -> tuple[Checked, StoredCredential | None]:
        """What a signature is; whose comes with RIGHT only. `person` is whom it must be, None for whoever it is."""
        party, claimed = self._party, ceremony.claimed_signature(response)
        if claimed is None or not await self._used_up(claimed.challenge, purpose, person):
            return _WRONG, None
        passkey = await self._desk.ask(self._ports.passkeys.get, claimed.credential_id)
        if passkey is None or not _is_owner(passkey, person, claimed.user):
            return _UNKNOWN, None
        async with self._tally.turn(passkey.username):
            credential = await self._desk.ask(self._ports.credentials.of, passkey.username)
            if credential is None or credential.person != passkey.person:
                return _UNKNOWN, None
            if (locked := await self._tally.locked(passkey.username, credential)) is not None:
                return locked, None
            public = self._fields.open(passkey.sealed, _place(passkey.person, passkey.credential_id))
            count = ceremony.signed_count(party, response, challenge=claimed.challenge, public_key=public)
            if count is None or not await self._counted(passkey, count):
                return await self._tally.failed(passkey.username, credential, known=True), None
            await self._tally.forgiven(passkey.username, credential)
        return Checked(verdict=Verdict.RIGHT), credential

    async def _counted(self, passkey: Passkey, count: int) -> bool:
        """Keep the count; False, and in the journal, where it tells of a copied key."""
        if ceremony.is_copied(passkey.sign_count, count):
            event = PasskeyCounterDecreased(
                person=passkey.person,
                username=passkey.username,
                passkey=sha256(passkey.credential_id).hex(),
                seen=count,
                remembered=passkey.sign_count,
            )
            await self._diary.used(event)
            return False
        return await self._desk.ask(self._ports.passkeys.count, passkey.credential_id, passkey.sign_count, count)


def _is_owner(passkey: Passkey, person: str | None, user: bytes | None) -> bool:
    """§7.2 step 6: the handle names the owner; only who is known already (`person`) may leave it out."""
    if person is None:
        return user == passkey.person.encode()
    return passkey.person == person and user in (None, person.encode())


def _place(person: str, credential_id: bytes) -> bytes:
    return b"sekisho passkey\0" + person.encode() + b"\0" + credential_id
