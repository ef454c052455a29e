"""A whole keeper for tests: real keys, real server, real sockets; only the database is a few dictionaries."""

import asyncio
import os
import shutil
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyotp

from gateway.authentication.lockout import NO_FAILURES
from gateway.crypto import database_client
from gateway.crypto.aead import Aead
from gateway.ipc.client import Caller, connect
from gateway.ipc.server import Server
from gateway.keeper import clients, custody, table
from gateway.keeper.ceremony import Party
from gateway.keeper.passwords import Passwords
from gateway.keeper.ports import Ports
from gateway.keeper.sealing import CredentialKind, _credential_place, _target_place
from gateway.keeper.service import Keeper, KeeperSettings
from gateway.recording import header, seal
from gateway.recording.header import RecordingHeader, Segment, SignedHeader
from gateway.recording.seal import Seal, SealState
from gateway.vocabulary.identifiers import new_recording_id, new_session_id
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding, LoginWay, Protocol, Target
from gateway.work_orders.order import Approval, Mode, OrderedTarget, WorkOrder
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.keeper.factor_shelves import FactorShelves

START = datetime(2026, 11, 22, 3, 0, 5, tzinfo=UTC)
PASSWORD = "correct horse 電池 staple"
TOTP = {name: pyotp.random_base32() for name in ("sato", "suzuki", "admin", "auditor", "supervisor", "gone")}
WRONG_CODE = "000000"
ORIGIN = "https://office.example:8443"


class MovedClock:
    """Wall time stands until moved; monotonic time runs, and can be pushed."""

    def __init__(self) -> None:
        self.wall = START
        self.pushed = 0.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return time.monotonic() + self.pushed

    def move(self, **by: float) -> None:
        self.wall += timedelta(**by)


@dataclass(frozen=True, kw_only=True)
class Credential:
    person: str
    username: str
    roles: frozenset[Role]
    standing: Standing = Standing.ACTIVE
    contract_end: date = date(2027, 3, 31)
    password_sealed: bytes | None = None
    totp_sealed: bytes | None = None
    passkeys: tuple[bytes, ...] = ()


class Shelf(dict):
    """A dictionary in the shape of Orders, Targets, TargetSecrets (`get`), Credentials (`of`) and People (`any`)."""

    def of(self, username: str) -> Credential | None:
        return self.get(username)

    def any(self) -> bool:
        return bool(self)

    def pending(self, target: str) -> bytes | None:
        return self.get(f"{target} next")


class Counted(dict):
    def get(self, person: str):
        return super().get(person, NO_FAILURES)

    def put(self, person: str, attempts) -> None:
        self[person] = attempts


class Codes(set):
    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()

    def use(self, person: str, step: int) -> bool:
        with self._lock:
            fresh = (person, step) not in self
            self.add((person, step))
            return fresh


class ContentKeys(dict):
    """Pairs by name, as the database keeps them."""

    def in_use(self, fresh):
        here = [key for key in self.values() if (key.day, key.clients) == (fresh.day, fresh.clients) and key.sealed]
        return here[0] if here else self.setdefault(fresh.name, fresh)


def person(name: str, *roles: Role, field: Aead, password_hash: bytes, **changes) -> Credential:
    kinds = {"password_sealed": (CredentialKind.PASSWORD, password_hash)}
    kinds["totp_sealed"] = (CredentialKind.TOTP, TOTP[name].encode())
    sealed = {key: field.seal(value, _credential_place(f"P-{name}", kind)) for key, (kind, value) in kinds.items()}
    return Credential(person=f"P-{name}", username=name, roles=frozenset(roles), **{**sealed, **changes})


def order(name: str = "sato", **changes) -> WorkOrder:
    whole = WorkOrder(
        id=f"WO-{name}",
        person_id=f"P-{name}",
        requested_by=f"P-{name}",
        targets=(
            OrderedTarget(name="callcenter-app", accounts=("app",)),
            OrderedTarget(name="old-switch", accounts=("admin",)),
            OrderedTarget(name="old-host", accounts=("maint",)),
            OrderedTarget(name="callcenter-db", accounts=("callcenter_reader",)),
        ),
        clients=("client-01",),
        purpose="incident",
        personal_data=True,
        mode=Mode.SHELL,
        starts_at=START - timedelta(hours=1),
        ends_at=START + timedelta(hours=1),
        reason="disk full",
        standing=OrderStanding.APPROVED,
        approvals=(
            Approval(approver_id="P-sup1", at=START - timedelta(hours=2)),
            Approval(approver_id="P-sup2", at=START - timedelta(hours=2)),
        ),
        requested_at=START - timedelta(hours=3),
        version=3,
    )
    return replace(whole, **changes)


