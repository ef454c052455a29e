"""Whoever is refused again and again is raised: over connections, processes, restarts, races and floods, whatever is tried.

Real registrars on real databases. R-02: the third refusal within ten minutes; at most one alarm in ten minutes a person.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from gateway.audit.canonical import canonical
from gateway.ipc.messages import CallRefused
from gateway.listener.events import ChannelRefused
from gateway.registrar import params, suspicion
from gateway.sessions.ports import LeaseHeld, TooMany
from tests.databases import ENGINES
from tests.gateway.registrar.scene import Scene, Session, opened


@pytest.fixture(params=ENGINES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scene(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    yield made
    made.stop()


def refused(person: str | None = "P-sato", count: int = 1, request: str = "direct-tcpip") -> ChannelRefused:
    return ChannelRefused(person=person, terminal=None, request=request, address="192.0.2.7:1", count=count)


def raised(scene: Scene) -> list[str]:
    return [event.person for event in scene.events("refusal.repeated")]


def try_it(session: Session, times: int = 1, **how: int) -> None:
    for _ in range(times):
        session.registrar.append([refused(**how)])


def test_R02_three_in_one_connection(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    try_it(session, 2)
    assert raised(scene) == []
    try_it(session)
    assert raised(scene) == ["P-sato"]
    assert scene.kinds()[-2:] == ["channel.refused", "refusal.repeated"], "in the transaction that wrote the third"


def test_R02_three_spread_over_three_connections(scene: Scene) -> None:
    scene.start()
    for number in range(3):
        session = scene.session(f"C-{number}").bound()
        try_it(session)
        session.caller.close()
    assert raised(scene) == ["P-sato"]


def test_R02_over_a_restart_of_the_registrar_before_and_after_the_alarm(scene: Scene) -> None:
    try_it(scene.start().session("C-1").bound(), 2)
    scene.stop()
    scene.door("worker").unlink(missing_ok=True)
    try_it(scene.start().session("C-2").bound())
    assert raised(scene) == ["P-sato"]
    scene.stop()
    scene.door("worker").unlink(missing_ok=True)
    try_it(scene.start().session("C-3").bound(), 5)
    assert raised(scene) == ["P-sato"], "told once in ten minutes, by whichever registrar"


def test_R02_two_people_do_not_add_up(scene: Scene) -> None:
    sato, suzuki = scene.start().session("C-1").bound(), scene.session("C-2").bound("suzuki", "T-2")
    for _ in range(2):
        sato.registrar.append([refused()])
        suzuki.registrar.append([refused("P-suzuki")])
    assert raised(scene) == []


def test_R02_whoever_has_proved_nothing_accuses_nobody(scene: Scene) -> None:
    stranger = scene.start().session("C-1")
    stranger.registrar.append([refused(None)] * 5)
    assert raised(scene) == []
    with pytest.raises(CallRefused):
        stranger.registrar.append([refused("P-sato")] * 5)
    scene.wait_for("registrar.violation")
    assert raised(scene) == []


def test_nobody_says_in_the_registrars_name_that_somebody_is_suspicious_or_that_he_was_told(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    for kind in ("refusal.repeated", "alarm.mailed"):
        data = {"person": "P-sato", "refusals": 3, "minutes": 10, "last": "x"}
        event = params.WireEvent(kind=kind, data=data)
        other = scene.session(f"C-{kind}").bound()
        with pytest.raises(CallRefused):
            other.caller.call("journal.append", params.Append(events=(event,)), int)
    assert raised(scene) == []
    assert not session.heard.closed.is_set()


def test_R02_a_session_process_that_lies_about_its_count_hides_nothing(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    try_it(session, 2, count=-1000)
    try_it(session, 1, count=0)
    assert raised(scene) == ["P-sato"]


def test_R02_one_entry_that_sums_up_many_is_enough(scene: Scene) -> None:
    try_it(scene.start().session("C-1").bound(), 1, count=3)
    assert raised(scene) == ["P-sato"]


def test_R02_races_of_many_processes_raise_once(scene: Scene) -> None:
    scene.start()
    sessions = [scene.session(f"C-{number}").bound() for number in range(6)]
    together = threading.Barrier(len(sessions))

    def work(session: Session) -> None:
        together.wait(10)
        try_it(session, 10)

    threads = [threading.Thread(target=work, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert scene.kinds().count("channel.refused") == 60
    assert raised(scene) == ["P-sato"]


def test_R02_a_flood_of_ten_thousand_is_one_alarm_and_slows_nothing_down(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    began = time.monotonic()
    for _ in range(10_000 // params.EVENTS_MAX):
        session.registrar.append([refused()] * params.EVENTS_MAX)
    assert raised(scene) == ["P-sato"]
    try_it(session, 20)
    assert raised(scene) == ["P-sato"], "and quiet from then on"
    assert time.monotonic() - began < 30
    with scene.store.transaction() as transaction:
        began = time.monotonic()
        later = scene.clock.now() + timedelta(minutes=10, seconds=1)
        (event,) = suspicion.raised(transaction.past, [refused(count=3)], scene.policy_limits, later)
        assert time.monotonic() - began < 1, "judged by what lies in ten minutes, not by the flood before"
    assert event.person == "P-sato"


@pytest.mark.parametrize("whole", [True, False])
def test_R02_a_changed_row_neither_stops_the_journal_nor_hides_the_refusal(
    database: Engine, scene: Scene, whole: bool
) -> None:
    session = scene.start().session("C-1").bound()
    try_it(session, 2)
    with database.begin() as connection:
        if database.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER journal_no_update"))
        else:
            connection.execute(text("DROP TRIGGER journal_append_only ON journal"))
        data = {"count": {"not": "a number"}, "request": ["no", "word"]}
        body = (
            canonical({"at": "x", "data": data, "kind": "x.y", "node": "n", "prev": "0" * 64, "seq": 1, "v": 1})
            if whole
            else b"?"
        )
        connection.execute(
            text("UPDATE journal SET body = :body, at = 'zzz' WHERE kind = 'channel.refused'"), {"body": body}
        )
    try_it(session)
    assert raised(scene) == ["P-sato"]


def test_one_too_many_cannot_be_raced_by_processes(scene: Scene) -> None:
    scene.policy_limits = replace(scene.policy_limits, sessions_per_person=3)
    scene.start()
    sessions = [scene.session(f"C-{number}").bound() for number in range(8)]
    together, answers = threading.Barrier(len(sessions)), []

    def work(session: Session) -> None:
        opening = scene.opening()
        together.wait(10)
        answers.append(session.registrar.open(opening, [opened(opening)]))

    threads = [threading.Thread(target=work, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len([answer for answer in answers if answer is None]) == 3
    assert len([answer for answer in answers if isinstance(answer, TooMany)]) == 5
    assert scene.holder("P-sato") == ("T-1", 3)
    assert len(scene.events("session.opened")) == 3
    assert [event.rules for event in scene.events("session.refused")] == [["too-many-sessions"]] * 5
    assert raised(scene) == ["P-sato"], "and that is suspicious too"


def test_R17_the_lease_comes_before_the_count(scene: Scene) -> None:
    scene.policy_limits = replace(scene.policy_limits, sessions_per_person=1)
    first, second = scene.start().session("C-1").bound(), scene.session("C-2").bound(terminal="T-2")
    one, two = scene.opening(), scene.opening(terminal="T-2")
    assert first.registrar.open(one, [opened(one)]) is None
    assert isinstance(second.registrar.open(two, [opened(two)]), LeaseHeld)
