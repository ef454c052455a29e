from gateway.metrics.places import Place
from gateway.space.bounds import MIB, Bounds

BOUNDS = Bounds(ballast_bytes=4 * MIB, floor_bytes=8 * MIB, session_bytes=2 * MIB)


def test_R11_every_running_session_and_a_new_one_have_their_share_of_the_recordings() -> None:
    assert BOUNDS.wanted(Place.RECORDINGS, 0) == 10 * MIB
    assert BOUNDS.wanted(Place.RECORDINGS, 9) == 28 * MIB


def test_R11_from_much_to_little_nobody_new_then_nobody_then_the_ballast() -> None:
    for place in (Place.RECORDINGS, Place.DATABASE, Place.JOURNAL):
        assert BOUNDS.wanted(place, 0) > BOUNDS.floor_bytes > BOUNDS.last_bytes > 0
