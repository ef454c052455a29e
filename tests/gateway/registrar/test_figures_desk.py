"""The monitor's one question, over a real registrar: real doors, a real database."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from gateway.ipc.client import Caller, connect
from gateway.ipc.messages import CallRefused, NoParams
from gateway.listener.events import ChannelRefused
from gateway.metrics.figures import Census, DoorStands, Figures, ShelfStands
from gateway.metrics.places import Looked, Place
from gateway.registrar.parts import Gauges
from gateway.registrar.table import requests
from gateway.storage.engine import reading
from gateway.storage.queries.census import census
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import GatewayFault
from tests.databases import USUAL
from tests.gateway.metrics.a_picture import DOOR, ROOM, a_census
from tests.gateway.registrar.scene import Scene, eventually, opened


@pytest.fixture
def database_kind() -> str:
    return USUAL


@pytest.fixture
def scene(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)

    def counted() -> Census:
        now = made.clock.now()
        with reading(database) as connection:
            return census(connection, now, now.astimezone(JST).date(), None)

    made.gauges = Gauges(
        census=counted, places=lambda: Looked(spaces={Place.JOURNAL: ROOM}, writable={Place.JOURNAL: True})
    )
    made.seed()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def monitor(scene: Scene) -> Iterator[Caller]:
    caller = connect(scene.door("monitor"))
    yield caller
    caller.close()


def figures(monitor: Caller) -> Figures:
    return monitor.call("node.figures", NoParams(), Figures)


def test_figures_of_a_registrar_that_is_well(scene: Scene, monitor: Caller) -> None:
    scene.control.tell("door.stands", DOOR)
    eventually(lambda: figures(monitor).door is not None)
    found = figures(monitor)
    assert found.clock_trusted
    assert found.started_at == pytest.approx(time.time(), abs=60)
    assert found.write_seconds is not None and found.read_seconds is not None
    assert found.connections == {"monitor": 1, "gateway": 1}
    assert (found.door, found.sessions) == (DOOR, {})
    assert (found.spaces, found.writable) == ({Place.JOURNAL: ROOM}, {Place.JOURNAL: True})
    assert found.door_told_seconds == pytest.approx(0, abs=5)
    assert found.census is not None
    assert found.census.entries == len(scene.entries())


def test_entries_are_counted_by_kind_as_the_journal_has_them(scene: Scene, monitor: Caller) -> None:
    session = scene.session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    session.registrar.append(
        [ChannelRefused(person="P-sato", request="x", address="192.0.2.7:1", count=3)]
    )  # and what the registrar adds
    kinds = scene.kinds()
    eventually(lambda: figures(monitor).events == {kind: scene.kinds().count(kind) for kind in set(scene.kinds())})
    found = figures(monitor)
    assert found.events["session.opened"] == found.events["refusal.repeated"] == 1
    assert found.sessions == {"shell": 1}
    assert set(found.last_events) == set(found.events) >= set(kinds)
    assert sum(found.commits.counts) > 0


def test_a_count_is_of_what_was_committed(scene: Scene, monitor: Caller) -> None:
    before = figures(monitor)
    session, opening = scene.session("C-2"), scene.opening()
    with pytest.raises(CallRefused):
        session.registrar.open(opening, [opened(opening)])  # nobody is bound
    eventually(lambda: scene.kinds().count("registrar.violation") == 1)
    after = figures(monitor)
    assert after.events.get("session.opened", 0) == before.events.get("session.opened", 0)


def test_the_workers_clock_is_heard(scene: Scene, monitor: Caller) -> None:
    assert "worker" not in figures(monitor).heard_seconds
    worker = connect(scene.door("worker"))
    worker.call("rotation.work", NoParams(), object)
    assert figures(monitor).heard_seconds["worker"] == pytest.approx(0, abs=5)
    worker.close()


def test_a_writer_that_is_held_up_is_said_in_time(scene: Scene, monitor: Caller) -> None:
    with scene.writing_held_up():
        began = time.monotonic()
        found = figures(monitor)
        assert time.monotonic() - began < 4
    assert found.write_seconds is None
    assert found.census is not None
    eventually(lambda: figures(monitor).write_seconds is not None)


def test_a_database_that_hangs_holds_up_no_session(database: Engine, tmp_path: Path) -> None:
    made, gate = Scene(database, tmp_path), threading.Event()

    def stuck() -> Census:
        gate.wait(20)
        return a_census()

    made.gauges = Gauges(census=stuck)
    made.seed()
    made.start()
    monitor = connect(made.door("monitor"))
    try:
        began = time.monotonic()
        assert figures(monitor).census is None  # after two seconds
        assert figures(monitor).census is None  # at once: the first has not come back
        assert time.monotonic() - began < 4
        opening = made.opening()
        made.session("C-1").bound().registrar.open(opening, [opened(opening)])
        gate.set()
        eventually(lambda: figures(monitor).census is not None)
    finally:
        gate.set()
        monitor.close()
        made.stop()


def test_a_disk_that_hangs_hides_nothing_but_itself(database: Engine, tmp_path: Path) -> None:
    made, gate = Scene(database, tmp_path), threading.Event()

    def stuck() -> Looked:
        gate.wait(20)
        return Looked(spaces={Place.WITNESS: ROOM}, writable={})

    made.gauges = Gauges(census=a_census, places=stuck)
    made.seed()
    made.start()
    monitor = connect(made.door("monitor"))
    try:
        found = figures(monitor)
        assert (found.spaces, found.writable, found.census) == ({}, {}, a_census())
        assert found.write_seconds is not None
        gate.set()
        eventually(lambda: figures(monitor).spaces == {Place.WITNESS: ROOM})
    finally:
        gate.set()
        monitor.close()
        made.stop()


def test_a_database_that_fails_is_absent_and_then_there_again(database: Engine, tmp_path: Path) -> None:
    made, broken = Scene(database, tmp_path), [True]

    def sometimes() -> Census:
        if broken:
            raise GatewayFault("the database failed")
        return a_census()

    made.gauges = Gauges(census=sometimes)
    made.seed()
    made.start()
    monitor = connect(made.door("monitor"))
    assert (figures(monitor).census, figures(monitor).read_seconds) == (None, None)
    broken.clear()
    assert figures(monitor).census == a_census()
    monitor.close()
    made.stop()


OTHERS = sorted(row.name for row in requests(None) if "monitor" not in row.roles)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["journal.append", "office.commit", "session.cut", "facts.login", "journal.head", "door.stands"]
)
def test_a_monitor_that_was_taken_over_asks_for_nothing_else(scene: Scene, monitor: Caller, name: str) -> None:
    assert name in OTHERS
    with pytest.raises(CallRefused) as refused:
        monitor.call(name, NoParams(), object)
    assert refused.value.code == "ipc.refused"
    eventually(lambda: monitor.closed)
    assert scene.wait_for("registrar.violation").role == "monitor"


def test_how_recordings_come_into_the_store_is_the_archivists_to_say(scene: Scene, monitor: Caller) -> None:
    assert figures(monitor).shelf is None
    archivist = connect(scene.door("archivist"))
    told = ShelfStands(waiting=2, waiting_bytes=7, oldest_seconds=1.5, shipped=4, shipped_bytes=9, refused=0, lost=True)
    archivist.call("shelf.stands", told, None.__class__)
    assert figures(monitor).shelf == told
    with pytest.raises((CallRefused, GatewayFault)):
        archivist.call("node.figures", NoParams(), Figures)
    archivist.close()


def test_the_monitor_has_one_request() -> None:
    assert {row.name for row in requests(None)} - set(OTHERS) == {"node.figures"}  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["office", "worker", "keeper", "gateway"])
def test_nobody_else_asks_for_figures(scene: Scene, role: str) -> None:
    caller = connect(scene.door(role))
    with pytest.raises(CallRefused):
        caller.call("node.figures", NoParams(), object)
    caller.close()


ONES = dict.fromkeys(DoorStands.__struct_fields__, 1)


@pytest.mark.parametrize("told", [{"waiting": "sato"}, {"waiting": 1}, {**ONES, "failed": -1}, {**ONES, "who": 1}])
def test_a_gateway_that_tells_anything_but_numbers_is_shown_out(scene: Scene, told: dict[str, Any]) -> None:
    import msgspec

    from gateway.ipc.frames import frame
    from gateway.ipc.messages import Call, encode

    body = encode(Call(id=1, call="door.stands", args=msgspec.Raw(msgspec.msgpack.encode(told))))
    scene.control._sock.sendall(frame(body))
    assert scene.wait_for("registrar.violation").what.startswith("door.stands")


def test_another_user_of_this_machine_is_not_let_in(database: Engine, tmp_path: Path) -> None:
    """The door knows one uid, as the kernel vouches for it."""
    import asyncio
    import os

    from gateway.ipc.server import Server

    async def walk() -> bool:
        server = Server([])
        await server.listen(tmp_path / "m.sock", role="monitor", uids=frozenset({os.getuid() + 1}))
        reader, writer = await asyncio.open_unix_connection(str(tmp_path / "m.sock"))
        said = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        await server.close()
        return said == b""

    assert asyncio.run(walk())
