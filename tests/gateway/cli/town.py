"""A small gateway in one process for the command line's tests: real keeper, registrar, database, journal and recorder.

Time is the machine's plus an offset that each drawn code moves on by one step, so that nobody waits for the next code.
"""

import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
from click.testing import CliRunner, Result

import gateway.wiring.events  # noqa: F401  # every kind of event
from gateway.audit.folder import FolderTiles
from gateway.audit.note import read_vkey
from gateway.audit.witness import FolderWitness
from gateway.authorization.limits import limits_of
from gateway.cli.main import command
from gateway.crypto import openssh
from gateway.ipc.client import Caller, LastingCaller
from gateway.ipc.control import ControlLine
from gateway.ipc.server import Server
from gateway.keeper import clients, custody, public_keys
from gateway.keeper.service import Keeper
from gateway.keeper.table import requests
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.limits import RecorderLimits
from gateway.recording.recorder import Recorder
from gateway.recording.recovery import recover
from gateway.recording.removal import remove
from gateway.registrar.client import SessionClient
from gateway.registrar.limits import Limits
from gateway.registrar.service import Door, Parts, Registrar
from gateway.sessions.ending import EndReason
from gateway.sessions.events import SessionEnded, SessionOpened, SessionStarted
from gateway.sessions.session import RecordingSummary, SessionOpening
from gateway.settings.reading import read
from gateway.storage.engine import open_engine
from gateway.storage.for_registrar import Store
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.identifiers import new_identifier, new_recording_id, new_session_id
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding
from gateway.wiring import office as office_module
from gateway.wiring.database import address_of
from gateway.wiring.init import initialise
from gateway.wiring.keeper import RegistrarJournal, keeper_ports, keeper_settings
from gateway.wiring.places import places
from tests.databases import state_settings
from tests.gateway.cli.policy_once import load, policy_once
from tests.gateway.cli.quick_passwords import with_quick_passwords

POLICIES = Path(__file__).resolve().parents[3] / "policies"
PASSWORD = "an old-fashioned password"
OWN = frozenset({os.getuid()})
CONTRACT_END = "2035-03-31"


class TownClock:
    """The machine's time, moved on by `offset` seconds."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass
class Person:
    """What a person of the town knows."""

    id: str
    totp: str
    key: Path
    password: str = PASSWORD


@dataclass
class Town:
    """Paths, people, and the command line as they use it."""

    folder: Path
    clock: TownClock
    people: dict[str, Person] = field(default_factory=dict)
    terminal: str = ""
    terminal_key: Path = Path()

    @property
    def settings(self) -> Path:
        return self.folder / "settings.toml"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def witness(self) -> Path:
        return self.folder / "witness"

    def code(self, name: str) -> str:
        """A code never used before."""
        self.clock.offset += 30
        return pyotp.TOTP(self.people[name].totp).at(int(self.clock.now().timestamp()))

    def run(self, *args: str, text: str = "", settings: bool = True) -> Result:
        """`sekisho ARGS` with `text` on standard input."""
        environment = {"SEKISHO_SETTINGS": str(self.settings)} if settings else {"SEKISHO_SETTINGS": ""}
        self.sets_the_clock()
        return CliRunner().invoke(command(), list(args), input=text, env=environment)

    def sets_the_clock(self) -> None:
        """The office of this process goes by this town's: towns are made and ended in any order."""
        office_module.SystemClock = lambda: self.clock  # type: ignore[misc,assignment]

    def as_(self, name: str, *args: str, text: str = "") -> Result:
        """`sekisho ARGS --as NAME`, with the right password and code."""
        answers = f"{self.people[name].password}\n{self.code(name)}\n{text}"
        return self.run(*args, "--as", name, "--password-stdin", text=answers)

    def json(self, *args: str) -> Any:
        """What `sekisho ARGS --json` says, which must succeed."""
        return said(self.run(*args, "--json"))

    def as_json(self, name: str, *args: str, text: str = "") -> Any:
        """The same in a person's name."""
        return said(self.as_(name, *args, "--json", text=text))

    def key_file(self, name: str) -> Path:
        """A fresh public key in a file; its private half is nobody's."""
        file = self.folder / f"{name}.pub"
        file.write_text(f"{openssh.line(openssh.new_pair().public)} {name}@somewhere\n")
        return file

    def enter(self, name: str, role: str, number: str, *, by: str | None, key: bool = False) -> None:
        """Register a person through the command line."""
        args = [
            "person", "add", "--username", name, "--name", f"{name.upper()} 一郎", "--kana", "ヤマダ イチロウ",
            "--number", number, "--employer", "みなと運用", "--engagement", "own", "--contract-end", CONTRACT_END,
            "--role", role,
        ]  # fmt: skip
        file = self.key_file(name) if key else Path()
        args += ["--key", str(file)] if key else []
        found = (
            said(self.run(*args, "--json", "--password-stdin", text=f"{PASSWORD}\n"))
            if by is None
            else self.as_json(by, *args, text=f"{PASSWORD}\n")
        )
        if "change" in found:  # a role that two administrators give
            said(self.as_("abe", "change", "confirm", found["change"], "--json"))
        secret = pyotp.parse_uri(found["totp_uri"]).secret
        self.people[name] = Person(id=found["person"]["id"], totp=secret, key=file)

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """The data of all entries of these kinds, oldest first."""
        found = self.json("audit", "show", "--limit", "100000")["entries"]
        return [{**each["data"], "kind": each["kind"]} for each in found if not kinds or each["kind"] in kinds]


