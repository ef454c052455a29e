"""First factors by a one-time link: whoever has the token, for a person who can prove himself by nothing yet.

Unknown, used, late, a person suspended or with factors: one refusal in one wording. The connection ends up in a state that
answers nothing more; the registrar alone decides, in one transaction, which of two who used a link at once was first.
"""

from typing import Final

from gateway.authentication.enrolment import TOKEN_DIGEST, Enrolment, is_open
from gateway.authentication.ports import Checked, Verdict
from gateway.crypto.digest import sha256
from gateway.ipc.server import Refuse
from gateway.keeper import words
from gateway.keeper.asking import Desk
from gateway.keeper.binding import Binding
from gateway.keeper.custody import Custody
from gateway.keeper.factor_requests import EnrolBegin, EnrolBegun, EnrolFinish, EnrolFinished, FirstFactors
from gateway.keeper.factors import one_at_a_time
from gateway.keeper.fields import keyed
from gateway.keeper.new_codes import NewCodes
from gateway.keeper.new_passwords import NewPasswords
from gateway.keeper.ports import Ports, StoredCredential
from gateway.keeper.recovery import Recovery
from gateway.keeper.standing import Door, Standing, Step
from gateway.vocabulary.clock import Clock

REFUSED: Final = Refuse("enrol.refused", words.LINK_REFUSED)


class Enrolling:
    """Begins and finishes enrolments."""

    def __init__(
        self,
        custody: Custody,
        ports: Ports,
        binding: Binding,
        new_passwords: NewPasswords,
        new_codes: NewCodes,
        recovery: Recovery,
        desk: Desk,
        clock: Clock,
    ) -> None:
        self._lookup = custody.keys.lookup
        self._ports, self._binding = ports, binding
        self._new_passwords, self._new_codes, self._recovery = new_passwords, new_codes, recovery
        self._desk, self._clock = desk, clock

    async def begin(self, _standing: Standing, asked: EnrolBegin) -> EnrolBegun:
        """Whose link it is and a secret for his device; changes nothing. Raises Refuse ("enrol.refused")."""
        link, _ = await self._link(asked.token)
        return EnrolBegun(
            username=link.username,
            language=link.language,
            code_secret=self._new_codes.begin(_place(asked.token), asked.sealed),
        )

    async def finish(self, standing: Standing, asked: EnrolFinish) -> EnrolFinished:
        """First factors, sealed for the registrar, and the assertion to show it. Raises Refuse; WRONG and USED are the code's."""
        with one_at_a_time(standing, None):
            link, credential = await self._link(asked.token)
            password = await self._new_passwords.sealed(link.person, asked.password)
            code = await self._new_codes.finish(_place(asked.token), asked.sealed, asked.code, link.person)
            if code.totp is None:
                return EnrolFinished(checked=code.checked)
            assertion = self._binding.proved(standing, Step.ENROLMENT, credential)
            if assertion is None:
                raise REFUSED
            factors = FirstFactors(
                person=link.person,
                digest=self._digest(asked.token),
                password=password,
                totp=code.totp,
                recovery=self._recovery.fresh(link.person),
            )
            return EnrolFinished(checked=Checked(verdict=Verdict.RIGHT, assertion=assertion), factors=factors)

    async def _link(self, token: str) -> tuple[Enrolment, StoredCredential]:
        """A link that is good now, and its person. Raises Refuse, which never says why not."""
        link = await self._desk.ask(self._ports.links.of, self._digest(token))
        if link is None or not is_open(link, self._clock.now()):
            raise REFUSED
        credential = await self._desk.ask(self._ports.credentials.of, link.username)
        if credential is None or credential.person != link.person or _has_factor(credential):
            raise REFUSED
        if not self._binding.may_enter(credential, Door.OFFICE):
            raise REFUSED
        return link, credential

    def _digest(self, token: str) -> bytes:
        return keyed(self._lookup, TOKEN_DIGEST, token)


def _has_factor(credential: StoredCredential) -> bool:
    return bool(credential.password_sealed or credential.totp_sealed or credential.passkeys)


def _place(token: str) -> bytes:
    return b"enrolment\0" + sha256(token.encode("ascii"))
