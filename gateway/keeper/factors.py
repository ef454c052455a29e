"""Passwords and codes are judged here, and here alone a connection gets its person (R-16).

Every judgement walks the same way whether the name exists or not: the count, then the factor against a stored or a made-up
secret, then the count again. The rules of counting stand in authentication/lockout.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pyotp

from gateway.authentication.ports import Checked, Verdict
from gateway.crypto.aead import Aead
from gateway.ipc.server import Violation
from gateway.keeper import codes
from gateway.keeper.answered import Answers
from gateway.keeper.asking import Desk
from gateway.keeper.binding import Binding
from gateway.keeper.passwords import Passwords
from gateway.keeper.ports import Ports, StoredCredential
from gateway.keeper.requests import CodeVerify, PasswordVerify
from gateway.keeper.sealing import CredentialKind, opened_credential
from gateway.keeper.standing import Door, Standing, Step
from gateway.keeper.tally import Tally
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.secret import Secret

RIGHT: Final = Checked(verdict=Verdict.RIGHT)


class Factors:
    """Judges what people know and have."""

    def __init__(
        self, fields: Aead, ports: Ports, binding: Binding, passwords: Passwords, desk: Desk, clock: Clock
    ) -> None:
        self._fields = fields
        self._ports = ports
        self._binding = binding
        self._desk = desk
        self.answers = Answers()
        self._clock = clock
        self.tally = Tally(ports.lockouts, desk, clock)
        self._passwords = passwords
        self._nobodys_secret = Secret(pyotp.random_base32().encode("ascii"))

    async def password(self, standing: Standing, asked: PasswordVerify) -> Checked:
        """RIGHT, WRONG, UNKNOWN or LOCKED; RIGHT moves the connection to PASSWORD_OK. Raises Violation out of order."""
        with one_at_a_time(standing, asked.terminal):
            standing.require_same(asked.username)
            async with self.tally.turn(asked.username):
                credential = await self._desk.ask(self._ports.credentials.of, asked.username)
                if (locked := await self.tally.locked(asked.username, credential)) is not None:
                    return locked
                stored = self._stored(credential, CredentialKind.PASSWORD)
                if not await self._passwords.right(stored, Secret(asked.password.encode("utf-8"))):
                    return await self.tally.failed(asked.username, credential, known=stored is not None)
            standing.password_proved(asked.username)
            self.answers.password_was_right(standing, asked)
            return RIGHT

    async def code(self, standing: Standing, asked: CodeVerify) -> Checked:
        """RIGHT with an assertion binds the connection; RIGHT without one: the person may not come in. Else as for passwords.

        USED: the code was right but good once already. Raises Violation out of order.
        """
        with one_at_a_time(standing, asked.terminal):
            standing.require_same(asked.username)
            checked, credential = await self._judged_code(asked.username, asked.code)
            if credential is None:
                return checked
            self.answers.code_was_right(standing, asked)
            return Checked(verdict=Verdict.RIGHT, assertion=self._binding.after_code(standing, credential))

    async def again(self, standing: Standing, code: str) -> Checked:
        """Judge a fresh code of whoever a connection is bound to; RIGHT with an assertion that says so, while he may enter."""
        with one_at_a_time(standing, None):
            checked, credential = await self._judged_code(standing.person.username, code)
            if credential is None:
                return checked
            return Checked(verdict=Verdict.RIGHT, assertion=self._binding.again(standing, Step.CODE, credential))

    async def _judged_code(self, username: str, code: str) -> tuple[Checked, StoredCredential | None]:
        """What a code is, by the one ledger; whose it is comes with RIGHT only. Binds nothing."""
        async with self.tally.turn(username):
            credential = await self._desk.ask(self._ports.credentials.of, username)
            if (locked := await self.tally.locked(username, credential)) is not None:
                return locked, None
            stored = self._stored(credential, CredentialKind.TOTP)
            now = self._clock.now()
            step = codes.matching_step(stored or self._nobodys_secret, code, now)
            if credential is None or stored is None or step is None:
                return await self.tally.failed(username, credential, known=stored is not None), None
            if not await self._desk.ask(self._ports.used_codes.use, credential.person, step):
                return Checked(verdict=Verdict.USED, seconds=codes.seconds_to_next(now)), None
            await self.tally.forgiven(username, credential)
        return RIGHT, credential

    def _stored(self, credential: StoredCredential | None, kind: CredentialKind) -> Secret | None:
        if credential is None:
            return None
        sealed = credential.password_sealed if kind is CredentialKind.PASSWORD else credential.totp_sealed
        return None if sealed is None else opened_credential(self._fields, credential.person, kind, sealed)


@contextmanager
def one_at_a_time(standing: Standing, terminal: str | None) -> Iterator[None]:
    """An honest walk asks one question after another, and a session only from a proved terminal."""
    if standing.judging:
        raise Violation("a second factor while one is being judged")
    if (standing.door is Door.SESSION) is (terminal is None):
        raise Violation("a session names its terminal, the office has none")
    standing.judging = True
    try:
        yield
    finally:
        standing.judging = False
