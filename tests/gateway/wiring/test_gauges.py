"""What the registrar's figures are read from, over a state as `sekisho init` leaves it."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.detection.rules.ending_pins import Pinned
from gateway.metrics.places import Place
from gateway.storage.engine import open_engine
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.database import address_of
from gateway.wiring.gauges import PINS_SECONDS, _Counting, gauges
from gateway.wiring.places import folders
from gateway.worker.pins import PinnedTarget
from tests.databases import gone, of_a_file
from tests.gateway.wiring.a_service import a_state

SOON, LATE = (datetime.now(UTC) + timedelta(days=days) for days in (3, 300))


@pytest.fixture
def settings(tmp_path):
    return a_state(tmp_path).settings


@of_a_file
def test_the_folder_of_a_file_is_one_of_them(settings):
    assert set(folders(settings)) == set(Place)


@pytest.fixture
def engine(settings):
    engine = open_engine(address_of(settings, "registrar"))
    yield engine
    engine.dispose()


def test_every_folder_of_a_fresh_state_has_room_and_may_be_written(settings, engine):
    places = gauges(settings, engine, SystemClock()).places()
    assert set(places.spaces) == set(folders(settings))
    assert places.writable == dict.fromkeys(set(folders(settings)) - {Place.STATE}, True)


def test_a_database_elsewhere_has_no_folder_here(settings):
    state = settings.state.model_copy(update={"database": "postgresql://db.example/sekisho"})
    assert Place.DATABASE not in folders(settings.model_copy(update={"state": state}))


def test_a_census_of_a_fresh_state(settings, engine):
    found = gauges(settings, engine, SystemClock()).census()
    assert (found.entries, found.pin_ends_at) == (0, None)
    assert found.database_bytes > 100_000


@of_a_file
def test_a_files_size_is_told(settings, engine):
    found = gauges(settings, engine, SystemClock()).census()
    assert found.database_bytes == (settings.state.directory / "db" / "sekisho.db").stat().st_size


class Clock(SystemClock):
    ahead = 0.0

    def monotonic(self):
        return super().monotonic() + self.ahead


class Pins:
    def __init__(self):
        self.looks = 0

    def targets(self):
        self.looks += 1
        old = Pinned(print="a", ends_at=SOON - timedelta(days=9))
        return [
            PinnedTarget(name="renewed", pins=(old, Pinned(print="b", ends_at=LATE))),
            PinnedTarget(name="ending", pins=(Pinned(print="c", ends_at=SOON),)),
            PinnedTarget(name="bare", pins=()),
        ]


def test_the_first_end_of_the_targets_newest_pins_looked_at_now_and_then(engine):
    clock = Clock()
    counting = _Counting(engine, clock)
    counting._pins = pins = Pins()
    assert counting.census().pin_ends_at == SOON.timestamp()
    counting.census()
    assert pins.looks == 1
    clock.ahead = PINS_SECONDS + 1
    counting.census()
    assert pins.looks == 2


def test_a_database_that_is_gone_is_a_fault(settings, engine, tmp_path):
    engine.dispose()
    gone(settings, tmp_path)
    with pytest.raises(GatewayFault):
        gauges(settings, engine, SystemClock()).census()
