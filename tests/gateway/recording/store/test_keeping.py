"""The shipping loop against a store that is slow, gone, comes back, refuses: what waits, what is told, when it is tried again."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.audit.event import Event
from gateway.recording.store.events import StoreBack, StoreLost
from gateway.recording.store.keeping import BACK_OFF_SECONDS, LOST_SECONDS, ROUND_SECONDS, Keeping
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.store.scene import Cable, Town, a_cable


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def cable(town: Town) -> Iterator[Cable]:
    with a_cable(town.s3.endpoint) as cable:
        yield cable


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def keeping(town: Town, cable: Cable, clock: Hands, tmp_path: Path) -> Keeping:
    place = town.s3.place(
        town.place.bucket, tmp_path, endpoint=cable.endpoint(), answer_seconds=1.0, connect_seconds=1.0
    )
    return Keeping(town.again(place), clock=clock, tell=lambda said: town.events.extend(said))


def test_a_store_that_goes_and_comes_back_is_told_once_each_and_nothing_is_lost(
    town: Town, cable: Cable, clock: Hands, keeping: Keeping
) -> None:
    first = town.recorded()
    assert keeping.look() == ROUND_SECONDS
    cable.cut = True
    second = town.recorded()
    pauses = [keeping.look()]
    assert not keeping.lost
    clock.seconds += LOST_SECONDS
    pauses += [keeping.look() for _ in range(7)]
    assert pauses == [*BACK_OFF_SECONDS, BACK_OFF_SECONDS[-1], BACK_OFF_SECONDS[-1]]
    assert keeping.lost
    assert keeping.standing.waiting == 1
    lost = [event for event in town.events if isinstance(event, StoreLost)]
    assert [(event.waiting, event.seconds) for event in lost] == [(1, int(LOST_SECONDS))]
    cable.cut = False
    assert keeping.look() == ROUND_SECONDS
    assert not keeping.lost
    assert [type(event) for event in town.events if isinstance(event, StoreLost | StoreBack)] == [StoreLost, StoreBack]
    for recording in (first, second):
        assert town.stored(recording) == town.room.path_of(recording).read_bytes()


def test_a_hitch_is_no_alarm(town: Town, cable: Cable, keeping: Keeping) -> None:
    cable.cut = True
    town.recorded()
    assert keeping.look() == BACK_OFF_SECONDS[0]
    cable.cut = False
    assert keeping.look() == ROUND_SECONDS
    assert town.kinds() == ["recording.shipped"]


def test_wrong_credentials_are_told_in_words(town: Town, clock: Hands, keeping: Keeping) -> None:
    town.recorded()
    file = town.place.credentials
    assert file is not None
    file.chmod(0o644)
    file.write_text(file.read_text())
    for _ in range(2):
        keeping.look()
        clock.seconds += LOST_SECONDS
    (lost,) = town.events
    assert isinstance(lost, StoreLost)
    assert "chmod 600" in lost.why
    file.chmod(0o600)
    file.write_text(file.read_text())
    assert keeping.look() == ROUND_SECONDS


def test_an_outage_the_registrar_did_not_hear_of_is_told_again(
    town: Town, cable: Cable, clock: Hands, tmp_path: Path
) -> None:
    town.recorded()
    away = True

    def tell(events: Sequence[Event]) -> None:
        if away:
            raise GatewayFault("the registrar is away")
        town.events.extend(events)

    place = town.s3.place(town.place.bucket, tmp_path, endpoint=cable.endpoint(), answer_seconds=1.0)
    keeping = Keeping(town.again(place), clock=clock, tell=tell)
    cable.cut = True
    for _ in range(3):
        keeping.look()
        clock.seconds += LOST_SECONDS
    assert town.events == []
    away = False
    keeping.look()
    assert town.kinds() == ["store.lost"]


def test_a_registrar_that_is_away_is_no_lost_store(town: Town, clock: Hands) -> None:
    recording = town.recorded()

    def tell(_: object) -> None:
        raise GatewayFault("the registrar is away")

    town.shipper._tell = tell
    keeping = Keeping(town.shipper, clock=clock, tell=tell)
    for _ in range(3):
        keeping.look()
        clock.seconds += LOST_SECONDS
    assert not keeping.lost
    assert town.room.path_of(recording).exists()


def test_it_ends_when_it_is_told_to(town: Town, keeping: Keeping) -> None:
    town.recorded()
    asked: list[float] = []

    def wait(seconds: float) -> bool:
        asked.append(seconds)
        return len(asked) > 2

    keeping.run(wait)
    assert asked == [0.0, ROUND_SECONDS, ROUND_SECONDS]
    assert town.kinds() == ["recording.shipped"]
