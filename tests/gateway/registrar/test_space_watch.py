from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gateway.ipc.messages import CallRefused
from gateway.metrics.places import Place, Space
from gateway.space import stores as stores_module
from gateway.space.ballast import NAME
from gateway.space.bounds import MIB, Bounds
from gateway.space.forecast import Forecast
from gateway.space.stores import Stores
from tests.gateway.registrar.scene import Scene, Session, ended, eventually, opened, summary

BOUNDS = Bounds(ballast_bytes=4096, floor_bytes=8 * MIB, session_bytes=MIB, warn_hours=24.0)
PLACES = (Place.RECORDINGS, Place.DATABASE, Place.JOURNAL)


class Disk:
    """How much is free in each place, as a test says."""

    def __init__(self) -> None:
        self.free = dict.fromkeys(PLACES, 1000 * MIB)
        self.gone: set[Place] = set()

    def look(self, folders: Mapping[Place, Path]) -> dict[Place, Space]:
        return {
            place: Space(bytes=2000 * MIB, free_bytes=self.free[place], free_files=0, endless_files=True)
            for place in folders
            if place not in self.gone
        }


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk()
    monkeypatch.setattr(stores_module, "look", made.look)
    return made


@pytest.fixture
def scene(database: Engine, tmp_path: Path, disk: Disk) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    folders = {place: tmp_path / place for place in PLACES}
    for folder in folders.values():
        folder.mkdir()
    made.stores = Stores(folders, BOUNDS)
    yield made
    made.stop()


def try_to_open(scene: Scene, session: Session) -> str | None:
    """The refusal's code, None where it opened."""
    opening = scene.opening()
    try:
        held = session.registrar.open(opening, [opened(opening)])
    except CallRefused as refused:
        return refused.code
    return None if held is None else f"{type(held).__name__}: {held.text.ja} {held.text.en}"


@pytest.mark.parametrize("place", PLACES)
def test_R11_short_of_room_nobody_new_is_let_in_and_who_works_goes_on(scene: Scene, disk: Disk, place: Place) -> None:
    session = scene.start().session("C-1").bound()
    assert try_to_open(scene, session) is None
    disk.free[place] = BOUNDS.floor_bytes + 100
    short = scene.wait_for("space.short")
    assert (short.place, short.free_bytes) == (place, disk.free[place])
    assert short.wanted_bytes == BOUNDS.wanted(place, 1)
    said = try_to_open(scene, session)
    assert said is not None
    assert said.startswith("NotNow: 記録を保存するディスクの空きが足りない")
    assert "disk that keeps the records is nearly full" in said
    assert scene.events("session.refused")[-1].rules == ["space.short"]
    assert "end" not in session.heard.kinds()
    disk.free[place] = 1000 * MIB
    assert scene.wait_for("space.enough").place is place
    assert try_to_open(scene, session) is None


@pytest.mark.parametrize("place", PLACES)
def test_R11_full_every_session_is_told_to_end_in_words_and_its_end_is_written(
    scene: Scene, disk: Disk, place: Place
) -> None:
    scene.limits = replace(scene.limits, end_all_seconds=30.0)
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    assert session.registrar.open(opening, [opened(opening)]) is None
    disk.free[place] = BOUNDS.floor_bytes - 1
    eventually(lambda: "end" in session.heard.kinds())
    told = next(params for kind, params in session.heard.news if kind == "end")
    assert (told["session"], told["reason"]) == (None, "space.full")
    assert "ディスクの空きがなくなった" in told["ja"]
    assert "disk that keeps the records is full" in told["en"]
    assert scene.wait_for("space.full").floor_bytes == BOUNDS.floor_bytes
    session.registrar.end(opening.id, "no-space", summary(opening.recording), [ended(opening)])
    assert "recording.closed" in scene.kinds()


def test_R11_a_session_that_does_not_end_is_killed(scene: Scene, disk: Disk) -> None:
    session = scene.start().session("C-1").bound()
    assert try_to_open(scene, session) is None
    disk.free[Place.RECORDINGS] = 0
    assert scene.told_gateway("kill") == "C-1"
    assert scene.wait_for("session.killed").reason == "space.full"


def test_R11_a_crowd_does_not_take_more_shares_than_there_are_between_two_looks(scene: Scene, disk: Disk) -> None:
    scene.limits = replace(scene.limits, space_check_seconds=3600.0)
    disk.free[Place.RECORDINGS] = BOUNDS.wanted(Place.RECORDINGS, 2)
    session = scene.start().session("C-1").bound()
    assert [try_to_open(scene, session) is None for _ in range(5)] == [True, True, True, False, False]


def test_R11_a_disk_nobody_could_look_at_lately_is_not_known_to_have_room(scene: Scene, disk: Disk) -> None:
    scene.limits = replace(scene.limits, space_check_seconds=3600.0, space_known_seconds=0.0)
    session = scene.start().session("C-1").bound()
    said = try_to_open(scene, session)
    assert said is not None
    assert said.startswith("NotNow")


def test_R11_a_store_that_has_gone_has_no_room(scene: Scene, disk: Disk) -> None:
    session = scene.start().session("C-1").bound()
    disk.gone.add(Place.RECORDINGS)
    assert scene.wait_for("space.short").free_bytes == 0
    assert try_to_open(scene, session) is not None


def test_R11_the_ballast_is_let_go_and_made_again_and_both_are_journalled(scene: Scene, disk: Disk) -> None:
    scene.start()
    assert {scene.wait_for("space.ballast_made", count=at).place for at in (1, 2, 3)} == set(PLACES)
    disk.free[Place.JOURNAL] = BOUNDS.last_bytes - 1
    assert scene.wait_for("space.ballast_released").place is Place.JOURNAL
    assert not (scene.directory / "journal" / NAME).exists()
    disk.free[Place.JOURNAL] = 1000 * MIB
    scene.wait_for("space.ballast_made", count=4)
    eventually(lambda: (scene.directory / "journal" / NAME).exists())


def test_an_alarm_goes_out_before_a_disk_that_fills_is_full_once(
    scene: Scene, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: dict[str, float | None] = {"hours": 23.9}
    monkeypatch.setattr(Forecast, "hours", lambda *_: left["hours"])
    scene.start()
    assert [scene.wait_for("space.ends_soon", count=at).hours for at in (1, 2, 3)] == [23, 23, 23]
    left["hours"] = 40.0
    scene.worker().checkpoint()
    left["hours"] = 10.0
    stand = scene.registrar.works.space.stand()
    assert stand.hours_left == dict.fromkeys(PLACES, 10.0)
    assert stand.ballasts == dict.fromkeys(PLACES, True)
    assert stand.short == dict.fromkeys(PLACES, False)
    left["hours"] = None
    eventually(lambda: not scene.registrar.works.space._warned)
    assert len(scene.events("space.ends_soon")) == 3, "not again for every change of mind"


def test_R11_a_registrar_that_starts_on_a_full_disk_lets_its_ballast_go_first(scene: Scene, disk: Disk) -> None:
    folder = scene.directory / "database"
    Stores({Place.DATABASE: folder}, BOUNDS).tend(0)
    assert (folder / NAME).exists()
    disk.free[Place.DATABASE] = 0
    at_start: list[bool] = []
    real = scene.store.transaction

    def transaction() -> object:
        at_start.append((folder / NAME).exists())
        return real()

    scene.store.transaction = transaction  # type: ignore[assignment,method-assign]
    scene.start()
    scene.wait_for("space.full")
    assert at_start[0] is False
