"""A taken-over session process against the ledger of people shown: it puts in nobody of others, and never beyond its rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gateway.disclosure.holding import Batch
from gateway.disclosure.ledger import Seen
from gateway.ipc.messages import CallRefused
from gateway.registrar.disclosure_params import PEOPLE_MAX
from gateway.vocabulary.outcome import GatewayFault
from tests.databases import ENGINES
from tests.gateway.registrar.a_showing import Showing
from tests.gateway.registrar.scene import Scene


@pytest.fixture(params=ENGINES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scene(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    yield made.start()
    made.stop()


def kept(scene: Scene) -> list[tuple[str, int, int]]:
    with scene.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT client, length(people) / 8, unnamed FROM shown_people ORDER BY client"
        )
        return [(client, int(people), int(unnamed)) for client, people, unnamed in found]


def people(count: int, client: str = "C-01") -> tuple[tuple[str, bytes], ...]:
    return tuple((client, (number + 1).to_bytes(32, "big")[::-1]) for number in range(count))


def test_R48_an_honest_session_tells_whom_it_showed(scene: Scene) -> None:
    showing = Showing(scene, "C-1")
    showing.take(5)
    showing.settle(5, seen=Seen(people=people(3), unnamed={"C-01": 2}))
    assert kept(scene) == [("C-01", 3, 2)]


@pytest.mark.parametrize(
    "seen",
    [
        Seen(people=people(4)),
        Seen(people=people(3), unnamed={"C-01": 1}),
        Seen(people=people(1, "C-02")),
        Seen(people=people(1, "")),
        Seen(people=people(1, "?")),
        Seen(unnamed={"C-02": 1}),
        Seen(people=people(PEOPLE_MAX + 1)),
        Seen(people=(("C-01", b"short"),)),
        Seen(people=(("C-01", b"x" * 65),)),
        Seen(people=(("x" * 65, b"x" * 32),)),
        Seen(people=(("C-01'; DROP TABLE shown_people; --", b"x" * 32),)),
    ],
)
def test_R48_people_of_others_or_more_than_its_rows_are_a_violation(scene: Scene, seen: Seen) -> None:
    showing = Showing(scene, "C-1")
    showing.take(3)
    with pytest.raises((CallRefused, GatewayFault)):
        showing.settle(3, seen=seen)
    scene.wait_for("registrar.violation")
    assert kept(scene) == []


def test_R48_not_by_telling_again_and_again_either(scene: Scene) -> None:
    showing = Showing(scene, "C-1")
    showing.take(4)
    showing.settle(4, seen=Seen(people=people(4)))
    with pytest.raises((CallRefused, GatewayFault)):
        showing.settle(0, seen=Seen(people=people(1)))
    scene.wait_for("registrar.violation")
    assert kept(scene) == [("C-01", 4, 0)]


def test_R48_nor_of_a_day_to_come_or_one_that_showed_nothing(scene: Scene) -> None:
    from datetime import timedelta

    for days in (1, -1):
        showing = Showing(scene, f"C-{days + 5}")
        showing.take(1)
        with pytest.raises((CallRefused, GatewayFault)):
            batch = Batch(day=showing.today + timedelta(days=days), went=(), back={})
            showing.session.registrar.settle(showing.opening.id, batch, seen=Seen(people=people(1)))
    assert kept(scene) == []


def test_R48_nor_into_another_persons_session(scene: Scene) -> None:
    mine, his = Showing(scene, "C-1"), Showing(scene, "C-2")
    mine.take(2)
    his.take(2)
    with pytest.raises((CallRefused, GatewayFault)):
        mine.session.registrar.settle(
            his.opening.id + "x", Batch(day=mine.today, went=(), back={}), seen=Seen(people=people(1))
        )
    assert kept(scene) == []
