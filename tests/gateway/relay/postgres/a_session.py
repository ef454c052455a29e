"""A gate to a real database, in the clear on a loopback port: each connection is one session, as behind the door.

`AGate(target)` listens; real clients (`psql`, `psycopg`, pgbench) connect to `.port`, scripted ones by `.client()`, and
`.through(sql)` asks one statement and gives everything the person received. What the session wrote down stands in `.sessions`.
Everything but TLS, the log-in and the registrar is real: gate, catalogue, masking, recording, journal's diary.
"""

import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from gateway.audit.event import Event
from gateway.authorization.limits import DatabaseLimits
from gateway.disclosure.counting import Row
from gateway.disclosure.verdict import Over, Warn, Within
from gateway.guards.statements import Catalogue, Limits, normalised
from gateway.relay.names import Names
from gateway.relay.postgres.events import StatementEnded, StatementRan, StatementRun
from gateway.relay.postgres.gate import StatementGate
from gateway.relay.postgres.ports import Judge
from gateway.relay.postgres.session import DatabaseSession, Patience
from gateway.relay.postgres.stream import PlainStream, Stream
from gateway.relay.postgres.target import pins, snapshot
from gateway.relay.postgres.target.deadline import Deadline
from gateway.relay.postgres.target.talking import Talk
from gateway.relay.postgres.wire.authentication import AuthenticationOk
from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse
from gateway.relay.postgres.wire.opening import (
    IN_THE_CLEAR,
    CancelRequest,
    GSSENCRequest,
    Opening,
    SSLRequest,
    StartupMessage,
)
from gateway.relay.postgres.wire.pipeline import Sync
from gateway.relay.postgres.wire.portals import Bind, Execute, Format
from gateway.relay.postgres.wire.rows import DATA_ROW, RowDescription, values_of
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import CommandComplete, Query, ReadyForQuery
from gateway.relay.postgres.wire.statements import Describe, Parse, Subject
from gateway.relay.postgres.wire.status import BackendKeyData
from gateway.relay.postgres.wire.tables import BOUNDS, read
from gateway.relay.postgres.wire.target_login import LetIn, TargetLogin
from gateway.vocabulary.clock import SystemClock
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS

PROGRAMS = Path("/usr/bin")
AROUND = {**os.environ, "PGSSLMODE": "prefer", "PGCLIENTENCODING": "UTF8"}
NAMES = Names(person="P-1", session="S-1", terminal="T-1", target="callcenter-db", order="O-1")
BOUNDS_OF_STATEMENTS = DatabaseLimits(statement_seconds=20, rows=1_000_000, group_size=5, idle_seconds=600)


class Ledger:
    """A counter that only keeps what it is told; over `rows_max` rows it says so."""

    def __init__(self, rows_max: int = 1 << 60) -> None:
        self.rows_max = rows_max
        self.permitted: list[tuple[int, bytes]] = []
        self.rows: list[tuple[int, Row]] = []
        self.ended: list[int] = []
        self.over: Over | None = None
        self.warn: Warn | None = None
        self.closed = False

    def permit(self, statement: int, said: bytes) -> Over | None:
        self.permitted.append((statement, said))
        return self.over

    def show(self, rows: Sequence[Row], statement: int) -> Within | Warn | Over:
        if self.over is not None:
            return self.over
        if len(self.rows) + len(rows) > self.rows_max:
            from gateway.disclosure.verdict import Why
            from gateway.vocabulary.outcome import Text

            self.over = Over(text=Text(ja="上限です", en="cap reached"), why=Why.BUDGET)
            return self.over
        self.rows += [(statement, row) for row in rows]
        warn, self.warn = self.warn, None
        return warn or Within()

    def done(self, statement: int) -> None:
        self.ended.append(statement)

    def close(self) -> None:
        self.closed = True


