"""The queue between session and writer."""

import threading
import time

import pytest

from gateway.recording.limits import RecorderLimits
from gateway.recording.pending import EVENT_COST, Pending
from gateway.recording.terminal_event import Code
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault

LIMITS = RecorderLimits(
    chunk_seconds=0.05,
    chunk_bytes=1000,
    unwritten_seconds=0.2,
    grace_seconds=0.2,
    unsynced_seconds=0.5,
    pending_bytes=3000,
)
CLOCK = SystemClock()


def soon(seconds: float = 5.0) -> float:
    return CLOCK.monotonic() + seconds


def written(pending: Pending) -> None:
    """What a writer does with a batch."""
    pending.take(soon())
    pending.written()


def over(pending: Pending) -> None:
    """What a writer does at an orderly end."""
    pending.end("done")
    pending.over()


def test_events_leave_when_a_chunk_is_due_in_the_order_they_came() -> None:
    pending = Pending(CLOCK, LIMITS)
    began = CLOCK.monotonic()
    pending.put(Code.OUTPUT, b"one")
    pending.put(Code.INPUT, b"two")
    taken = pending.take(soon())
    assert 0.04 <= CLOCK.monotonic() - began < 0.2
    assert taken is not None
    assert [event.data for event in taken] == [b"one", b"two"]
    assert taken[0].at_us <= taken[1].at_us


def test_a_full_chunk_does_not_wait() -> None:
    pending = Pending(CLOCK, LIMITS)
    pending.put(Code.OUTPUT, bytes(1000))
    began = CLOCK.monotonic()
    assert pending.take(soon()) is not None
    assert CLOCK.monotonic() - began < 0.03


def test_a_chunk_that_fills_up_wakes_the_writer() -> None:
    pending = Pending(CLOCK, RecorderLimits(chunk_bytes=1000, chunk_seconds=5))
    taken: list[float] = []
    writer = threading.Thread(target=lambda: taken.append(CLOCK.monotonic() if pending.take(soon()) else 0.0))
    writer.start()
    time.sleep(0.05)
    for _ in range(3):
        pending.put(Code.OUTPUT, bytes(300))
    filled = CLOCK.monotonic()
    writer.join(2)
    assert taken[0] - filled < 0.2


def test_nothing_to_do_until_a_moment() -> None:
    pending = Pending(CLOCK, LIMITS)
    began = CLOCK.monotonic()
    assert pending.take(began + 0.05) == []
    assert CLOCK.monotonic() - began >= 0.05


def test_R11_a_put_waits_for_room_and_goes_on() -> None:
    pending = Pending(CLOCK, LIMITS)
    for _ in range(3):
        pending.put(Code.OUTPUT, bytes(1000))
    threading.Timer(0.1, written, [pending]).start()
    began = CLOCK.monotonic()
    pending.put(Code.OUTPUT, b"late")
    assert 0.05 < CLOCK.monotonic() - began < 0.35


def test_R11_a_put_gives_up_when_the_writer_does_not_come_back() -> None:
    pending = Pending(CLOCK, LIMITS)
    pending.put(Code.OUTPUT, b"x")
    pending.take(soon())
    time.sleep(0.21)
    began = CLOCK.monotonic()
    with pytest.raises(GatewayFault) as fault:
        pending.put(Code.OUTPUT, b"y")
    assert CLOCK.monotonic() - began < 0.4
    assert fault.value.text is not None
    assert pending.fault is not None


def test_R11_the_watch_notices_what_nobody_else_does() -> None:
    pending = Pending(CLOCK, LIMITS)
    pending.put(Code.OUTPUT, b"x")
    began = CLOCK.monotonic()
    assert pending.fault_or_end() == "the recording's writer hangs"
    assert 0.3 < CLOCK.monotonic() - began < 0.8


def test_R11_the_watch_notices_a_disk_that_does_not_answer() -> None:
    pending = Pending(CLOCK, LIMITS)
    pending.put(Code.OUTPUT, b"x")
    pending.take(soon())
    pending.written()
    began = CLOCK.monotonic()
    assert pending.fault_or_end() is not None
    assert 0.3 < CLOCK.monotonic() - began < 0.9


def test_the_watch_sleeps_while_all_is_well_and_ends_with_the_recording() -> None:
    pending = Pending(CLOCK, LIMITS)
    pending.put(Code.OUTPUT, b"x")
    pending.take(soon())
    pending.written()
    pending.synced()
    threading.Timer(0.7, over, [pending]).start()
    began = CLOCK.monotonic()
    assert pending.fault_or_end() is None
    assert CLOCK.monotonic() - began > 0.6


def test_the_first_fault_stands_and_closes_the_door() -> None:
    pending = Pending(CLOCK, LIMITS)
    pending.put(Code.OUTPUT, b"kept")
    pending.fail("disk")
    pending.fail("another")
    assert pending.fault == "disk"
    assert pending.orderly_end() is None
    with pytest.raises(GatewayFault, match="disk"):
        pending.put(Code.OUTPUT, b"x")
    taken = pending.take(soon())
    assert taken is not None
    assert [event.data for event in taken] == [b"kept"]
    assert pending.take(soon()) is None


def test_an_end_is_announced_once() -> None:
    pending = Pending(CLOCK, LIMITS)
    assert pending.orderly_end() is None
    pending.end("client closed")
    pending.end("again")
    assert pending.orderly_end() == "client closed"
    assert pending.take(soon()) is None
    with pytest.raises(GatewayFault, match="has ended"):
        pending.put(Code.OUTPUT, b"x")


def test_R11_a_writer_that_goes_without_a_word_is_a_fault() -> None:
    pending = Pending(CLOCK, LIMITS)
    pending.over()
    assert pending.fault == "the recording's writer went away"


def test_memory_is_bounded_by_empty_events_too() -> None:
    pending = Pending(CLOCK, LIMITS)
    accepted = 0
    with pytest.raises(GatewayFault):
        while True:
            pending.put(Code.OUTPUT, b"")
            accepted += 1
    assert accepted == -(-LIMITS.pending_bytes // EVENT_COST)


def test_the_pace_can_be_changed_while_events_wait() -> None:
    pending = Pending(CLOCK, RecorderLimits(chunk_seconds=30))
    pending.put(Code.OUTPUT, b"x")
    threading.Timer(0.05, lambda: pending.chunk_seconds(0.01)).start()
    assert pending.take(soon(2)) != []