def said(result: Result) -> Any:
    """The JSON of a verb that succeeded."""
    assert result.exit_code == 0, (result.exit_code, result.output, result.exception)
    return json.loads(result.stdout)


def told(result: Result, status: int) -> dict[str, Any]:
    """The refusal or fault a verb told with --json."""
    assert result.exit_code == status, (result.exit_code, result.output, result.exception)
    (value,) = json.loads(result.stdout).values()
    assert isinstance(value, dict)
    return value


class Services(threading.Thread):
    """Keeper and registrar on one loop in one thread."""

    def __init__(self, town: Town, *, quick: bool) -> None:
        super().__init__(name="services", daemon=True)
        self.town, self.quick = town, quick
        self.ready = threading.Event()
        self.loop: asyncio.AbstractEventLoop
        self.stopping: asyncio.Event

    def run(self) -> None:
        asyncio.run(self._serve())

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.stopping.set)
        self.join(20)

    async def _serve(self) -> None:
        self.loop, self.stopping = asyncio.get_running_loop(), asyncio.Event()
        settings, clock = read(self.town.settings), self.town.clock
        at = places(settings)
        engine, keepers = (open_engine(address_of(settings, process)) for process in ("registrar", "keeper"))
        journal = RegistrarJournal(LastingCaller(at.door("registrar", "keeper")))
        told = replace(keeper_settings(settings), demo_marker=at.demo_marker)
        keeper = Keeper(custody.load(at.keeper_keys), keeper_ports(keepers, clock, journal), clock, told)
        if self.quick:
            with_quick_passwords(keeper)
        server = Server(requests(keeper), on_close=keeper.closed)
        for role in ("gateway", "registrar", "office", "worker"):
            await server.listen(at.door("keeper", role), role=role, uids=OWN)
        keys = public_keys.read(at.public_keys)
        line = LastingCaller(at.door("keeper", "registrar"))
        signer = clients.RecoverySigner(line)
        registrar = Registrar(
            Parts(
                node="node1",
                clock=clock,
                store=Store(engine, clients.Fields(line)),
                tiles=FolderTiles(at.journal),
                signer=clients.Checkpoints(line),
                witness=FolderWitness(settings.state.witness, read_vkey(keys.journal_vkey)),
                recover=lambda path, reason: recover(
                    at.recordings / path, vkey=keys.recording_vkey, signer=signer, clock=clock, reason=reason
                ),
                keeper_public=keys.assertion_vkey,
                journal_key=read_vkey(keys.journal_vkey),
                remove_recording=lambda _, path: remove(at.recordings / path) is None,
                policy_limits=lambda: limits_of((POLICIES / "limits.toml").read_bytes()),
                policy_budgets=lambda: load(POLICIES).budgets,
                limits=Limits(drift_seconds_max=1e9, checkpoint_gap_seconds=0.01),
            )
        )
        doors = [
            Door(path=at.door("registrar", role), role=role, uids=OWN)
            for role in ("gateway", "office", "keeper", "worker", "archivist")
        ]
        self.loop.call_later(0.05, self._look, at.door("registrar", "office"))
        await registrar.run(doors, self.stopping)
        await server.close()
        keeper.close()
        line.close()
        engine.dispose()
        keepers.dispose()

    def _look(self, door: Path) -> None:
        if door.exists():
            self.ready.set()
        else:
            self.loop.call_later(0.02, self._look, door)