class Tape:
    """A recorder that keeps everything in memory."""

    def __init__(self) -> None:
        self.out = bytearray()
        self.marks: list[str] = []
        self.fault: BaseException | None = None

    def output(self, data: bytes) -> None:
        if self.fault is not None:
            raise self.fault
        self.out += data

    def input(self, data: bytes) -> None: ...

    def resize(self, columns: int, rows: int) -> None: ...

    def marker(self, label: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.marks.append(label)

    @property
    def text(self) -> str:
        return self.out.decode()


class Canceller:
    """Cancels on a connection of its own, as `target.cancelling`."""

    def __init__(self, target: "ATarget", key: BackendKeyData | None) -> None:
        self._target, self._key = target, key
        self.under_way = False
        self.calls = 0

    def __call__(self) -> None:
        self.calls += 1
        if self._key is None or self.under_way:
            return
        self.under_way = True
        threading.Thread(target=self._send, daemon=True).start()

    def _send(self) -> None:
        try:
            with self._target.dialled() as sock:
                request = CancelRequest(process_id=self._key.process_id, secret_key=self._key.secret_key)
                sock.sendall(request.encoded())
                sock.recv(1)
        finally:
            self.under_way = False


@dataclass
class Joined:
    """A target that is logged in to; fills `ports.Connected`."""

    stream: Stream
    parameters: Mapping[str, str]
    cancel: Canceller
    snapshot_rows: tuple[Any, ...]


@dataclass(frozen=True)
class ATarget:
    """A real server's database, reached by `address` (a port on loopback or a socket's path) as a role that is trusted."""

    address: Any
    database: str
    role: str = "postgres"
    settings: Mapping[str, str] = field(default_factory=dict)

    def dialled(self) -> socket.socket:
        kind = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        sock = socket.socket(kind)
        sock.connect(self.address)
        if kind == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    def joined(self) -> Joined:
        """As `target.dial`, but for TLS and the password."""
        talk = Talk(PlainStream(self.dialled()))
        parameters = {"user": self.role, "database": self.database, **pins.settings(20), **self.settings}
        login = TargetLogin(StartupMessage(parameters=parameters), None)
        talk.say(login.begin())
        until = Deadline(20)
        while not isinstance(let_in := login.hear(talk.hear(until)), LetIn):
            if let_in:
                talk.say(let_in)
        rows = snapshot.rows_of(talk.ask(snapshot.QUESTION, 20)[0])
        return Joined(talk.handed_over(until), let_in.settings, Canceller(self, let_in.key), rows)


def on_socket(directory: Path, database: str, **more: Any) -> ATarget:
    """The database of a server that listens on a Unix socket there."""
    return ATarget(str(directory / ".s.PGSQL.5432"), database, **more)


@dataclass
class Ran:
    """One session and what it wrote down."""

    session: DatabaseSession
    ledger: Ledger
    tape: Tape
    events: list[Event]
    joined: Any
    failure: BaseException | None = None
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def all_events(self) -> list[Event]:
        """Journalled while it ran, and owed to its end; a statement that was told of in one entry in its two parts."""
        told = [*self.events, *(self.session.rest() if self.over.is_set() else [])]
        return [part for event in told for part in apart(event)]

    def kinds(self) -> list[str]:
        return [event.kind for event in self.all_events]

    def run(self) -> None:
        try:
            self.session.run()
        except BaseException as failure:  # looked at by the test
            self.failure = failure
        finally:
            self.over.set()


def apart(event: Event) -> list[Event]:
    """The beginning and the end of a statement that one entry tells of."""
    if not isinstance(event, StatementRan) or event.times > 1:
        return [event]
    names = {name: getattr(event, name) for name in ("person", "session", "terminal", "target", "order", "number")}
    return [
        StatementRun(
            **names, what=event.what, digest=event.digest, text=event.text, relations=event.relations,
            parameters=event.parameters,
        ),
        StatementEnded(**names, rows=event.rows, masked=event.masked, milliseconds=event.milliseconds),
    ]  # fmt: skip


def a_ran(
    client: Stream,
    joined: Any,
    *,
    judge: Judge | None = None,
    catalogue: Catalogue = CATALOGUE,
    judged_by: Limits = LIMITS,
    limits: DatabaseLimits = BOUNDS_OF_STATEMENTS,
    ledger: Ledger | None = None,
    tape: Tape | None = None,
    journal: Callable[[Sequence[Event]], None] | None = None,
    patience: Patience | None = None,
    clock: Any = None,
) -> Ran:
    """A session over these two ends, not run yet."""
    ledger, tape, events = ledger or Ledger(), tape or Tape(), []
    session = DatabaseSession(
        client=client,
        connected=joined,
        gate=judge or StatementGate(catalogue, judged_by, normalised),
        catalogue=catalogue,
        counter=ledger,
        recorder=tape,
        journal=journal or events.extend,
        names=NAMES,
        clock=clock or SystemClock(),
        cancel_key=BackendKeyData(process_id=os.getpid(), secret_key=b"abcd"),
        limits=limits,
        patience=patience,
    )
    return Ran(session, ledger, tape, events, joined)


class AGate:
    """Listens on a loopback port. Keywords are those of `a_ran`; `send_buffer` is the kernel's, in bytes."""

    def __init__(self, target: Any, *, send_buffer: int = 0, **making: Any) -> None:
        self._target, self._making, self._send_buffer = target, making, send_buffer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.sessions: list[Ran] = []
        self._asking: AClient | None = None
        self._changed = threading.Condition()
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> "AGate":
        return self

    def __exit__(self, *_: object) -> None:
        if self._asking is not None:
            self._asking.close()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for ran in self.sessions:
            ran.session.fail(ConnectionError("the test is over"))
            ran.over.wait(10)

    @property
    def last(self) -> Ran:
        """The newest session."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.sessions, 10)
            return self.sessions[-1]

    def left(self) -> Ran:
        """The newest session after its person has left: everything it has to tell is told."""
        if self._asking is not None:
            self._asking.close()
            self._asking = None
        ran = self.last
        assert ran.over.wait(10)
        return ran

    def through(self, sql: str, *values: str | None, spelling: Format = Format.TEXT) -> "Answer":
        """One statement on a connection that lasts: as a Query, or with values (or binary rows) as an extended query."""
        if self._asking is None:
            self._asking = self.client()
        return self._asking.ask(sql, *values, spelling=spelling)

    def client(self) -> "AClient":
        """A scripted client."""
        return AClient(self.port)

    def connect(self, **options: Any) -> psycopg.Connection:
        """psycopg."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="sato", dbname="callcenter", sslmode="disable", **options
        )

    def psql(self, script: str, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Debian's psql with this script for its standard input."""
        around = {**AROUND, **environment}
        return subprocess.run(
            [*self._command(), *words],
            input=script,
            capture_output=True,
            text=True,
            timeout=60,
            env=around,
            check=False,
        )

    def started(self, script: str) -> "subprocess.Popen[str]":
        """psql, left running with this script on its standard input."""
        pipe = subprocess.PIPE
        psql = subprocess.Popen(self._command(), stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=AROUND)
        assert psql.stdin is not None
        psql.stdin.write(script)
        psql.stdin.flush()
        return psql

    def _command(self) -> list[Any]:
        return [PROGRAMS / "psql", "-X", "-h", "127.0.0.1", "-p", str(self.port), "-U", "sato", "-d", "callcenter"]

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._send_buffer:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self._send_buffer)
            threading.Thread(target=self._attend, args=(client,), daemon=True).start()

    def _attend(self, client: socket.socket) -> None:
        try:
            self._attended(client)
        except BaseException:
            client.close()
            raise

    def _attended(self, client: socket.socket) -> None:
        opened = _opened(client)
        if isinstance(opened, CancelRequest):
            self.last.session.cancel()
            client.close()
            return
        if opened is None:
            client.close()
            return
        client.sendall(AuthenticationOk().encoded())
        ran = a_ran(PlainStream(client), self._target.joined(), **self._making)
        with self._changed:
            self.sessions.append(ran)
            self._changed.notify_all()
        ran.run()


