"""A whole registrar for tests: real storage, real doors, descriptors handed over as the gateway does, assertions as the keeper
signs them. Only the keeper's checkpoint signing, the witness and the recovery of files are small stand-ins with a switch.
"""

import asyncio
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine

from gateway.audit.checkpoint import read_checkpoint
from gateway.audit.event import Event
from gateway.audit.folder import FolderTiles
from gateway.audit.journal import Draft, Journal, sign_draft
from gateway.audit.merkle import EMPTY_ROOT
from gateway.audit.note import VerifierKey
from gateway.audit.ports import SignedCheckpoint
from gateway.audit.proof import verify_consistency
from gateway.authorization.budgets import budgets_of
from gateway.authorization.limits import limits_of
from gateway.authorization.purposes import purposes_of
from gateway.crypto import openssh, signing
from gateway.crypto.assertion import Assertion, Way, sign
from gateway.crypto.assertion import Door as AssertionDoor
from gateway.crypto.digest import fingerprint
from gateway.ipc.client import Caller, connect
from gateway.ipc.control import ControlLine
from gateway.ipc.messages import News
from gateway.recording.recovery import NeverBegan
from gateway.recording.seal import Sealed, SealState
from gateway.registrar import checkpoints, life
from gateway.registrar.answers import Opened
from gateway.registrar.binding import os_user
from gateway.registrar.client import OfficeClient, SessionClient
from gateway.registrar.events import RegistrarStopped
from gateway.registrar.limits import Limits
from gateway.registrar.mending import Recover
from gateway.registrar.parts import Door, Gauges, Parts
from gateway.registrar.service import Registrar
from gateway.sessions.ending import EndReason
from gateway.sessions.events import SessionEnded, SessionOpened
from gateway.sessions.session import RecordingSummary, SessionOpening
from gateway.space.bounds import Bounds
from gateway.space.stores import Stores
from gateway.storage.fields import PlainField, SealedField
from gateway.storage.for_registrar import Store
from gateway.storage.rights import Process
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.identifiers import new_order_id, new_recording_id, new_session_id
from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.party import Client
from gateway.vocabulary.target import Encoding, Importance, LoginWay, Protocol, RiskEntry, Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders import order as orders
from tests.databases import as_process

PEOPLE: Mapping[str, frozenset[Role]] = {
    "sato": frozenset({Role.ENGINEER}),
    "suzuki": frozenset({Role.ENGINEER}),
    "yamada": frozenset({Role.SUPERVISOR}),
    "kato": frozenset({Role.SUPERVISOR}),
    "admin": frozenset({Role.ADMINISTRATOR}),
    "kansa": frozenset({Role.AUDITOR}),
}
ROLES = ("gateway", "office", "keeper", "worker", "monitor", "archivist")
KEYS = {name: openssh.new_pair().public for name in ("t1", "t2", "sato")}
POLICY_LIMITS = limits_of((Path(__file__).parents[3] / "policies" / "limits.toml").read_bytes())
_POLICIES = Path(__file__).parents[3] / "policies"
POLICY_BUDGETS = budgets_of(
    (_POLICIES / "budgets.toml").read_bytes(), purposes_of((_POLICIES / "purposes.toml").read_bytes())
)
QUICK = Limits(
    checkpoint_seconds=0.5,
    checkpoint_retry_seconds=0.1,
    checkpoint_gap_seconds=0.01,
    clock_check_seconds=0.05,
    space_check_seconds=0.05,
    kill_after_seconds=0.3,
    end_all_seconds=0.4,
    oversight_seconds=0.1,
    window_grace_seconds=0.2,
    mend_after_seconds=0.05,
    mend_retry_seconds=0.2,
    exit_seconds=0.2,
)


class MovableClock:
    """The machine's clock, and how far a test has moved its hands."""

    def __init__(self) -> None:
        self.moved = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.moved

    def monotonic(self) -> float:
        return time.monotonic()


class PlainCipher:
    """Seals by prefix: what the registrar never looks into."""

    def seal(self, fields: Sequence[PlainField]) -> list[bytes]:
        return [b"sealed:" + field.value.encode() for field in fields]

    def open(self, fields: Sequence[SealedField]) -> list[str]:
        return [field.sealed.removeprefix(b"sealed:").decode() for field in fields]

    def digest(self, context: str, value: str) -> bytes:
        return f"{context}:{value}".encode()


