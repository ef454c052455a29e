"""Passwords and codes are judged here, and here alone a connection gets its person (R-16).

Every judgement walks the same way whether the name exists or not: the count, then the factor against a stored or a made-up
secret, then the count again. The rules of counting stand in authentication/lockout.py.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pyotp

from gateway.authentication import lockout
from gateway.authentication.ports import Checked, Verdict
from gateway.crypto.aead import Aead
from gateway.ipc.server import Violation
from gateway.keeper import codes
from gateway.keeper.asking import Desk
from gateway.keeper.binding import Binding
from gateway.keeper.counts import Counts
from gateway.keeper.passwords import Passwords
from gateway.keeper.ports import Ports, StoredCredential
from gateway.keeper.requests import CodeVerify, PasswordVerify
from gateway.keeper.sealing import CredentialKind, opened_credential
from gateway.keeper.standing import Door, Standing
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.secret import Secret

log = logging.getLogger(__name__)
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
        self._clock = clock
        self._counts = Counts(ports.lockouts, desk)
        self._passwords = passwords
        self._nobodys_secret = Secret(pyotp.random_base32().encode("ascii"))

    async def password(self, standing: Standing, asked: PasswordVerify) -> Checked:
        """RIGHT, WRONG, UNKNOWN or LOCKED; RIGHT moves the connection to PASSWORD_OK. Raises Violation out of order."""
        with _one_at_a_time(standing, asked.terminal):
            standing.require_same(asked.username)
            async with self._counts.turn(asked.username):
                credential = await self._desk.ask(self._ports.credentials.of, asked.username)
                if (locked := await self._locked(asked.username, credential)) is not None:
                    return locked
                stored = self._stored(credential, CredentialKind.PASSWORD)
                if not await self._passwords.right(stored, Secret(asked.password.encode("utf-8"))):
                    return await self._failed(asked.username, credential, known=stored is not None)
            standing.password_proved(asked.username)
            return RIGHT

    async def code(self, standing: Standing, asked: CodeVerify) -> Checked:
        """RIGHT with an assertion binds the connection; RIGHT without one: the person may not come in. Else as for passwords.

        USED: the code was right but good once already. Raises Violation out of order.
        """
        with _one_at_a_time(standing, asked.terminal):
            standing.require_same(asked.username)
            async with self._counts.turn(asked.username):
                credential = await self._desk.ask(self._ports.credentials.of, asked.username)
                if (locked := await self._locked(asked.username, credential)) is not None:
                    return locked
                stored = self._stored(credential, CredentialKind.TOTP)
                now = self._clock.now()
                step = codes.matching_step(stored or self._nobodys_secret, asked.code, now)
                if credential is None or stored is None or step is None:
                    return await self._failed(asked.username, credential, known=stored is not None)
                if not await self._desk.ask(self._ports.used_codes.use, credential.person, step):
                    return Checked(verdict=Verdict.USED, seconds=codes.seconds_to_next(now))
                await self._counts.put(asked.username, credential, lockout.after_success())
            return Checked(verdict=Verdict.RIGHT, assertion=self._binding.after_code(standing, credential))

    async def _locked(self, username: str, credential: StoredCredential | None) -> Checked | None:
        attempts, now = await self._counts.of(username, credential), self._clock.now()
        if not lockout.is_locked(attempts, now):
            return None
        return Checked(verdict=Verdict.LOCKED, seconds=lockout.seconds_locked(attempts, now))

    async def _failed(self, username: str, credential: StoredCredential | None, *, known: bool) -> Checked:
        now = self._clock.now()
        attempts = lockout.after_failure(await self._counts.of(username, credential), now)
        await self._counts.put(username, credential, attempts)
        if lockout.is_locked(attempts, now):
            log.warning("locked after %d failures: %.40r", attempts.failures, username)
            return Checked(verdict=Verdict.LOCKED, seconds=lockout.seconds_locked(attempts, now))
        return Checked(verdict=Verdict.WRONG if known else Verdict.UNKNOWN)

    def _stored(self, credential: StoredCredential | None, kind: CredentialKind) -> Secret | None:
        if credential is None:
            return None
        sealed = credential.password_sealed if kind is CredentialKind.PASSWORD else credential.totp_sealed
        return None if sealed is None else opened_credential(self._fields, credential.person, kind, sealed)


@contextmanager
def _one_at_a_time(standing: Standing, terminal: str | None) -> Iterator[None]:
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
