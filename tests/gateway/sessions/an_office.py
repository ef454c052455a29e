"""Admission without a registrar and a disk: the ports of `sessions.ports` as lists that remember who called what, in order."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from gateway.audit.event import Event
from gateway.authentication.ledger import Factor
from gateway.authentication.login_name import LoginName
from gateway.authentication.progress import Proved
from gateway.guards.verdict import Why
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.seal import Sealed, SealState
from gateway.sessions.admit import Admissions
from gateway.sessions.ports import AdmissionFacts, LeaseHeld, RecordingRoom, TooMany
from gateway.sessions.session import RecordingSummary, SessionOpening
from gateway.sessions.standing import Course, Hold
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import Target
from gateway.work_orders.order import OrderedTarget, WorkOrder
from tests.gateway.authorization.a_request import (
    FREE,
    NOW,
    a_chain,
    a_person,
    a_target,
    a_terminal,
    an_order,
    the_policy,
)


class RunningClock:
    """NOW when it was made, and from there on as fast as life; a test may move its hands."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self.moved = timedelta(0)

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self._start) + self.moved

    def monotonic(self) -> float:
        return time.monotonic()


class ARegistry:
    """The registrar's side of one connection. `fails` names the call that raises."""

    def __init__(self, facts: AdmissionFacts, steps: list[str] | None = None) -> None:
        self.facts = facts
        self.steps = [] if steps is None else steps
        self.events: list[Event] = []
        self.openings: list[SessionOpening] = []
        self.ends: list[tuple[str, str, RecordingSummary | None]] = []
        self.fails: dict[str, Exception] = {}
        self.held: LeaseHeld | TooMany | None = None
        self.hold: Hold | None = None
        self.attended_ago: float | None = None
        self.stops: list[tuple[Course, Why, int, int]] = []
        self._changed = threading.Condition()

    def admission(self, target: str | None) -> AdmissionFacts:
        self._step("admission")
        wanted = self.facts.target
        return self.facts if wanted is not None and wanted.name == target else replace(self.facts, target=None)

    def append(self, events: Sequence[Event]) -> None:
        self._step("append", events)

    def open(self, opening: SessionOpening, events: Sequence[Event]) -> LeaseHeld | TooMany | None:
        if self.held is not None:
            self._step("lease refused")
            return self.held
        self._step("open", events)
        self.openings.append(opening)
        return None

    def started(self, session: str, events: Sequence[Event]) -> None:
        self._step("started", events)

    def stopped(self, session: str, course: Course, why: Why, *, used: int, limit: int) -> Hold | None:
        self._step(f"stopped {course}")
        self.stops.append((course, why, used, limit))
        if course is Course.RUNNING:
            return self.hold
        return None

    def attended(self, session: str, *, timeout_seconds: float) -> float | None:
        if "attended" in self.fails:
            raise self.fails["attended"]
        return self.attended_ago

    def hold_of(self, session: str) -> Hold | None:
        if "hold_of" in self.fails:
            raise self.fails["hold_of"]
        return self.hold

    def end(self, session: str, reason: str, recording: RecordingSummary | None, events: Sequence[Event]) -> None:
        self._step("end", events)
        with self._changed:
            self.ends.append((session, reason, recording))
            self._changed.notify_all()

    def ended(self, count: int = 1, seconds: float = 10.0) -> tuple[str, str, RecordingSummary | None]:
        """The `count`-th end, once it is there."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.ends) >= count, seconds), "no session ended"
            return self.ends[count - 1]

    @property
    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def of(self, kind: str) -> Any:
        """The newest event of `kind`."""
        return next(event for event in reversed(self.events) if event.kind == kind)

    def _step(self, name: str, events: Sequence[Event] = ()) -> None:
        self.steps.append(name)
        if name in self.fails:
            raise self.fails[name]
        self.events.extend(events)


class ARecorder:
    """Keeps everything in a list. `fail()` breaks it as a full disk would: it says so itself, and takes nothing more."""

    quota_bytes: int | None = None

    def __init__(self, on_failure: Callable[[GatewayFault], None] = lambda _: None) -> None:
        self.kept: list[tuple[str, bytes]] = []
        self.failed = False
        self.sealed: str | None = None
        self.paused = threading.Event()
        self.paused.set()
        self._on_failure = on_failure
        self._lock = threading.Lock()

    def output(self, data: bytes) -> None:
        self._keep("o", data)

    def input(self, data: bytes) -> None:
        self._keep("i", data)

    def resize(self, cols: int, rows: int) -> None:
        self._keep("r", f"{cols}x{rows}".encode())

    def marker(self, label: str) -> None:
        self._keep("m", label.encode())

    def exited(self, status: int) -> None:
        self._keep("x", str(status).encode())

    def fail(self) -> None:
        self.failed = True
        self._on_failure(GatewayFault("the disk is full"))

    def seal(self, reason: str) -> Sealed:
        if self.failed:
            raise GatewayFault("the disk is full")
        self.sealed = reason
        return Sealed(
            recording="R-20261122-0000000000",
            state=SealState.SEALED,
            reason=reason,
            chunks=1,
            stored_bytes=sum(len(data) for _, data in self.kept),
            final_hash=bytes(32),
            last_at=NOW,
            torn_bytes=0,
        )

    def all(self, code: str) -> bytes:
        with self._lock:
            return b"".join(data for kept, data in self.kept if kept == code)

    def _keep(self, code: str, data: bytes) -> None:
        self.paused.wait(30)
        with self._lock:
            if self.failed or self.sealed is not None:
                raise GatewayFault("the disk is full" if self.failed else "the recording has ended")
            self.kept.append((code, bytes(data)))


class ARecordingRoom:
    """Hands out `ARecorder`s and remembers them."""

    def __init__(self, steps: list[str] | None = None) -> None:
        self.steps = [] if steps is None else steps
        self.recorders: list[ARecorder] = []
        self.headers: list[RecordingHeader] = []
        self.personal: list[PersonalHeader] = []
        self.fault: Exception | None = None

    def path_of(self, recording: str) -> str:
        return f"20261122/{recording}.rec"

    def start(
        self, header: RecordingHeader, personal: PersonalHeader, on_failure: Callable[[GatewayFault], None]
    ) -> ARecorder:
        self.steps.append("recorder")
        if self.fault is not None:
            raise self.fault
        self.headers.append(header)
        self.personal.append(personal)
        self.recorders.append(ARecorder(on_failure))
        return self.recorders[-1]


def proved(target: str | None = "callcenter-app", account: str | None = None, **other: Any) -> Proved:
    made = Proved(
        person_id="P-1",
        username="sato",
        terminal_id="TM-1",
        factors=(Factor.TERMINAL_KEY, Factor.PERSON_KEY, Factor.CODE),
        at=NOW - timedelta(minutes=5),
        assertion=b"assertion",
        login_name=LoginName(username="sato", target=target, account=account),
    )
    return replace(made, **other)


def facts(target: Target | None = None, orders: tuple[WorkOrder, ...] | None = None, **other: Any) -> AdmissionFacts:
    made = AdmissionFacts(
        person=a_person(),
        terminal=a_terminal(),
        target=a_target() if target is None else target,
        orders=(an_order(),) if orders is None else orders,
        targets=("callcenter-app",),
        employer="株式会社テスト保守",
        chain=a_chain(),
    )
    return replace(made, **other)


def free_target(**other: Any) -> Target:
    """`build-host`, declared free of personal data: commands are permitted there."""
    return a_target(**{"id": "TG-2", "name": "build-host", "free": FREE, "clients": (), **other})


def free_order(account: str = "maint") -> WorkOrder:
    named = (OrderedTarget(name="build-host", accounts=(account,)),)
    return an_order(id="WO-20261122-0000000002", targets=named, personal_data=False, clients=())


def admissions(
    registry: ARegistry, room: RecordingRoom, *, clock: Any = None, person: Proved | None = None
) -> Admissions:
    return Admissions(
        proved=proved() if person is None else person,
        address="192.0.2.7:50022",
        node="node1",
        version="0.1.0",
        policy=the_policy(),
        policy_is_current=lambda: True,
        registry=registry,
        recordings=room,
        clock=RunningClock() if clock is None else clock,
    )
