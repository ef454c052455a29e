"""Entries are accepted at once and durable soon; where they are not, nothing goes on."""

import threading
import time
from contextlib import suppress

import pytest

from gateway.relay.postgres import diary
from gateway.relay.postgres.diary import Diary
from gateway.relay.postgres.events import StatementEnded
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault


class Slow(SystemClock):
    """A clock that can be put forward."""

    ahead = 0.0

    def monotonic(self):
        return super().monotonic() + self.ahead


def entry(number=1):
    return StatementEnded(number=number, rows=0, masked=0, milliseconds=0)


def wait_until(condition):
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_what_gathers_is_appended_together_and_in_order():
    appended, woken = [], threading.Event()
    notes = Diary(lambda events: appended.append([event.number for event in events]), SystemClock(), woken.set)
    for number in range(150):
        notes.put(entry(number))
    wait_until(lambda: sum(map(len, appended)) == 150)
    assert [number for some in appended for number in some] == list(range(150))
    assert max(map(len, appended)) == diary.TOGETHER_MAX
    assert woken.wait(1)
    wait_until(lambda: notes.late_at is None)
    assert notes.close() == []


def test_what_was_not_written_is_handed_to_the_end():
    appended = []
    notes = Diary(appended.extend, SystemClock(), lambda: None)
    notes.put(entry(1))
    notes.put(entry(2))
    left = notes.close()
    assert [event.number for event in [*appended, *left]] == [1, 2]


def test_nothing_was_ever_told():
    assert Diary(lambda _events: None, SystemClock(), lambda: None).close() == []


def test_a_journal_that_fails_is_told_at_once_and_loses_nothing():
    woken = threading.Event()

    def journal(_events):
        raise ConnectionError("gone")

    notes = Diary(journal, SystemClock(), woken.set)
    notes.put(entry())
    assert woken.wait(5)
    with pytest.raises(GatewayFault, match="gone"):
        notes.check()
    with pytest.raises(GatewayFault):
        notes.put(entry())
    assert len(notes.close()) == 1


def test_late_and_too_late():
    clock, held = Slow(), threading.Event()
    notes = Diary(lambda _events: held.wait(10) and None, clock, lambda: None)
    assert notes.late_at is None
    notes.put(entry())
    assert clock.monotonic() < notes.late_at
    clock.ahead = diary.LATE_SECONDS + 0.01
    assert clock.monotonic() >= notes.late_at
    notes.check()  # nothing is shown, and yet it may catch up
    clock.ahead += diary.GRACE_SECONDS
    with pytest.raises(GatewayFault, match="in time"):
        notes.check()
    held.set()
    wait_until(lambda: notes.late_at is None)
    notes.check()


def test_it_says_when_too_much_waits():
    held = threading.Event()
    notes = Diary(lambda _events: held.wait(10) and None, SystemClock(), lambda: None)
    for number in range(diary.WAITING_MAX):
        notes.put(entry(number))
    assert notes.is_full
    held.set()
    wait_until(lambda: not notes.is_full)


def test_what_is_too_much_for_one_commit_is_appended_before():
    appended, held = [], threading.Event()

    def journal(events):
        held.wait(10)
        appended.extend(events)

    notes = Diary(journal, SystemClock(), lambda: None)
    for number in range(1000):
        notes.put(entry(number))
    held.set()
    left = notes.close([entry(1000)])
    assert len(left) <= diary.LEFT_MAX
    assert [event.number for event in [*appended, *left]] == list(range(1001))


def test_a_failed_journal_hands_over_what_one_commit_takes():
    def journal(_events):
        raise ConnectionError("gone")

    notes = Diary(journal, SystemClock(), lambda: None)
    for number in range(500):
        with suppress(GatewayFault):
            notes.put(entry(number))
    assert len(notes.close([entry(at) for at in range(500)])) == diary.LEFT_MAX
