"""Further factors of whoever a connection is bound to, sealed for the registrar to store. Nobody's but his own."""

from gateway.crypto.assertion import Way
from gateway.ipc.server import Violation
from gateway.keeper.factor_requests import (
    NewCodeSecret,
    NewRecoveryCodes,
    OwnCode,
    OwnCodeBegin,
    OwnCodeSealed,
    OwnPassword,
)
from gateway.keeper.factors import one_at_a_time
from gateway.keeper.new_codes import NewCodes
from gateway.keeper.new_passwords import NewPasswords
from gateway.keeper.recovery import Recovery
from gateway.keeper.requests import Nothing
from gateway.keeper.standing import Bound, Standing


class OwnFactors:
    """Password, code secret and recovery codes. That the proof is fresh, the registrar demands when it stores them."""

    def __init__(self, new_passwords: NewPasswords, new_codes: NewCodes, recovery: Recovery) -> None:
        self._new_passwords, self._new_codes, self._recovery = new_passwords, new_codes, recovery

    async def password(self, standing: Standing, asked: OwnPassword) -> bytes:
        """Another password, sealed. Raises Refuse ("password.weak")."""
        with one_at_a_time(standing, None):
            return await self._new_passwords.sealed(somebody(standing).person, asked.password)

    def code_begin(self, standing: Standing, asked: OwnCodeBegin) -> NewCodeSecret:
        """A secret to show once."""
        return self._new_codes.begin(_place(somebody(standing)), asked.sealed)

    async def code(self, standing: Standing, asked: OwnCode) -> OwnCodeSealed:
        """The secret sealed to be stored, once a code shows that it was taken over."""
        with one_at_a_time(standing, None):
            person = somebody(standing)
            return await self._new_codes.finish(_place(person), asked.sealed, asked.code, person.person)

    def recovery(self, standing: Standing, _asked: Nothing) -> NewRecoveryCodes:
        """Ten codes in the place of all former ones."""
        return self._recovery.fresh(somebody(standing).person)


def somebody(standing: Standing) -> Bound:
    """The natural person behind a connection. Raises Violation for the demo operator, who has no factors."""
    person = standing.person
    if person.proof.way is Way.DEMO:
        raise Violation("factors of nobody")
    return person


def _place(person: Bound) -> bytes:
    return b"own\0" + person.person.encode()
