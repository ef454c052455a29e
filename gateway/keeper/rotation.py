"""Changing a target's vaulted password (R-14): the keeper makes the new one, and shows it only once it is kept in the database.

The worker gets the password of one target, and a certificate for its management account that can run the one command that
changes passwords, both only while the registrar holds the next password of exactly that target. So nobody can be given a
password that a crash would lose, and the worker reads nothing of the vault beyond the change it is making. Nothing of this
is a person's: the journal names the target.
"""

import secrets
from datetime import timedelta
from typing import Final

from gateway.crypto import certificates
from gateway.crypto.aead import Aead
from gateway.crypto.certificates import UserCertificate
from gateway.crypto.digest import sha256
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import words
from gateway.keeper.asking import Desk
from gateway.keeper.custody import Custody
from gateway.keeper.diary import Diary
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.keeper.ports import Ports
from gateway.keeper.requests import RotationCertificate, RotationOf, RotationPassword
from gateway.keeper.sealing import opened_target_secret, sealed_target_secret
from gateway.keeper.standing import Standing
from gateway.keeper.target_login import Networks
from gateway.rotation.due import rotates
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Standing as Account
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay, Target

CERTIFICATE_LIFE: Final = timedelta(minutes=2)
PASSWORD_BYTES: Final = 24  # 192 bits, 32 letters of a-z A-Z 0-9 _ -
CHANGES_PASSWORDS: Final = "/usr/sbin/chpasswd"
SUPERUSER: Final = "root"
KIND: Final = LoginWay.VAULTED_PASSWORD


class Rotation:
    """Answers the worker."""

    def __init__(
        self, custody: Custody, fields: Aead, ports: Ports, desk: Desk, diary: Diary, clock: Clock, outgoing: Networks
    ) -> None:
        self._ca = custody.keys.session_ca
        self._fields = fields
        self._ports = ports
        self._desk = desk
        self._diary = diary
        self._clock = clock
        self._outgoing = outgoing

    async def prepare(self, _standing: Standing, asked: RotationOf) -> bytes:
        """A fresh password, sealed. Raises Violation for a target we change no password of, Refuse when one is kept already."""
        target = await self._target(asked.target)
        if await self._desk.ask(self._ports.target_secrets.pending, target.name) is not None:
            raise Refuse("rotation.begun", words.ROTATION_BEGUN)
        fresh = Secret(secrets.token_urlsafe(PASSWORD_BYTES).encode("ascii"))
        return sealed_target_secret(self._fields, target.name, KIND, fresh)

    async def password(self, standing: Standing, asked: RotationPassword) -> bytes:
        """The present or the next password, opened. Raises Violation while no next one is kept."""
        target, following = await self._begun(asked.target)
        present = await self._desk.ask(self._ports.target_secrets.get, target.name)
        sealed = following if asked.which == "next" else present
        if sealed is None:
            raise Refuse("target.no_secret", words.NO_TARGET_SECRET)
        secret = opened_target_secret(self._fields, target.name, KIND, sealed)
        await self._used(standing, target, KeyUse.ROTATION_PASSWORD, purpose=asked.which)
        return secret.reveal()

    async def certificate(self, standing: Standing, asked: RotationCertificate) -> bytes:
        """A certificate line for the management account, two minutes, one command, no terminal. Raises Violation."""
        target, _ = await self._begun(asked.target)
        account = target.management
        if account is None:
            raise Violation("a certificate for a target without a management account")
        now = self._clock.now()
        wanted = UserCertificate(
            public_key=asked.public_key,
            key_id=f"rotation target={target.name}",
            principal=account,
            now=now,
            expires_at=now + CERTIFICATE_LIFE,
            sources=self._outgoing,
            force_command=CHANGES_PASSWORDS if account == SUPERUSER else f"sudo -n {CHANGES_PASSWORDS}",
        )
        try:
            line = certificates.sign_user(self._ca, wanted)
        except ValueError as wrong:
            raise Violation(f"a certificate that may not be: {wrong}") from None
        await self._used(standing, target, KeyUse.ROTATION_CERTIFICATE, account=account, digest=sha256(line))
        return line

    async def _target(self, name: str) -> Target:
        target = await self._desk.ask(self._ports.targets.get, name)
        if target is None or target.standing is Account.REVOKED or not rotates(target):
            raise Violation("a target we change no password of")
        return target

    async def _begun(self, name: str) -> tuple[Target, bytes]:
        target = await self._target(name)
        following = await self._desk.ask(self._ports.target_secrets.pending, target.name)
        if following is None:
            raise Violation("no rotation of this target is begun")
        return target, following

    async def _used(
        self,
        standing: Standing,
        target: Target,
        use: KeyUse,
        *,
        account: str | None = None,
        digest: bytes | None = None,
        purpose: str | None = None,
    ) -> None:
        """In the journal before it leaves."""
        await self._diary.used(
            KeyUsed(
                target=target.name,
                use=use,
                connection=standing.connection,
                account=account,
                digest=digest,
                purpose=purpose,
            )
        )
