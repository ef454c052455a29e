from pathlib import Path

import pytest

from gateway.metrics.places import Place
from gateway.space.ballast import NAME
from gateway.space.bounds import MIB, Bounds
from gateway.space.events import BallastMade, BallastReleased
from gateway.space.stores import Stores
from tests.gateway.space.a_disk import empty, fill, free_bytes

BOUNDS = Bounds(ballast_bytes=MIB, floor_bytes=4 * MIB, session_bytes=MIB)


def made(folder: Path) -> Stores:
    return Stores({Place.RECORDINGS: folder, Place.WITNESS: folder, Place.STATE: folder}, BOUNDS)


def test_only_what_sessions_cannot_do_without_has_a_ballast(tmp_path: Path) -> None:
    stores = made(tmp_path)
    assert stores.places == {Place.RECORDINGS}
    tended = stores.tend(0)
    assert set(tended.spaces) == {Place.RECORDINGS}
    assert tended.ballasts == {Place.RECORDINGS: True}
    assert tended.events == (BallastMade(place=Place.RECORDINGS, bytes=MIB),)
    assert stores.tend(0).events == (), "told once"


def test_a_folder_that_cannot_be_looked_at_is_missing_and_stops_nobody(tmp_path: Path) -> None:
    tended = Stores({Place.RECORDINGS: tmp_path / "none"}, BOUNDS).tend(0)
    assert tended.spaces == {}
    assert tended.ballasts == {Place.RECORDINGS: False}


def test_a_commit_that_failed_while_there_is_room_failed_for_another_reason(tmp_path: Path) -> None:
    stores = made(tmp_path)
    stores.tend(0)
    assert not stores.make_room()
    assert (tmp_path / NAME).exists()


@pytest.mark.root
def test_R11_the_ballast_goes_once_when_the_disk_runs_full_and_comes_back_with_the_room(disk: Path) -> None:
    stores = made(disk)
    stores.tend(0)
    fill(disk, leave=BOUNDS.last_bytes + 4096 * 4)
    assert stores.tend(0).ballasts == {Place.RECORDINGS: True}, "short, but not at the end"
    fill(disk)
    released = stores.tend(0)
    assert released.events == (BallastReleased(place=Place.RECORDINGS, bytes=MIB),)
    assert free_bytes(disk) >= MIB
    assert stores.tend(0).events == (), "once"
    empty(disk)
    assert stores.tend(0).events == (BallastMade(place=Place.RECORDINGS, bytes=MIB),)


@pytest.mark.root
def test_R11_a_writer_on_a_full_disk_is_given_room_once(disk: Path) -> None:
    stores = made(disk)
    stores.tend(0)
    fill(disk)
    assert stores.make_room()
    assert not stores.make_room(), "there is no second one"
    assert stores.tend(0).events == (BallastReleased(place=Place.RECORDINGS, bytes=MIB),)


@pytest.mark.root
def test_the_ballast_is_not_made_of_the_room_that_running_sessions_need(disk: Path) -> None:
    stores = made(disk)
    assert stores.tend(100).ballasts == {Place.RECORDINGS: False}
    assert stores.tend(1).ballasts == {Place.RECORDINGS: True}
