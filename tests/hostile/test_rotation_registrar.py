"""A worker that has been taken over, or others in its place, tell the registrar of rotations that are not; and races."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gateway.ipc.client import Caller, connect
from gateway.ipc.messages import CallRefused, NoParams
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.registrar import params
from gateway.registrar.client import WorkerClient, wired
from gateway.rotation.due import Failure
from gateway.rotation.events import RotationDone, RotationFailed, RotationPrepared
from gateway.rotation.ports import Work
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import LoginWay
from tests.gateway.registrar.conftest import database_kind, scene
from tests.gateway.registrar.scene import TARGET, Scene, eventually, opened

__all__ = ["database_kind", "scene"]
NAME = TARGET.name
_lines: list[Caller] = []
USED = KeyUsed(person="P-sato", session="S-1", target=NAME, use=KeyUse.VAULTED_PASSWORD, connection="C-1")


@pytest.fixture
def office(scene: Scene) -> Iterator[Scene]:
    """The scene with a target whose password is vaulted and has been used."""
    with scene.store.transaction() as transaction:
        assert transaction.office.change_target(replace(TARGET, login=LoginWay.VAULTED_PASSWORD, management="root"))
        assert transaction.office.put_target_secret(TARGET.id, "vaulted-password", b"sealed old")
    scene.start()
    yield scene
    while _lines:
        _lines.pop().close()


def caller(scene: Scene, role: str) -> Caller:
    _lines.append(connect(scene.door(role)))
    return _lines[-1]


def worker(scene: Scene) -> WorkerClient:
    return WorkerClient(caller(scene, "worker"))


def hand_out(scene: Scene) -> None:
    """The keeper tells that a session was given the password."""
    caller(scene, "keeper").call("journal.append", params.Append(events=wired([USED])), int)


def standing(scene: Scene) -> Standing:
    with scene.store.reading() as transaction:
        found = transaction.facts.target(NAME)
    assert found is not None
    return found.standing


def violates(ask: Any) -> None:
    with pytest.raises((CallRefused, GatewayFault)) as refused:
        ask()
    assert not isinstance(refused.value, CallRefused) or refused.value.code == "ipc.refused"


def test_R14_a_rotation_as_it_should_be_through_the_real_doors(office: Scene) -> None:
    assert worker(office).work() == []
    hand_out(office)
    (due,) = worker(office).work()
    assert due == Work(target=replace(TARGET, login=LoginWay.VAULTED_PASSWORD, management="root"), prepared=False)
    worker(office).prepared(NAME, b"sealed new")
    worker(office).done(NAME)
    assert worker(office).work() == []
    kinds = office.kinds()
    assert [kind for kind in kinds if kind.startswith("rotation.")] == [
        "rotation.asked",
        "rotation.prepared",
        "rotation.done",
    ]


@pytest.mark.parametrize("role", ["office", "gateway", "keeper"])
def test_R14_no_other_process_tells_of_rotations(office: Scene, role: str) -> None:
    hand_out(office)
    for name, given in (
        ("rotation.work", NoParams()),
        ("rotation.prepared", params.RotationPrepared(target=NAME, sealed=b"x")),
        ("rotation.done", params.RotationOf(target=NAME)),
        ("rotation.not_done", params.RotationTried(target=NAME, why=Failure.REFUSED)),
    ):
        line = caller(office, role)
        violates(lambda line=line, name=name, given=given: line.call(name, given, object))
    assert standing(office) is Standing.ACTIVE


def test_R14_a_session_process_neither(office: Scene) -> None:
    hand_out(office)
    session = office.session("C-7").bound()
    violates(lambda: session.caller.call("rotation.done", params.RotationOf(target=NAME), object))


@pytest.mark.parametrize(
    "event",
    [
        RotationPrepared(target=NAME),
        RotationDone(target=NAME, tries=0),
        RotationFailed(target=NAME, reason=Failure.REFUSED, tries=1),
    ],
)
def test_R14_nobody_writes_down_a_rotation_that_was_not(office: Scene, event: Any) -> None:
    for role in ("worker", "keeper", "gateway", "office"):
        line = caller(office, role)
        violates(lambda line=line: line.call("journal.append", params.Append(events=wired([event])), int))
    assert event.kind not in office.kinds()


def test_R14_replayed_and_out_of_order(office: Scene) -> None:
    violates(lambda: worker(office).done(NAME))
    violates(lambda: worker(office).prepared(NAME, b"x"))
    violates(lambda: worker(office).not_done(NAME, Failure.REFUSED))
    violates(lambda: worker(office).done("../" + NAME))
    hand_out(office)
    violates(lambda: worker(office).done(NAME))
    worker(office).prepared(NAME, b"sealed new")
    with pytest.raises(CallRefused, match="stale"):
        worker(office).prepared(NAME, b"sealed other")
    worker(office).done(NAME)
    violates(lambda: worker(office).done(NAME))
    assert standing(office) is Standing.ACTIVE


@pytest.mark.parametrize("sealed", [b"", b"x" * 5000])
def test_R14_a_password_of_no_or_any_size(office: Scene, sealed: bytes) -> None:
    hand_out(office)
    violates(lambda: worker(office).prepared(NAME, sealed))


def test_R14_a_session_that_opens_during_a_rotation_waits_for_it(office: Scene) -> None:
    hand_out(office)
    worker(office).prepared(NAME, b"sealed new")
    session, opening = office.session("C-8").bound(), office.opening()

    def finish() -> None:
        time.sleep(0.5)
        worker(office).done(NAME)

    finishing = threading.Thread(target=finish)
    finishing.start()
    assert session.registrar.open(opening, [opened(opening)]) is None
    finishing.join()
    kinds = office.kinds()
    assert kinds.index("rotation.done") < kinds.index("session.opened")


def test_R14_one_that_does_not_end_is_refused_in_words_and_nothing_is_open(
    office: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.registrar.rotation_desk.SETTLE_SECONDS", 0.3)
    hand_out(office)
    worker(office).prepared(NAME, b"sealed new")
    session, opening = office.session("C-9").bound(), office.opening()
    with pytest.raises(CallRefused) as refused:
        session.registrar.open(opening, [opened(opening)])
    assert refused.value.code == "target.rotating"
    assert office.stored(opening.id) is None


def test_R14_a_failed_rotation_ends_the_sessions_and_lets_none_begin(office: Scene) -> None:
    hand_out(office)
    session, opening = office.session("C-6").bound(), office.opening()
    session.registrar.open(opening, [opened(opening)])
    worker(office).not_done(NAME, Failure.OTHER_HOST)
    assert standing(office) is Standing.SUSPENDED
    eventually(lambda: "end" in session.heard.kinds())
    other = office.session("C-5").bound("suzuki", "T-2")
    again = office.opening("suzuki", "T-2")
    with pytest.raises(CallRefused) as refused:
        other.registrar.open(again, [opened(again)])
    assert refused.value.code == "target.refused"
