import pytest

from gateway.audit.event import decode, encode
from gateway.metrics.places import Place
from gateway.space.events import BallastMade, BallastReleased, SpaceEndsSoon, SpaceEnough, SpaceFull, SpaceShort

ALL = [
    SpaceShort(place=Place.RECORDINGS, free_bytes=1, wanted_bytes=2),
    SpaceFull(place=Place.DATABASE, free_bytes=1, floor_bytes=2),
    SpaceEnough(place=Place.JOURNAL, free_bytes=1),
    SpaceEndsSoon(place=Place.RECORDINGS, hours=3, free_bytes=1),
    BallastReleased(place=Place.RECORDINGS, bytes=1),
    BallastMade(place=Place.RECORDINGS, bytes=1),
]


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.kind)
def test_what_is_written_is_read(event) -> None:
    assert decode(event.kind, encode(event)) == event
