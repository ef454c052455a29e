"""The database door in this process: TLS, log-in, admission and session are the product's; keeper and registrar are dictionaries.

Real clients knock (libpq by psycopg, psql). The target is whatever a test gives as `dial`; without one nobody is there.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from gateway.authentication.login import Login, start
from gateway.authentication.ports import Door, Granted
from gateway.authentication.progress import Over, Proved
from gateway.authorization.decision import Permit
from gateway.crypto import office_certificate, tls
from gateway.crypto.tls import PrivateKey
from gateway.disclosure.verdict import Within
from gateway.listener.connection import ConnectionLimits
from gateway.listener.postgres.connection import DatabaseConnection
from gateway.listener.postgres.surroundings import DatabaseSurroundings, OnFailure
from gateway.listener.progress import Progress, Stage
from gateway.relay.postgres.ports import Connected
from gateway.relay.postgres.target.dial import dial
from gateway.relay.postgres.wire.opening import CancelRequest, StartupMessage
from gateway.relay.postgres.wire.status import BackendKeyData
from gateway.sessions.admit import Admitted
from gateway.sessions.live import LiveSessions
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import TargetError, Text
from gateway.vocabulary.target import Protocol, Target
from gateway.work_orders.order import OrderedTarget
from tests.gateway.authentication.a_door import NOON, PASSWORD, World, a_terminal
from tests.gateway.authorization.a_request import NOW, a_target, an_order
from tests.gateway.crypto.a_terminal_certificate import certificate
from tests.gateway.crypto.tls_peers import a_certificate
from tests.gateway.relay.postgres.target.a_database import ADatabase
from tests.gateway.relay.ssh.a_target import Listening
from tests.gateway.sessions.an_office import ARecorder, ARecordingRoom, ARegistry, RunningClock, admissions, facts

TARGET, DATABASE = "callcenter-db", "callcenter"
USER = f"sato+{TARGET}"
STARTUP = StartupMessage(parameters={"user": USER, "database": DATABASE}).encoded()
CANCEL_KEY = b"four"
GONE = Text(ja="接続先に届きません。", en="The target cannot be reached.")


class Noticed(Progress):
    """How far each connection came."""

    def __init__(self, stages: list[Stage]) -> None:
        super().__init__(None)
        self._stages = stages

    def reached(self, stage: Stage) -> None:
        self._stages.append(stage)


class Cancelling:
    """`listener.postgres.cancels.Cancels` without signals."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.cancel: Callable[[], None] | None = None

    def own(self) -> BackendKeyData:
        return BackendKeyData(process_id=self.number, secret_key=CANCEL_KEY)

    def listen(self, cancel: Callable[[], None]) -> None:
        self.cancel = cancel

    def ask(self, request: CancelRequest) -> None:
        raise NotImplementedError


class Counting:
    """Counts nothing."""

    def permit(self, statement: int, said: bytes) -> None:
        return None

    def show(self, rows: Any, statement: int) -> Within:
        return Within()

    def done(self, statement: int) -> None:
        return None

    def close(self) -> None:
        return None


class _Backstage:
    def __init__(self, door: "DatabaseDoor", cancels: Cancelling, connection: str) -> None:
        self._door, self._cancels, self._connection = door, cancels, connection

    def certified(self) -> tuple[bytes, PrivateKey]:
        key, public = tls.new_key()
        return office_certificate.door_certificate(
            self._door.authority, public, ("localhost", "127.0.0.1"), _now()
        ), key

    def begin(self, username: str) -> Login | Over:
        self._door.begun.append(username)
        world = self._door.world
        world.diary.bound = None  # each connection has its own; these share one
        ports = replace(world.ports, pause=lambda seconds: self._door.paused.append(seconds))
        return start(username, door=Door.POSTGRESQL, connection=self._connection, address="127.0.0.1:1", ports=ports)

    def surroundings(self, proved: Proved, live: LiveSessions) -> DatabaseSurroundings:
        door = self._door
        door.proved.append(proved)
        known = replace(proved, person_id="P-1", terminal_id="TM-1", at=NOW - timedelta(minutes=5))
        return DatabaseSurroundings(
            admissions=admissions(door.registry, door.room, clock=door.clock, person=known),
            live=live,
            cancels=self._cancels,
            target_login=lambda _: door.keeper,
            remember=self._remember,
            counter=self._counter,
            drifted=lambda *_: None,
            dial=door.dial,
        )

    def closed(self) -> None:
        self._door.closed.append(self._connection)

    def _remember(self, admitted: Admitted) -> None:
        self._door.remembered.append(admitted.permit.target.name)

    def _counter(self, admitted: Admitted, on_failure: OnFailure) -> Counting:
        self._door.counter_fails = on_failure
        return self._door.counting