class Connection:
    """A session process's two lines, without SSH: proves a person, opens, records, ends."""

    def __init__(self, town: Town, username: str) -> None:
        self.town, self.username, self.person = town, username, town.people[username].id
        at = places(read(town.settings))
        self.at, self.keys = at, public_keys.read(at.public_keys)
        self.connection = new_identifier("C", town.clock.now())
        self.lines = [ControlLine(at.door(name, "gateway")) for name in ("keeper", "registrar")]
        self.keeper, registrar = (Caller(line.hand_over(self.connection, "127.0.0.1:9")) for line in self.lines)
        self.registrar = SessionClient(registrar)
        factors = clients.Factors(self.keeper)
        assert factors.password(username, town.terminal, Secret(PASSWORD.encode())).verdict == "right"
        assertion = factors.code(username, town.terminal, town.code(username)).assertion
        assert assertion is not None
        self.registrar.bind(assertion, town.terminal)

    def open(
        self, order: str, target: str = "callcenter-app", account: str = "app", clients_of: tuple[str, ...] = ("C01",)
    ) -> "Session":
        return Session(self, order, target, account, clients_of)

    def close(self) -> None:
        self.registrar.close()
        self.keeper.close()
        for line in self.lines:
            line.close()


class Session:
    """One open, recorded session."""

    def __init__(
        self, connection: Connection, order: str, target: str, account: str, clients_of: tuple[str, ...] = ("C01",)
    ) -> None:
        self.of, now = connection, connection.town.clock.now()
        self.id, self.recording = new_session_id(now), new_recording_id(now)
        self.facts = {
            "person": connection.person,
            "terminal": connection.town.terminal,
            "target": target,
            "order": order,
        }
        day = self.recording.split("-")[1]
        opening = SessionOpening(
            id=self.id, username=connection.username, account=account, capability="shell", peer_address="127.0.0.1:9",
            until=now + timedelta(minutes=30), recording=self.recording, recording_path=f"{day}/{self.recording}.rec",
            **self.facts,
        )  # fmt: skip
        opened = SessionOpened(
            session=self.id, username=connection.username, account=account, capability="shell", address="127.0.0.1:9",
            recording=self.recording, until=timestamp(opening.until), policy_digest="00", **self.facts,
        )  # fmt: skip
        assert connection.registrar.open(opening, [opened]) is None
        header = RecordingHeader(
            recording=self.recording, session=self.id, username=connection.username, account=account, approvers=(),
            purpose="failure", clients=clients_of, policy_digest="00" * 32, node="node1", started_at=now, cols=80, rows=24,
            term="xterm", gateway_version="0", encoding=Encoding.UTF_8, **self.facts,
        )  # fmt: skip
        folder = connection.at.recordings / day
        folder.mkdir(exist_ok=True)
        self.recorder = Recorder.start(
            folder,
            header,
            PersonalHeader(name="山田 一郎", employer="みなと運用"),
            wrap_to=clients.SessionSigner(connection.keeper).wrap_to(self.recording, header.clients),
            signer=clients.SessionSigner(connection.keeper),
            clock=connection.town.clock,
            limits=RecorderLimits(),
            on_failure=lambda _: None,
        )
        connection.registrar.started(self.id, [SessionStarted(session=self.id, person=connection.person)])

    def end(self) -> str:
        """Seal and say good-bye; the recording's id."""
        sealed = self.recorder.seal("left")
        summary = RecordingSummary(
            recording=sealed.recording, chunks=sealed.chunks, stored_bytes=sealed.stored_bytes,
            final_hash=sealed.final_hash, last_at=sealed.last_at,
        )  # fmt: skip
        ended = SessionEnded(session=self.id, reason=EndReason.LEFT, shown_bytes=1, typed_bytes=1, **self.facts)
        self.of.registrar.end(self.id, "left", summary, [ended])
        return self.recording


