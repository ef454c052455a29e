import threading
import time

import pytest

from gateway.relay.pump import SETTLE_SECONDS, Pumps


def test_pumps_that_end_are_waited_for():
    pumps, done = Pumps(lambda: None), []
    for name in ("a", "b"):
        pumps.start(name, lambda name=name: (time.sleep(0.05), done.append(name)))
    pumps.wait("a", "b")
    assert sorted(done) == ["a", "b"]


def test_only_the_named_are_waited_for():
    pumps, never = Pumps(lambda: None), threading.Event()
    pumps.start("idle", lambda: never.wait(20))
    pumps.start("short", lambda: None)
    pumps.wait("short")
    never.set()


def test_the_first_failure_stops_everything_and_is_the_one_that_is_raised():
    stopped = []
    pumps = Pumps(lambda: stopped.append(True))
    for at in range(5):
        pumps.fail(ValueError(at))
    with pytest.raises(ValueError, match="0"):
        pumps.wait("anything")
    assert stopped == [True]
    assert isinstance(pumps.failure, ValueError)


def test_a_pump_that_breaks_is_heard():
    pumps = Pumps(lambda: None)

    def broken():
        raise OSError("the wire")

    pumps.start("broken", broken)
    with pytest.raises(OSError, match="the wire"):
        pumps.wait("broken")


def test_a_pump_that_hangs_holds_nobody_up():
    pumps, stuck = Pumps(lambda: None), threading.Event()
    pumps.start("stuck", lambda: stuck.wait(20))
    threading.Timer(0.1, pumps.fail, [KeyError("cut")]).start()
    started = time.monotonic()
    with pytest.raises(KeyError):
        pumps.wait("stuck")
    assert time.monotonic() - started < 0.1 + SETTLE_SECONDS + 1
    stuck.set()