class Signer:
    """The keeper's part of a checkpoint: signs only what continues the last tree it signed."""

    def __init__(self) -> None:
        self.seed = signing.new_signing_key()
        self.key = VerifierKey(name="test.example/journal", public=signing.public_of(self.seed))
        self.away = False
        self._signed: tuple[int, bytes] = (0, EMPTY_ROOT)

    def signed_size(self) -> int:
        self._require_here()
        return self._signed[0]

    def sign(self, note: bytes, old_size: int, proof: Sequence[bytes]) -> bytes:
        self._require_here()
        asked = read_checkpoint(note)
        size, root = self._signed
        if old_size != size or not verify_consistency(size, root, asked.size, asked.root, proof):
            raise GatewayFault("not a continuation")
        self._signed = (asked.size, asked.root)
        return signing.sign(self.seed, note)

    def _require_here(self) -> None:
        if self.away:
            raise GatewayFault("the keeper is away")


class Witness:
    """Keeps checkpoints in memory."""

    def __init__(self) -> None:
        self.kept: list[SignedCheckpoint] = []
        self.away = False

    def keep(self, signed: SignedCheckpoint) -> None:
        if self.away:
            raise OSError("no such directory")
        self.kept.append(signed)


class Recovery:
    """Says of every recording that its prefix was sealed, or what a test put in `answers` by path."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answers: dict[str, Exception | NeverBegan | Sealed] = {}
        self.always: Exception | NeverBegan | None = None
        self.state = SealState.INTERRUPTED

    def __call__(self, path: str, reason: str) -> Sealed | NeverBegan:
        self.asked.append((path, reason))
        answer = self.always or self.answers.get(path, sealed(Path(path).stem, self.state))
        if isinstance(answer, Exception):
            raise answer
        return answer


def sealed(recording: str, state: SealState = SealState.INTERRUPTED) -> Sealed:
    return Sealed(
        recording=recording,
        state=state,
        reason="x",
        chunks=3,
        stored_bytes=1000,
        torn_bytes=0,
        final_hash=bytes(range(32)),
        last_at=datetime.now(UTC),
    )


def summary(recording: str) -> RecordingSummary:
    return RecordingSummary(
        recording=recording, chunks=2, stored_bytes=512, final_hash=b"\7" * 32, last_at=datetime.now(UTC)
    )


class Heard:
    """What a connection was told, and whether it still stands."""

    def __init__(self) -> None:
        self.news: list[tuple[str, Mapping[str, Any]]] = []
        self.closed = threading.Event()

    def on_news(self, kind: str, params: Mapping[str, Any]) -> None:
        self.news.append((kind, params))

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.news]


class Session:
    """A session process as far as the registrar can tell."""

    def __init__(self, scene: "Scene", caller: Caller, heard: Heard, connection: str) -> None:
        self.scene, self.caller, self.heard, self.connection = scene, caller, heard, connection
        self.registrar = SessionClient(caller)

    def bound(self, username: str = "sato", terminal: str = "T-1") -> "Session":
        self.registrar.bind(self.scene.assertion(self.connection, username), terminal)
        return self


class Scene:
    """One node's registrar over a database of the test's own."""

    def __init__(self, engine: Engine, directory: Path) -> None:
        self.directory = directory
        self.engine = engine
        self.store = Store(as_process(engine, Process.REGISTRAR), PlainCipher())
        self.keeper = signing.new_signing_key()
        self.signer, self.witness, self.recovery = Signer(), Witness(), Recovery()
        self.recover: Recover = self.recovery
        self.keeps: checkpoints.Witness = self.witness
        self.clock = MovableClock()
        self.limits = QUICK
        self.policy_limits = POLICY_LIMITS
        self.policy_budgets = POLICY_BUDGETS
        self.forgotten: list[str] = []
        self.removed: list[str] = []
        self.removable = True
        self.gauges = Gauges()
        self.stores = Stores({}, Bounds())
        self.database_file: Path | None = None
        self.orders: dict[str, str] = {}
        self.status: int | None = None
        self.writers_waiting = False
        self._thread: threading.Thread | None = None
        self._control: ControlLine | None = None

    # --- what stands in the database -----------------------------------------------------------------------------------

    def seed(self) -> None:
        """Two engineers, two supervisors, an administrator, an auditor, two terminals, a target, an approved order each."""
        with self.store.transaction() as transaction:
            office = transaction.office
            assert office.add_employer(id="E-1", name="Hoshu K.K.", kind="processor")
            for username, roles in PEOPLE.items():
                assert office.add_person(**person(username, roles))
            for terminal, key in (("T-1", "t1"), ("T-2", "t2")):
                assert office.add_terminal(id=terminal, name=f"pc-{key}", site="Tokyo", owner="E-1")
                self._key(office, key, "terminal", terminal)
            self._key(office, "sato", "person", "P-sato")
            assert office.clients.add(Client(id="C-01", name="ほしみ通販"))
            assert office.add_target(TARGET)
            for username in ("sato", "suzuki"):
                self.orders[username] = self.approve(office, self.order(f"P-{username}")).id

    def order(self, person_id: str, **changed: Any) -> orders.WorkOrder:
        now = self.clock.now()
        made = orders.WorkOrder(
            id=new_order_id(now),
            person_id=person_id,
            requested_by=person_id,
            targets=(orders.OrderedTarget(name=TARGET.name, accounts=("app",)),),
            clients=("C-01",),
            purpose="failure",
            personal_data=True,
            mode=orders.Mode.SHELL,
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=4),
            reason="investigation",
            standing=orders.Standing.ASKED,
            approvals=(),
            requested_at=now,
            version=1,
        )
        return replace(made, **changed)

    def approve(self, office: Any, asked: orders.WorkOrder) -> orders.WorkOrder:
        assert office.add_order(asked)
        approved = asked
        for approver in ("P-yamada", "P-kato"):
            before = approved
            approved, _ = orders.with_approval(before, orders.Approval(approver_id=approver, at=self.clock.now()))
            assert office.move_order(approved, before.version)
        return approved

    def stored_order(self, order: str) -> orders.WorkOrder:
        with self.store.reading() as transaction:
            found = transaction.facts.order(order)
        assert found is not None
        return found

    def _key(self, office: Any, key: str, kind: str, owner: str) -> None:
        blob = KEYS[key]
        assert office.add_key(
            fingerprint=fingerprint(blob), blob=blob, kind=kind, owner=owner, comment="", at=self.clock.now()
        )

    # --- the process ---------------------------------------------------------------------------------------------------

    @property
    def parts(self) -> Parts:
        return Parts(
            node="node-1",
            clock=self.clock,
            store=self.store,
            tiles=FolderTiles(self.directory / "tiles"),
            signer=self.signer,
            witness=self.keeps,
            recover=self.recover,
            keeper_public=signing.public_of(self.keeper),
            journal_key=self.signer.key,
            policy_limits=lambda: self.policy_limits,
            policy_budgets=lambda: self.policy_budgets,
            limits=self.limits,
            forget_grants=self.forget_grants,
            remove_recording=self.remove_recording,
            gauges=self.gauges,
            stores=self.stores,
            database_file=self.database_file,
        )

    def forget_grants(self, person: str) -> None:
        """The keeper's part; a test may break or stop it."""
        self.forgotten.append(person)

    def remove_recording(self, recording: str, _path: str) -> bool:
        """The store's part; a test may have it say that a lock holds the file."""
        if self.removable:
            self.removed.append(recording)
        return self.removable

    def start(self) -> "Scene":
        opened = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(opened)), daemon=True)
        self._thread.start()
        assert opened.wait(10)
        assert self.door("worker").exists(), "the registrar did not open its doors"
        self._control = None
        return self

    def stop(self) -> None:
        if self._thread is None:
            return
        if self._thread.is_alive():
            self.ask_to_stop()
        self._thread.join(timeout=10)
        assert not self._thread.is_alive()
        self._thread = None
        if self._control is not None:
            self._control.close()

    def ask_to_stop(self) -> None:
        self.loop.call_soon_threadsafe(self._stop.set)

    def leave_open(self, opening: SessionOpening, node: str = "node-1") -> None:
        """A session as a registrar leaves it that was killed."""
        with self.store.transaction() as transaction:
            done = life.opened(
                transaction, opening, [], connection="C-0", node=node, sessions_max=20, now=self.clock.now()
            )
            assert isinstance(done.result, Opened)

    @contextmanager
    def writing_held_up(self) -> Iterator[None]:
        """No writing transaction begins inside this block; `writers_waiting` once one wants to."""
        real, gate = self.store.transaction, threading.Event()

        def transaction() -> Any:
            self.writers_waiting = True
            gate.wait(5)
            return real()

        self.store.transaction = transaction  # type: ignore[method-assign]
        yield
        self.store.transaction = real  # type: ignore[method-assign]
        gate.set()

    def break_writing(self) -> None:
        """From now on every writing transaction fails."""

        def transaction() -> Any:
            raise GatewayFault("the disk is full")

        self.store.transaction = transaction  # type: ignore[method-assign]

    def wait_for_end(self, seconds: float = 10.0) -> int | None:
        """The process's exit status, once it has ended by itself."""
        assert self._thread is not None
        self._thread.join(timeout=seconds)
        assert not self._thread.is_alive(), "the registrar is still running"
        return self.status

    async def _serve(self, opened: threading.Event) -> None:
        self.loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self.registrar = Registrar(self.parts)
        doors = doors_of(self.directory, frozenset({os.getuid()}))
        running = asyncio.ensure_future(self.registrar.run(doors, self._stop))
        while not self.door("worker").exists() and not running.done():
            await asyncio.sleep(0.005)
        opened.set()
        self.status = await running

    def door(self, role: str) -> Path:
        return self.directory / f"{role}.sock"

    # --- who speaks to it ----------------------------------------------------------------------------------------------

    @property
    def control(self) -> ControlLine:
        """The gateway parent's line."""
        if self._control is None:
            self._control = ControlLine(self.door("gateway"))
        return self._control

    def told_gateway(self, kind: str) -> str:
        """The connection that the gateway hears this kind of news about first."""
        for _ in ticks(10.0):
            for message in self.heard_by_gateway():
                if isinstance(message, News) and message.kind == kind:
                    return str(msgspec.msgpack.decode(message.args)["connection"])
        raise AssertionError(f"no {kind} for the gateway")

    def heard_by_gateway(self) -> list[Any]:
        """What has arrived within a second."""
        try:
            return list(self.control.read())
        except GatewayFault:
            return []

    def told_gateway_nothing(self, kind: str) -> bool:
        """True if no news of this kind has reached the gateway once it has been silent for a second."""
        try:
            while all(not isinstance(message, News) or message.kind != kind for message in self.control.read()):
                pass
        except GatewayFault:
            return True
        return False

    def session(self, connection: str) -> Session:
        """A fresh session process; its descriptor was handed over by the gateway."""
        heard = Heard()
        sock = self.control.hand_over(connection, "192.0.2.7")
        return Session(self, Caller(sock, on_news=heard.on_news, on_closed=heard.closed.set), heard, connection)

    def office(self, username: str | None = None) -> OfficeClient:
        client = OfficeClient(connect(self.door("office")))
        if username is not None:
            client.bind(self.assertion("whatever", username, door="office"))
        return client

    def worker(self) -> OfficeClient:
        return OfficeClient(connect(self.door("worker")))

    def assertion(
        self, connection: str, username: str = "sato", *, door: AssertionDoor = "session", **changed: Any
    ) -> bytes:
        now = self.clock.now()  # the keeper's is the same machine's
        said = Assertion(
            connection=connection,
            person=f"P-{username}",
            username=username,
            roles=PEOPLE.get(username, frozenset()),
            door=door,
            os_user=os_user(os.getuid()) if door == "office" else None,
            proved_at=now - timedelta(seconds=1),
            way=Way.CODE,
            issued_at=now - timedelta(seconds=1),
            expires_at=now + timedelta(seconds=60),
        )
        return sign(self.keeper, replace(said, **changed))

    def opening(self, username: str = "sato", terminal: str = "T-1", **changed: Any) -> SessionOpening:
        now = datetime.now(UTC)
        recording = new_recording_id(now)
        made = SessionOpening(
            id=new_session_id(now),
            person=f"P-{username}",
            username=username,
            terminal=terminal,
            order=self.orders[username],
            target=TARGET.name,
            account="app",
            capability="shell",
            peer_address="192.0.2.7",
            until=now + timedelta(hours=1),
            recording=recording,
            recording_path=f"2026/{recording}.rec",
        )
        return replace(made, **changed)

    # --- what came of it -----------------------------------------------------------------------------------------------

    def entries(self) -> list[Any]:
        with self.store.reading() as transaction:
            return list(transaction.journal.read(0, None))

    def events(self, kind: str) -> list[Any]:
        return [entry.event() for entry in self.entries() if entry.kind == kind]

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.entries()]

    def wait_for(self, kind: str, seconds: float = 10.0, count: int = 1) -> Any:
        """The `count`-th event of this kind, as soon as it is durable."""
        for _ in ticks(seconds):
            found = self.events(kind)
            if len(found) >= count:
                return found[count - 1]
        raise AssertionError(f"no {kind} in the journal: {self.kinds()}")

    def holder(self, person: str) -> tuple[str, int] | None:
        with self.store.reading() as transaction:
            return transaction.leases.holder(person)

    def stored(self, session: str) -> Any:
        with self.store.reading() as transaction:
            return transaction.sessions.get(session)

    def unsealed(self) -> list[str]:
        with self.store.reading() as transaction:
            return [session.id for session, _ in transaction.recordings.unsealed("node-1")]

    def slow_checkpoints(self) -> Limits:
        return replace(QUICK, checkpoint_seconds=3600.0)

    def session_less_append(self) -> None:
        """One more entry, written while no registrar runs."""
        with self.store.transaction() as transaction:
            self.journal_of(transaction).append([RegistrarStopped(reason="test")])

    def sign(self, draft: Draft) -> None:
        """Have the keeper sign, and forget the answer."""
        sign_draft(draft, self.signer, self.signer.key, FolderTiles(self.directory / "tiles"))

    def journal_of(self, transaction: Any) -> Journal:
        tiles = FolderTiles(self.directory / "tiles")
        return Journal(transaction.journal, tiles, node="node-1", key=self.signer.key, clock=self.clock)

    @contextmanager
    def journal(self) -> Iterator[Journal]:
        with self.store.reading() as transaction:
            yield self.journal_of(transaction)