def target(name: str, login: LoginWay, *accounts: str) -> Target:
    return Target(
        id=f"T-{name}",
        name=name,
        protocol=Protocol.SSH,
        address="127.0.0.1",
        port=22,
        host_keys=(),
        accounts=accounts,
        login=login,
        clients=(),
        encoding=Encoding.UTF_8,
        free=None,
        standing=Standing.ACTIVE,
    )


_password_hashes: dict[str, bytes] = {}


def password_hash() -> bytes:
    if not _password_hashes:
        passwords = Passwords()
        _password_hashes["one"] = asyncio.run(passwords.hashed(Secret(PASSWORD.encode()))).reveal()
        passwords.close()
    return _password_hashes["one"]


class World:
    """The keeper and everybody who talks to it."""

    def __init__(
        self, directory: Path, *, vaulted_key: bytes = b"", demo: Path | None = None, empty: bool = False
    ) -> None:
        self.directory = directory
        self.clock = MovedClock()
        self.custody = custody.load(directory / "keeper")
        self.public = self.custody.public()
        self.field = Aead(self.custody.keys.field)
        self.violations: list[tuple[str, str]] = []
        self.callers: list[Caller] = []
        self.people = Shelf() if empty else self._people()
        self.orders = Shelf({"WO-sato": order("sato"), "WO-suzuki": order("suzuki")})
        self.targets = Shelf(
            {
                "callcenter-app": target("callcenter-app", LoginWay.CERTIFICATE, "app", "root"),
                "old-switch": target("old-switch", LoginWay.VAULTED_PASSWORD, "admin"),
                "old-host": target("old-host", LoginWay.VAULTED_KEY, "maint"),
                "elsewhere": target("elsewhere", LoginWay.CERTIFICATE, "app"),
                "callcenter-db": replace(
                    target("callcenter-db", LoginWay.CERTIFICATE, "callcenter_reader"), protocol=Protocol.POSTGRESQL
                ),
            }
        )
        place = _target_place
        self.secrets = Shelf(
            {
                "old-switch": self.field.seal(b"switch password", place("old-switch", LoginWay.VAULTED_PASSWORD)),
                "old-host": self.field.seal(vaulted_key, place("old-host", LoginWay.VAULTED_KEY)),
            }
        )
        self.counts, self.codes = Counted(), Codes()
        self.journal, self.journal_fails = [], False
        self.shelves = FactorShelves(self)
        self.web_sessions, self.inquiries, self.recording_keys = Shelf(), Shelf(), ContentKeys()
        ports = Ports(
            credentials=self.people,
            used_codes=self.codes,
            lockouts=self.counts,
            orders=self.orders,
            targets=self.targets,
            target_secrets=self.secrets,
            people=self.people,
            journal=self,
            links=self.shelves.links,
            recovery_codes=self.shelves.recovery_codes,
            passkeys=self.shelves.passkeys,
            challenges=self.shelves.challenges,
            backgrounds=self.shelves.backgrounds,
            web_sessions=self.web_sessions,
            inquiries=self.inquiries,
            recording_keys=self.recording_keys,
        )
        self.databases = database_client.new_authority(self.clock.now())
        told = KeeperSettings(demo_marker=demo, party=Party(origin=ORIGIN), database_authority=self.databases)
        self.keeper = Keeper(self.custody, ports, self.clock, told)
        self._start()

    def append(self, events) -> None:
        """The journal's part."""
        if self.journal_fails:
            raise GatewayFault("the registrar is away")
        self.journal.extend(events)

    def _people(self) -> Shelf:
        def one(name: str, *roles: Role, **changes) -> Credential:
            return person(name, *roles, field=self.field, password_hash=password_hash(), **changes)

        people = [
            one("sato", Role.ENGINEER),
            one("suzuki", Role.ENGINEER),
            one("admin", Role.ADMINISTRATOR),
            one("auditor", Role.AUDITOR),
            one("supervisor", Role.SUPERVISOR),
            one("gone", Role.ENGINEER, standing=Standing.SUSPENDED),
        ]
        return Shelf({each.username: each for each in people})

    def _start(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._run(self._serve())

    async def _serve(self) -> None:
        self.server = Server(
            table.requests(self.keeper),
            on_close=self.keeper.closed,
            on_violation=self._violated,
        )
        for role in ("office", "registrar", "gateway", "worker", "monitor"):
            await self.server.listen(self.directory / f"{role}.sock", role=role, uids=frozenset({os.geteuid()}))

    def _violated(self, peer, what: str) -> None:
        self.violations.append((peer.connection, what))
        self.keeper.diary.violated(peer, what)

    def _run(self, what):
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(timeout=20)

    def session(self, connection: str = "C-1") -> Caller:
        """A session process's connection: one end of a socket pair, the other adopted by the server."""
        ours, theirs = socket.socketpair()

        async def adopt() -> None:
            self.server.adopt(theirs, role="session", connection=connection)

        self._run(adopt())
        return self._kept(Caller(ours))

    def door(self, role: str) -> Caller:
        return self._kept(connect(self.directory / f"{role}.sock"))

    def _kept(self, caller: Caller) -> Caller:
        self.callers.append(caller)
        return caller

    def code(self, name: str) -> str:
        """The person's present code; time moves on first, so that it is a fresh one."""
        self.clock.move(seconds=30)
        return pyotp.TOTP(TOTP[name]).at(self.clock.now())

    def bound(self, name: str = "sato", connection: str = "C-1") -> Caller:
        """A session connection bound to `name`."""
        caller = self.session(connection)
        assert clients.Factors(caller).code(name, "TM-1", self.code(name)).assertion is not None
        return caller

    def office(self, name: str) -> Caller:
        """An office connection bound to `name`."""
        caller = self.door("office")
        clients.Factors(caller).password(name, None, Secret(PASSWORD.encode()))
        assert clients.Factors(caller).code(name, None, self.code(name)).assertion is not None
        return caller

    def header(self, name: str = "sato", **changes) -> SignedHeader:
        facts = RecordingHeader(
            recording=new_recording_id(self.clock.now()),
            session=new_session_id(self.clock.now()),
            person=f"P-{name}",
            username=name,
            terminal="TM-1",
            target="callcenter-app",
            account="app",
            order=f"WO-{name}",
            approvers=("P-sup1", "P-sup2"),
            purpose="incident",
            clients=("client-01",),
            policy_digest="00" * 32,
            node="N-1",
            started_at=self.clock.now(),
            cols=80,
            rows=24,
            term="xterm",
            gateway_version="0",
            encoding=Encoding.UTF_8,
        )
        segment = Segment(clients=("client-01",), key_digest=bytes(32), key_bytes=109)
        return SignedHeader(
            header=replace(facts, **changes), file=os.urandom(8), personal=bytes(32), segments=(segment,)
        )

    def headed(self, caller: Caller, name: str = "sato", **changes) -> SignedHeader:
        """A header the keeper has signed on this connection."""
        made = self.header(name, **changes)
        clients.SessionSigner(caller).sign("header", header.write(made))
        return made

    def seal_of(self, headed: SignedHeader, **changes) -> bytes:
        facts = headed.header
        whole = Seal(
            recording=facts.recording,
            session=facts.session,
            person=facts.person,
            file=headed.file,
            state=SealState.SEALED,
            reason="ended",
            chunks=1,
            length=100,
            torn=0,
            torn_hash=bytes(32),
            beyond=0,
            last_hash=bytes(32),
            last_at=self.clock.now(),
            sealed_at=self.clock.now(),
        )
        return seal.write(replace(whole, **changes))

    def login_to(self, caller: Caller, headed: SignedHeader, **changes) -> clients.TargetLogin:
        facts = headed.header
        names = {"session": facts.session, "order": facts.order, "target": facts.target, "account": facts.account}
        return clients.TargetLogin(caller, **{**names, **changes})

    def close(self) -> None:
        for caller in self.callers:
            caller.close()
        self._run(self.server.close())
        self.keeper.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()


def copy_of_keys(fresh: Path, directory: Path) -> None:
    """A copy of a made key directory, private as the original."""
    shutil.copytree(fresh, directory / "keeper", copy_function=shutil.copy2)


@contextmanager
def eventually(seconds: float = 3.0):
    """Yields a function that waits until its argument, called, is true."""

    def wait(holds) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it never came true"
            time.sleep(0.005)

    yield wait