def _opened(client: socket.socket) -> StartupMessage | CancelRequest | None:
    while True:
        opening, opened = Opening(), None
        while opened is None:
            data = client.recv(64)
            if not data:
                return None
            opened = opening.feed(data)
        if not isinstance(opened, SSLRequest | GSSENCRequest):
            return opened
        client.sendall(IN_THE_CLEAR)


@dataclass
class Answer:
    """Everything a person received up to ReadyForQuery."""

    received: bytes = b""
    messages: list[Message] = field(default_factory=list)
    rows: list[tuple[bytes | None, ...]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    tag: str | None = None
    error: ErrorResponse | None = None
    notices: list[NoticeResponse] = field(default_factory=list)
    kinds: str = ""
    status: str = ""

    @property
    def sqlstate(self) -> str | None:
        return None if self.error is None else self.error.sqlstate

    @property
    def said(self) -> str:
        """Message and hint of the error."""
        return "" if self.error is None else "\n".join(self.error.fields.values())

    def take(self, frame: Any) -> None:
        self.received += bytes(frame.whole)
        self.kinds += chr(frame.kind)
        if frame.kind == DATA_ROW:
            self.rows.append(tuple(None if each is None else bytes(each) for each in values_of(frame.whole)))
            return
        message = read(Side.BACKEND, frame)
        self.messages.append(message)
        match message:
            case RowDescription():
                self.columns = tuple(each.name for each in message.fields)
            case CommandComplete():
                self.tag = message.tag
            case ErrorResponse():
                self.error = message
            case NoticeResponse():
                self.notices.append(message)
            case ReadyForQuery():
                self.status = chr(message.status)


class AClient:
    """A client that says what it is told to, message by message."""

    def __init__(self, port: int, seconds: float = 20) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._framer = Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
        self._come: list[Any] = []
        startup = StartupMessage(parameters={"user": "sato", "database": "callcenter"})
        self.socket.sendall(startup.encoded())
        self.greeted = self.answer()

    def __enter__(self) -> "AClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def send(self, *messages: Message) -> None:
        self.socket.sendall(b"".join(message.encoded() for message in messages))

    def ask(self, sql: str, *values: str | None, spelling: Format = Format.TEXT) -> Answer:
        if values or spelling is Format.BINARY:
            given = tuple(None if each is None else each.encode() for each in values)
            self.send(
                Parse(statement="", query=sql),
                Bind(portal="", statement="", values=given, result_formats=(spelling,)),
                Describe(subject=Subject.PORTAL, name=""),
                Execute(portal=""),
                Sync(),
            )
        else:
            self.send(Query(query=sql))
        return self.answer()

    def answer(self) -> Answer:
        """Everything up to ReadyForQuery, or to the end of the connection."""
        found = Answer()
        for frame in self.frames():
            found.take(frame)
            if frame.kind == ReadyForQuery.TYPE:
                break
        return found

    def frames(self) -> Iterator[Any]:
        """What comes, up to the end of the connection."""
        while True:
            while self._come:
                yield self._come.pop(0)
            try:
                data = self.socket.recv(65536)
            except ConnectionError:
                return
            if not data:
                return
            self._come += self._framer.feed(data)


@contextmanager
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of one loopback connection."""
    one, other = socket.socketpair()
    with one, other:
        yield one, other
