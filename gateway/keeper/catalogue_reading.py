"""Reading a database's schema for an administrator: one credential, for one reading, to the worker and nobody else.

A vaulted password is never shown to people, and whoever holds a log-in of the gateway's could read rows past the gate. So an
administrator's connection does not get it: he proves here who he is and permits one reading of one role on one target, within
a minute and a half; the worker, which speaks to no person, takes that permission once. Permissions live in memory alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gateway.crypto import database_client
from gateway.crypto.aead import Aead
from gateway.crypto.database_client import Authority, Client
from gateway.crypto.digest import sha256
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import words
from gateway.keeper.asking import Desk
from gateway.keeper.diary import Diary
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.keeper.ports import Ports
from gateway.keeper.requests import CatalogueCertificate, CatalogueOf
from gateway.keeper.sealing import opened_target_secret, require_role
from gateway.keeper.standing import Standing
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Role
from gateway.vocabulary.identity import Standing as Account
from gateway.vocabulary.target import LoginWay, Protocol, Target

PERMITTED_FOR: Final = timedelta(seconds=90)
CERTIFICATE_LIFE: Final = timedelta(minutes=2)
PERMITTED_MAX: Final = 16  # at once; administrators are few


@dataclass(frozen=True, slots=True)
class _Permitted:
    person: str
    username: str
    until: datetime


class CatalogueReading:
    """Answers the office (permit) and the worker (password, certificate)."""

    def __init__(
        self, fields: Aead, ports: Ports, desk: Desk, diary: Diary, clock: Clock, databases: Authority | None
    ) -> None:
        self._databases = databases
        self._fields = fields
        self._ports = ports
        self._desk = desk
        self._diary = diary
        self._clock = clock
        self._permitted: dict[tuple[str, str], _Permitted] = {}

    async def permit(self, standing: Standing, asked: CatalogueOf) -> None:
        """Permit one reading. Raises Refuse for whoever is no administrator, and for a target that is no database in service."""
        require_role(standing, Role.ADMINISTRATOR)
        await self._target(asked)
        self._forget()
        if len(self._permitted) >= PERMITTED_MAX:
            raise Refuse("catalogue.busy", words.CATALOGUE_BUSY)
        bound, until = standing.person, self._clock.now() + PERMITTED_FOR
        self._permitted[asked.target, asked.account] = _Permitted(bound.person, bound.username, until)

    async def password(self, standing: Standing, asked: CatalogueOf) -> bytes:
        """The vaulted password, once. Raises Violation for what nobody permitted."""
        permitted = self._take(asked)
        target = await self._target(asked, LoginWay.VAULTED_PASSWORD)
        sealed = await self._desk.ask(self._ports.target_secrets.get, target.name)
        if sealed is None:
            raise Refuse("target.no_secret", words.NO_TARGET_SECRET)
        secret = opened_target_secret(self._fields, target.name, target.login, sealed)
        await self._used(standing, asked, permitted.person, KeyUse.CATALOGUE_PASSWORD)
        return secret.reveal()

    async def certificate(self, standing: Standing, asked: CatalogueCertificate) -> bytes:
        """A client certificate of two minutes for the role, once. Raises Violation for what nobody permitted."""
        permitted = self._take(asked)
        await self._target(asked, LoginWay.CERTIFICATE)
        if self._databases is None:
            raise Refuse("target.no_authority", words.NO_DATABASE_AUTHORITY)
        now = self._clock.now()
        wanted = Client(
            role=asked.account,
            person=permitted.username,
            session="catalogue",
            now=now,
            expires_at=now + CERTIFICATE_LIFE,
        )
        try:
            der = database_client.sign_client(self._databases, asked.public_key, wanted)
        except ValueError as wrong:
            raise Violation(f"a certificate that may not be: {wrong}") from None
        await self._used(standing, asked, permitted.person, KeyUse.CATALOGUE_CERTIFICATE, digest=sha256(der))
        return der

    def _take(self, asked: CatalogueOf) -> _Permitted:
        self._forget()
        found = self._permitted.pop((asked.target, asked.account), None)
        if found is None:
            raise Violation("a reading of a catalogue that nobody permitted")
        return found

    def _forget(self) -> None:
        now = self._clock.now()
        self._permitted = {key: each for key, each in self._permitted.items() if now < each.until}

    async def _target(self, asked: CatalogueOf, way: LoginWay | None = None) -> Target:
        target = await self._desk.ask(self._ports.targets.get, asked.target)
        if (
            target is None
            or target.standing is not Account.ACTIVE
            or target.protocol is not Protocol.POSTGRESQL
            or asked.account not in target.accounts
        ):
            raise Refuse("target.not_available", words.TARGET_NOT_AVAILABLE)
        if way is not None and target.login is not way:
            raise Violation(f"{way.value} for a target of {target.login.value}")
        return target

    async def _used(
        self, standing: Standing, asked: CatalogueOf, person: str, use: KeyUse, digest: bytes | None = None
    ) -> None:
        """In the journal before it leaves."""
        await self._diary.used(
            KeyUsed(
                person=person,
                target=asked.target,
                use=use,
                connection=standing.connection,
                account=asked.account,
                digest=digest,
            )
        )