def whoami() -> str:
    return os_user(os.getuid())


def doors_of(directory: Path, uids: frozenset[int]) -> list[Door]:
    return [Door(path=directory / f"{role}.sock", role=role, uids=uids) for role in ROLES]


def ticks(seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.01)


def eventually(condition: Any, seconds: float = 10.0) -> None:
    for _ in ticks(seconds):
        if condition():
            return
    raise AssertionError("it did not come about")


def opened(opening: SessionOpening, **changed: Any) -> SessionOpened:
    made = SessionOpened(
        person=opening.person,
        session=opening.id,
        terminal=opening.terminal,
        target=opening.target,
        order=opening.order,
        username=opening.username,
        account=opening.account,
        capability=opening.capability,
        address=opening.peer_address,
        recording=opening.recording,
        until=timestamp(opening.until),
        policy_digest="00",
    )
    return replace(made, **changed)


def ended(opening: SessionOpening) -> Event:
    reason = next(iter(EndReason))
    return SessionEnded(person=opening.person, session=opening.id, reason=reason, shown_bytes=1, typed_bytes=1)


def person(username: str, roles: frozenset[Role], **changed: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"P-{username}",
        "username": username,
        "name_sealed": b"sealed:" + username.upper().encode(),
        "kana_sealed": b"sealed:x",
        "number_sealed": b"sealed:" + username.encode(),
        "number_digest": username.encode(),
        "employer": "E-1",
        "engagement": Engagement.DISPATCHED,
        "agency": None,
        "contract_end": date(2099, 3, 31),
        "roles": roles,
        "language": Language.JAPANESE,
    }
    return made | changed


def changed(**different: Any) -> dict[str, Any]:
    """The changeable part of a person as seeded."""
    made: dict[str, Any] = {
        "employer": "E-1",
        "engagement": Engagement.DISPATCHED,
        "agency": None,
        "contract_end": date(2099, 3, 31),
        "roles": frozenset({Role.ENGINEER}),
        "language": Language.JAPANESE,
        "standing": Standing.ACTIVE,
    }
    return made | different


TARGET = Target(
    id="TG-1",
    name="callcenter-app",
    protocol=Protocol.SSH,
    address="127.0.0.1",
    port=22,
    host_keys=(b"k",),
    accounts=("app", "postgres"),
    login=LoginWay.CERTIFICATE,
    clients=("C-01",),
    encoding=Encoding.UTF_8,
    free=None,
    standing=Standing.ACTIVE,
    risk=RiskEntry(
        owner="yamada",
        importance=Importance.HIGH,
        people=20_000,
        risk="持ち出し",
        measure="閲覧のみ",
        review_on=date(2099, 3, 31),
    ),
)
TERMINAL = Terminal(
    id="T-9", name="pc-9", site="Osaka", owner="E-1", public_key=openssh.new_pair().public, standing=Standing.ACTIVE
)
