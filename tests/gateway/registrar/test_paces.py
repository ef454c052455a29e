import threading
from contextlib import contextmanager

import pytest

from gateway.registrar.events import RegistrarStopped
from gateway.registrar.paces import Paces, TimedStore
from tests.gateway.metrics.a_picture import DOOR, NOW


class Clock:
    def __init__(self):
        self.seconds = 100.0

    def now(self):
        return NOW

    def monotonic(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def paces(clock):
    return Paces(clock)


def test_entries_by_kind_and_when_the_last_was(paces):
    assert paces.events() == ({}, {})
    paces.wrote([RegistrarStopped(reason="asked")] * 3)
    assert paces.events() == ({"registrar.stopped": 3}, {"registrar.stopped": NOW.timestamp()})


def test_how_long_ago_somebody_asked_and_the_door_was_told(paces, clock):
    assert (paces.heard_seconds(), paces.door()) == ({}, (None, None))
    paces.heard("worker")
    paces.door_told(DOOR)
    clock.seconds += 7
    assert paces.heard_seconds() == {"worker": 7.0}
    assert paces.door() == (DOOR, 7.0)


class Store:
    def __init__(self, clock):
        self.clock = clock

    @contextmanager
    def transaction(self):
        yield "transaction"
        self.clock.seconds += 0.25  # the commit

    def reading(self):
        return "reading"


def test_a_transaction_is_timed_with_its_commit(paces, clock):
    timed = TimedStore(Store(clock), clock, paces.committed)
    with timed.transaction() as given:
        assert given == "transaction"
        clock.seconds += 0.05
    assert paces.commits().total == pytest.approx(0.3)
    assert timed.reading() == "reading"


def test_a_transaction_that_fails_counts_for_nothing(paces, clock):
    timed = TimedStore(Store(clock), clock, paces.committed)
    with pytest.raises(ZeroDivisionError), timed.transaction():
        raise ZeroDivisionError
    assert sum(paces.commits().counts) == 0


def test_two_threads_lose_no_count(paces):
    events = [RegistrarStopped(reason="asked")]
    threads = [threading.Thread(target=lambda: [paces.wrote(events) for _ in range(2000)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(200):
        paces.events()
    for thread in threads:
        thread.join()
    assert paces.events()[0] == {"registrar.stopped": 8000}
