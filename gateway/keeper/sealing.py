"""Credentials as they lie in the database: sealed under the field key, each for one owner and one use.

The places (AAD) of personal fields, people's factors and targets' secrets begin differently, so that none can be opened
through a request that was made for another.
"""

from enum import StrEnum
from typing import Final

from gateway.crypto.aead import Aead
from gateway.crypto.vaulted_key import VaultedKey
from gateway.ipc.server import Refuse
from gateway.keeper import codes, words
from gateway.keeper.asking import Desk
from gateway.keeper.passwords import Passwords
from gateway.keeper.ports import People
from gateway.keeper.requests import CredentialSeal, SealedCredential, TargetSecretSeal
from gateway.keeper.standing import Door, Standing
from gateway.vocabulary.identity import Role
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay

TARGET_PASSWORD_BYTES_MAX: Final = 1024


class CredentialKind(StrEnum):
    """A person's stored factors."""

    PASSWORD = "password"  # noqa: S105  # the name of a kind
    TOTP = "totp"


def opened_credential(fields: Aead, person: str, kind: CredentialKind, sealed: bytes) -> Secret:
    """A person's factor. Raises GatewayFault when it was changed, or is another person's."""
    return Secret(fields.open(sealed, _credential_place(person, kind)))


def sealed_credential(fields: Aead, person: str, kind: CredentialKind, value: Secret) -> bytes:
    """A person's factor as it is stored; `opened_credential` opens it."""
    return fields.seal(value.reveal(), _credential_place(person, kind))


def opened_target_secret(fields: Aead, target: str, kind: LoginWay, sealed: bytes) -> Secret:
    """A target's vaulted secret. Raises GatewayFault when it was changed, or is another target's or kind's."""
    return Secret(fields.open(sealed, _target_place(target, kind)))


def sealed_target_secret(fields: Aead, target: str, kind: LoginWay, value: Secret) -> bytes:
    """A target's secret as it is stored; `opened_target_secret` opens it."""
    return fields.seal(value.reveal(), _target_place(target, kind))


class Sealing:
    """Seals what administrators enter; nothing here opens anything."""

    def __init__(self, fields: Aead, people: People, passwords: Passwords, desk: Desk) -> None:
        self._fields = fields
        self._passwords = passwords
        self._people = people
        self._desk = desk

    async def credential(self, standing: Standing, asked: CredentialSeal) -> SealedCredential:
        """Sealed factors for an administrator, or for whoever enters the first person. Raises Refuse."""
        await self._require_administrator_or_first(standing)
        password = totp = None
        if asked.password is not None:
            hashed = await self._passwords.hashed(Secret(asked.password.encode("utf-8")))
            password = self._fields.seal(hashed.reveal(), _credential_place(asked.person, CredentialKind.PASSWORD))
        if asked.totp_secret is not None:
            try:
                codes.require_secret(asked.totp_secret)
            except ValueError:
                raise Refuse("credential.refused", words.BAD_TOTP_SECRET) from None
            secret = asked.totp_secret.encode("ascii")
            totp = self._fields.seal(secret, _credential_place(asked.person, CredentialKind.TOTP))
        return SealedCredential(password=password, totp=totp)

    def target_secret(self, standing: Standing, asked: TargetSecretSeal) -> bytes:
        """A sealed vaulted key or password, checked to be usable. Raises Refuse."""
        require_role(standing, Role.ADMINISTRATOR)
        if asked.kind is LoginWay.CERTIFICATE:
            raise Refuse("target_secret.refused", words.NOT_VAULTED)
        if asked.kind is LoginWay.VAULTED_KEY:
            _require_key(asked.value)
        else:
            _require_password(asked.value)
        return sealed_target_secret(self._fields, asked.target, asked.kind, Secret(asked.value))

    async def _require_administrator_or_first(self, standing: Standing) -> None:
        if standing.bound is not None:
            require_role(standing, Role.ADMINISTRATOR)
        elif standing.door is not Door.OFFICE or await self._desk.ask(self._people.any):
            raise Refuse("keeper.role", words.NOT_FOR_THIS_ROLE)


def require_role(standing: Standing, role: Role) -> None:
    """Raises Refuse unless the bound person holds `role`, or is a demo's operator; Violation if nobody is bound."""
    if not standing.person.roles & {role, Role.DEMO_OPERATOR}:
        raise Refuse("keeper.role", words.NOT_FOR_THIS_ROLE)


def _require_key(value: bytes) -> None:
    try:
        VaultedKey(Secret(value))
    except ValueError:
        raise Refuse("target_secret.refused", words.BAD_TARGET_SECRET) from None


def _require_password(value: bytes) -> None:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = "\n"
    if not text.isprintable() or len(value) > TARGET_PASSWORD_BYTES_MAX:
        raise Refuse("target_secret.refused", words.BAD_TARGET_PASSWORD)


def _credential_place(person: str, kind: CredentialKind) -> bytes:
    return f"sekisho credential {kind.value}\0{person}".encode()


def _target_place(target: str, kind: LoginWay) -> bytes:
    return f"sekisho target secret {kind.value}\0{target}".encode()
