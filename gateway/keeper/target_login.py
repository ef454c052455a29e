"""How a session proves itself to a target (R-14): the keeper reads the order itself, and no key ever leaves.

Asked for what an honest session process never asks for (no recording opened, another's order, a target or account the
order does not name, another way of logging in), it sees a violation. What merely ended since admission is refused in words.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import Final

from gateway.crypto import certificates, database_client
from gateway.crypto.aead import Aead
from gateway.crypto.certificates import Extension, UserCertificate
from gateway.crypto.database_client import Authority, Client
from gateway.crypto.digest import sha256
from gateway.crypto.vaulted_key import VaultedKey
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import userauth, words
from gateway.keeper.asking import Desk
from gateway.keeper.binding import Binding
from gateway.keeper.custody import Custody
from gateway.keeper.diary import Diary
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.keeper.ports import Ports
from gateway.keeper.recording_keys import Headed
from gateway.keeper.requests import TargetAsked, TargetCertificate, TargetSign, TargetX509
from gateway.keeper.sealing import opened_target_secret
from gateway.keeper.standing import Bound, Standing
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Standing as Account
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay, Protocol, Target
from gateway.work_orders.order import WorkOrder

CERTIFICATE_LIFE: Final = timedelta(minutes=2)
Networks = tuple[IPv4Network | IPv6Network, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entitled:
    """What was read and found good for one request, at `now`."""

    bound: Bound
    order: WorkOrder
    target: Target
    now: datetime


class TargetLogin:
    """Certificates, signatures and passwords for targets."""

    def __init__(
        self,
        custody: Custody,
        fields: Aead,
        ports: Ports,
        binding: Binding,
        desk: Desk,
        diary: Diary,
        clock: Clock,
        outgoing: Networks,
        databases: Authority | None,
    ) -> None:
        self._ca = custody.keys.session_ca
        self._fields = fields
        self._ports = ports
        self._binding = binding
        self._desk = desk
        self._diary = diary
        self._clock = clock
        self._outgoing = outgoing
        self._databases = databases

    async def certificate(self, standing: Standing, asked: TargetCertificate) -> bytes:
        """A certificate line for the session's own key, two minutes at most and never beyond the order."""
        entitled = await self._entitled(standing, asked, LoginWay.CERTIFICATE)
        _require_protocol(entitled.target, Protocol.SSH)
        bound, now = entitled.bound, entitled.now
        wanted = UserCertificate(
            public_key=asked.public_key,
            key_id=f"person={bound.username} session={asked.session} order={asked.order}",
            principal=asked.account,
            now=now,
            expires_at=min(now + CERTIFICATE_LIFE, entitled.order.ends_at),
            extensions=frozenset({Extension.TERMINAL} if asked.terminal == "pty" else ()),
            sources=self._outgoing,
        )
        try:
            line = certificates.sign_user(self._ca, wanted)
        except ValueError as wrong:
            raise Violation(f"a certificate that may not be: {wrong}") from None
        await self._used(standing, asked, KeyUse.CERTIFICATE, digest=sha256(line))
        return line

    async def x509(self, standing: Standing, asked: TargetX509) -> bytes:
        """The same for a database's role: a client certificate whose CN is the role, good for nothing but a log-in there."""
        entitled = await self._entitled(standing, asked, LoginWay.CERTIFICATE)
        _require_protocol(entitled.target, Protocol.POSTGRESQL)
        if self._databases is None:
            raise Refuse("target.no_authority", words.NO_DATABASE_AUTHORITY)
        client = Client(
            role=asked.account,
            person=entitled.bound.username,
            session=asked.session,
            now=entitled.now,
            expires_at=min(entitled.now + CERTIFICATE_LIFE, entitled.order.ends_at),
        )
        try:
            certificate = database_client.sign_client(self._databases, asked.public_key, client)
        except ValueError as wrong:
            raise Violation(f"a certificate that may not be: {wrong}") from None
        await self._used(standing, asked, KeyUse.DATABASE_CERTIFICATE, digest=sha256(certificate))
        return certificate

    async def key_public(self, standing: Standing, asked: TargetAsked) -> bytes:
        """The blob of the target's vaulted key."""
        return (await self._vaulted_key(standing, asked)).public

    async def sign(self, standing: Standing, asked: TargetSign) -> bytes:
        """The vaulted key's signature of exactly the log-in this session is entitled to (RFC 4252 §7)."""
        key = await self._vaulted_key(standing, asked)
        for algorithm in key.algorithms:
            if userauth.is_login(asked.data, asked.account, algorithm, key.public):
                await self._used(standing, asked, KeyUse.VAULTED_KEY)
                return key.sign(asked.data, algorithm)
        raise Violation("a signature of something that is not this log-in")

    async def password(self, standing: Standing, asked: TargetAsked) -> bytes:
        """The vaulted password: the one secret that must leave, and only for targets that know no better way."""
        entitled = await self._entitled(standing, asked, LoginWay.VAULTED_PASSWORD)
        secret = await self._secret(entitled.target)
        await self._used(standing, asked, KeyUse.VAULTED_PASSWORD)
        return secret.reveal()

    async def _used(self, standing: Standing, asked: TargetAsked, use: KeyUse, digest: bytes | None = None) -> None:
        """In the journal before it leaves."""
        await self._diary.used(
            KeyUsed(
                person=standing.person.person,
                session=asked.session,
                target=asked.target,
                order=asked.order,
                use=use,
                connection=standing.connection,
                account=asked.account,
                digest=digest,
            )
        )

    async def _vaulted_key(self, standing: Standing, asked: TargetAsked) -> VaultedKey:
        entitled = await self._entitled(standing, asked, LoginWay.VAULTED_KEY)
        return VaultedKey(await self._secret(entitled.target))

    async def _secret(self, target: Target) -> Secret:
        sealed = await self._desk.ask(self._ports.target_secrets.get, target.name)
        if sealed is None:
            raise Refuse("target.no_secret", words.NO_TARGET_SECRET)
        return opened_target_secret(self._fields, target.name, target.login, sealed)

    async def _entitled(self, standing: Standing, asked: TargetAsked, way: LoginWay) -> _Entitled:
        bound = standing.person
        if not standing.memory(Headed).covers(asked.session, asked.order, asked.target, asked.account):
            raise Violation("no recording was opened for this session on this target")
        await self._require_active(standing, bound)
        order = await self._desk.ask(self._ports.orders.get, asked.order)
        if order is None or order.person_id != bound.person or not order.names(asked.target, asked.account):
            raise Violation("an order that does not give this to this person")
        target = await self._desk.ask(self._ports.targets.get, asked.target)
        if target is None or target.standing is not Account.ACTIVE or asked.account not in target.accounts:
            raise Refuse("target.not_available", words.TARGET_NOT_AVAILABLE)
        if target.login is not way:
            raise Violation(f"{way.value} for a target of {target.login.value}")
        now = self._clock.now()
        if not order.covers(person_id=bound.person, target=target.name, account=asked.account, now=now):
            raise Refuse("order.not_valid", words.ORDER_NOT_VALID)
        return _Entitled(bound=bound, order=order, target=target, now=now)

    async def _require_active(self, standing: Standing, bound: Bound) -> None:
        credential = await self._desk.ask(self._ports.credentials.of, bound.username)
        if credential is None or credential.person != bound.person:
            raise Violation("the bound person is nobody any more")
        if not self._binding.may_enter(credential, standing.door):
            raise Refuse("person.not_active", words.PERSON_NOT_ACTIVE)


def _require_protocol(target: Target, protocol: Protocol) -> None:
    if target.protocol is not protocol:
        raise Violation(f"a certificate for {protocol.value} on a target of {target.protocol.value}")