_SYSTEM = office_module.SystemClock
_OPEN: list[Town] = []
"""Of this process, in the order they were made."""


@contextmanager
def a_town(
    folder: Path, *, demo: bool = False, offset: float = 0.0, quick: bool = True, like: Town | None = None
) -> Iterator[Town]:
    """A gateway with nobody in it, running; or with what lies in `folder` already, whose clock was `offset` seconds ahead.

    Where the database is no file in the folder, a copied one has the rows of `like`, which runs no more.

    Passwords are `quick` to judge, unless a test wants many judged at once to meet each other.
    """
    town = Town(folder=folder, clock=TownClock(offset))
    chosen: dict[str, Any] = {"demo": {"operator": True}} if demo else {}
    if demo:
        town.state.mkdir()
        (town.state / "demo.marker").touch()
    rows = None if like is None else read(like.settings).database
    state = {} if town.settings.exists() else state_settings(like=rows)
    initialise(
        settings_file=town.settings, state=town.state, witness=town.witness, policies=POLICIES,
        chosen={"state": state, **chosen},
    )  # fmt: skip
    services = Services(town, quick=quick)
    services.start()
    assert services.ready.wait(20)
    _OPEN.append(town)
    town.sets_the_clock()
    try:
        with policy_once():
            yield town
    finally:
        _OPEN.remove(town)
        if _OPEN:
            _OPEN[-1].sets_the_clock()
        else:
            office_module.SystemClock = _SYSTEM  # type: ignore[misc]
        services.stop()


RISK = (
    "--risk-owner", "yamada", "--risk-importance", "high", "--risk-people", "20000", "--risk", "持ち出し",
    "--risk-measure", "閲覧のみ", "--risk-review-on", "2099-03-31",
)  # fmt: skip
"""A target's row of the risk register: without it nothing goes into service (R-76)."""


def a_target(town: Town, name: str, *options: str, text: str = "") -> dict[str, Any]:
    """A target in service: with a row of the risk register, and confirmed by abe where there are two administrators."""
    found = said(town.as_("ito", "target", "add", name, *options, *RISK, "--json", text=text))
    if "change" in found:
        town.as_json("abe", "change", "confirm", found["change"])
    target: dict[str, Any] = found["target"]
    return target


def settle(town: Town) -> None:
    """The people, terminal, client and target that most tests need."""
    said(town.run("employer", "add", "みなと運用", "--json"))
    town.enter("ito", "administrator", "A001", by=None)
    town.enter("sato", "engineer", "E001", by="ito", key=True)
    town.enter("yamada", "supervisor", "S001", by="ito")
    town.enter("kobayashi", "supervisor", "S002", by="ito")
    town.enter("mori", "auditor", "K001", by="ito")
    town.terminal_key = town.key_file("pc-1")
    place = ("--site", "東京", "--owner", "みなと運用")
    terminal = town.as_json("ito", "terminal", "add", "pc-1", "--key", str(town.terminal_key), *place)
    town.terminal = terminal["terminal"]["id"]
    said(town.as_("ito", "client", "add", "C01", "ほしみ通販", "--json"))
    host_key = str(town.key_file("host"))
    where = ("--address", "127.0.0.1", "--port", "22", "--host-key", host_key, "--account", "app", "--client", "C01")
    said(town.as_("ito", "target", "add", "callcenter-app", *where, *RISK, "--json"))


def an_order(town: Town, client: str = "C01") -> str:
    """An approved order of sato's for a free shell; its id."""
    wish = (
        "--target",
        "callcenter-app",
        "--client",
        client,
        "--purpose",
        "failure",
        "--personal-data",
        "--mode",
        "shell",
    )
    order = town.as_json("sato", "order", "request", *wish, "--hours", "8", "--reason", "障害調査")["order"]["id"]
    for supervisor in ("yamada", "kobayashi"):
        said(town.as_(supervisor, "order", "approve", order, "--json"))
    return str(order)


def a_recording(town: Town, order: str, *pieces: bytes, clients_of: tuple[str, ...] = ("C01",)) -> Session:
    """A finished session that showed `pieces`."""
    connection = Connection(town, "sato")
    session = connection.open(order, clients_of=clients_of)
    for piece in pieces:
        session.recorder.output(piece)
    session.end()
    connection.close()
    return session
