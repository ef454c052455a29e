import pytest

from gateway.metrics.places import Place, Space
from gateway.space.bounds import MIB, Bounds
from gateway.space.judging import FILES_MIN, Room, judged

BOUNDS = Bounds(ballast_bytes=4 * MIB, floor_bytes=8 * MIB, session_bytes=2 * MIB)


def space(free_mib: float, *, files: int = 10_000, endless: bool = False) -> Space:
    return Space(bytes=100 * MIB, free_bytes=int(free_mib * MIB), free_files=files, endless_files=endless)


@pytest.mark.parametrize(
    ("free_mib", "room"), [(7.9, Room.FULL), (8, Room.SHORT), (15.9, Room.SHORT), (16, Room.ENOUGH)]
)
def test_R11_by_what_is_free_beside_three_sessions(free_mib: float, room: Room) -> None:
    found = judged(Place.RECORDINGS, space(free_mib), BOUNDS, sessions=3, before=Room.ENOUGH)
    assert found is room


@pytest.mark.parametrize(
    ("before", "free_mib", "room"),
    [
        (Room.FULL, 9.9, Room.FULL),
        (Room.FULL, 10, Room.SHORT),
        (Room.SHORT, 17.9, Room.SHORT),
        (Room.SHORT, 18, Room.ENOUGH),
        (Room.FULL, 18, Room.ENOUGH),
    ],
)
def test_what_had_no_room_must_have_more_than_the_bound(before: Room, free_mib: float, room: Room) -> None:
    assert judged(Place.RECORDINGS, space(free_mib), BOUNDS, sessions=3, before=before) is room


def test_R11_a_disk_without_inodes_takes_no_recording() -> None:
    few = space(50, files=FILES_MIN - 1)
    assert judged(Place.RECORDINGS, few, BOUNDS, sessions=0, before=Room.ENOUGH) is Room.SHORT
    endless = space(50, files=0, endless=True)
    assert judged(Place.RECORDINGS, endless, BOUNDS, sessions=0, before=Room.ENOUGH) is Room.ENOUGH