class DatabaseDoor(Listening):
    """Serves whoever connects, one thread a connection."""

    def __init__(self, folder: Path, target: Target | None = None) -> None:
        self.folder = folder
        self.world = World()
        self.authority = office_certificate.new_authority("localhost", _now(), ("127.0.0.1",))
        (folder / "ca.crt").write_bytes(self.authority.certificate)
        self.terminal = self.client_files("terminal")
        self.world.directory.certified[_der(self.terminal[0])] = a_terminal("T-7")
        self.clock = RunningClock()
        held = target or a_target(id="TG-3", name=TARGET, accounts=("reader",))
        held = replace(held, name=TARGET, protocol=Protocol.POSTGRESQL)
        order = an_order(targets=(OrderedTarget(name=TARGET, accounts=(held.accounts[0],)),))
        self.registry = ARegistry(facts(held, (order,), targets=("callcenter-app", TARGET), ordered=(a_target(), held)))
        self.room = ARecordingRoom()
        self.keeper: Any = None
        self.counting: Any = Counting()
        self.counter_fails: OnFailure | None = None
        self.stages: list[Stage] = []
        self.begun: list[str] = []
        self.closed: list[str] = []
        self.paused: list[float] = []
        self.remembered: list[str] = []
        self.proved: list[Proved] = []
        self.cancels: list[Cancelling] = []
        self.connections: list[DatabaseConnection] = []
        self.workers: list[threading.Thread] = []
        self.dialled: list[tuple[str, str]] = []
        self.limits = ConnectionLimits(login_seconds=10.0)
        super().__init__()

    def dial(self, permit: Permit, login: Any, *, database: str, statement_seconds: int) -> Connected:
        """Nobody is there; a test puts something else in its place."""
        self.dialled.append((permit.target.name, database))
        raise TargetError("nobody is there", GONE)

    def serve(self, client: socket.socket) -> None:
        self.workers.append(threading.current_thread())
        cancels = Cancelling(len(self.cancels) + 1000)
        cancels.ask = self._asked  # type: ignore[method-assign]
        self.cancels.append(cancels)
        connection = DatabaseConnection(
            client,
            _Backstage(self, cancels, f"C-{len(self.cancels)}"),
            self.limits,
            cancels=cancels,
            clock=SystemClock(),
            progress=Noticed(self.stages),
        )
        self.connections.append(connection)
        connection.run()

    def _asked(self, request: CancelRequest) -> None:
        for each in self.cancels:
            if each.number == request.process_id and request.secret_key == CANCEL_KEY and each.cancel is not None:
                each.cancel()

    def close(self) -> None:
        super().close()
        for worker in self.workers:
            worker.join(10)
            assert not worker.is_alive(), "a connection did not end"

    # -- clients ------------------------------------------------------------------------------------------------------

    def client_files(self, name: str, *, of: tuple[x509.Certificate, Any] | None = None) -> tuple[Path, Path]:
        """A terminal's certificate, not registered, and its key."""
        _, key = a_certificate(name)
        made = certificate(key=key, name=name, now=NOON) if of is None else of[0]
        key = key if of is None else of[1]
        crt, pem = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        crt.write_bytes(made.public_bytes(Encoding.PEM))
        pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        pem.chmod(0o600)
        return crt, pem

    @contextmanager
    def inside(self, files: tuple[Path, Path] | None = None) -> Iterator[ssl.SSLSocket]:
        """A client that has begun with TLS at once, and says what it likes."""
        context = ssl.create_default_context(cafile=str(self.folder / "ca.crt"))
        context.set_alpn_protocols(["postgresql"])
        shown = files or self.terminal
        context.load_cert_chain(*shown)
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        with context.wrap_socket(plain, server_hostname="localhost") as client:
            yield client

    def code(self) -> str:
        """sato's next code."""
        self.world.next_code()
        return self.world.keeper.code_now("sato")

    def answer(self) -> str:
        """Password and code."""
        return PASSWORD + self.code()

    def address(self, **changes: Any) -> dict[str, Any]:
        """libpq's parameters; a change to None leaves one out."""
        full = {
            "host": "localhost",
            "hostaddr": "127.0.0.1",
            "port": self.port,
            "user": USER,
            "dbname": DATABASE,
            "sslmode": "verify-full",
            "sslrootcert": str(self.folder / "ca.crt"),
            "sslcert": str(self.terminal[0]),
            "sslkey": str(self.terminal[1]),
            "gssencmode": "disable",
            "connect_timeout": 15,
        }
        full.update(changes)
        return {name: value for name, value in full.items() if value is not None}

    def connect(self, **changes: Any) -> "psycopg.Connection[Any]":
        """By libpq."""
        given = {"password": None, **changes}
        if given["password"] is None and "password" not in changes:
            given["password"] = self.answer()
        return psycopg.connect(**self.address(**given), autocommit=True)

    def refusal(self, **changes: Any) -> str:
        """What libpq says of a connection that is not made."""
        try:
            self.connect(**changes).close()
        except psycopg.OperationalError as error:
            return str(error)
        raise AssertionError("somebody was let in")

    def register(self, files: tuple[Path, Path], terminal: str = "T-8", standing: Standing = Standing.ACTIVE) -> None:
        self.world.directory.certified[_der(files[0])] = a_terminal(terminal, standing)

    def grant(self, password: str, code: str) -> None:
        """The keeper remembers these answers."""
        given = Granted(assertion=b"assertion of sato", proved_at=NOW - timedelta(minutes=5))
        self.world.keeper.grants["sato", "T-7", TARGET, password.encode(), code] = given

    @property
    def recorder(self) -> ARecorder:
        return self.room.recorders[-1]


@contextmanager
def a_database_door(folder: Path, database: ADatabase | None = None) -> Iterator[DatabaseDoor]:
    """Before `database`, if one is given."""
    door = DatabaseDoor(folder, None if database is None else database.target())
    if database is not None:
        door.keeper = database.keeper
        door.dial = dial  # type: ignore[method-assign]
    try:
        yield door
    finally:
        door.close()


def rest_of(client: socket.socket) -> bytes:
    """All it hears until it is hung up on."""
    heard = b""
    try:
        while more := client.recv(65_536):
            heard += more
    except (ssl.SSLError, ConnectionError):
        return heard
    return heard


def _der(crt: Path) -> bytes:
    return x509.load_pem_x509_certificate(crt.read_bytes()).public_bytes(Encoding.DER)


def _now() -> datetime:
    return datetime.now(UTC)
