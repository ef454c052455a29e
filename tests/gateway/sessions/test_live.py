import threading
import time
from datetime import timedelta

from gateway.sessions import live
from gateway.sessions.ending import Ending, EndReason
from gateway.sessions.live import Deadline, LiveSessions
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.sessions.an_office import RunningClock

CUT = Ending(reason=EndReason.CUT)
DRAINED = Ending(reason=EndReason.DRAINED)


def test_one_session_is_ended_and_no_other():
    sessions, ended = LiveSessions(), []
    sessions.add("S-1", lambda ending: ended.append(("S-1", ending)))
    sessions.add("S-2", lambda ending: ended.append(("S-2", ending)))
    sessions.end("S-1", CUT)
    assert ended == [("S-1", CUT)]


def test_a_cut_cannot_arrive_too_early():
    """The registrar knows a session before its process does."""
    sessions, ended = LiveSessions(), []
    sessions.end("S-1", CUT)
    sessions.add("S-1", ended.append)
    sessions.add("S-2", ended.append)
    assert ended == [CUT]


def test_the_end_of_all_holds_for_every_later_one():
    sessions, ended = LiveSessions(), []
    sessions.end(None, DRAINED)
    sessions.add("S-1", ended.append)
    assert ended == [DRAINED]


def test_who_has_gone_is_not_called():
    sessions, ended = LiveSessions(), []
    sessions.add("S-1", ended.append)
    assert not sessions.empty()
    sessions.drop("S-1")
    sessions.end("S-1", CUT)
    sessions.end(None, DRAINED)
    assert (ended, sessions.empty()) == ([], True)


def test_add_and_end_at_once_always_meet_exactly_once():
    for _ in range(300):
        sessions, ended = LiveSessions(), []
        threads = [
            threading.Thread(target=sessions.add, args=("S-1", ended.append)),
            threading.Thread(target=sessions.end, args=(None, CUT)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ended == [CUT]


def deadline(clock, warn, end, **other):
    heard, over = [], threading.Event()

    def ended(ending):
        heard.append(ending.reason)
        over.set()

    now = clock.now()
    made = Deadline(
        warn_at=now + timedelta(seconds=warn),
        ends_at=now + timedelta(seconds=end),
        clock=clock,
        on_warn=other.get("on_warn", lambda seconds: heard.append(seconds)),
        on_end=ended,
    )
    return made, heard, over


def test_R23_warned_once_then_ended_on_time():
    _, heard, over = deadline(RunningClock(), 0.05, 1.2)
    started = time.monotonic()
    assert over.wait(5)
    assert 1.0 < time.monotonic() - started < 2.5
    assert heard == [1, EndReason.WINDOW_OVER]


def test_R23_a_wall_clock_set_forward_brings_the_end(monkeypatch):
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.05)
    clock = RunningClock()
    _, heard, over = deadline(clock, 600, 1200)
    clock.moved = timedelta(hours=1)
    assert over.wait(3)
    assert heard == [EndReason.WINDOW_OVER]


def test_R23_a_wall_clock_set_back_puts_it_off(monkeypatch):
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.05)
    clock = RunningClock()
    made, _, over = deadline(clock, 0.0, 0.3)
    clock.moved = timedelta(hours=-1)
    assert not over.wait(0.6)
    made.close()


def test_R23_a_warning_nobody_takes_does_not_keep_the_end_from_coming():
    stuck = threading.Event()
    _, heard, over = deadline(RunningClock(), 0.0, 0.3, on_warn=lambda _: stuck.wait(30))
    assert over.wait(3)
    stuck.set()
    assert heard == [EndReason.WINDOW_OVER]


def test_R23_a_warning_that_fails_does_not_either():
    def broken(_):
        raise GatewayFault("the journal is full")

    _, heard, over = deadline(RunningClock(), 0.0, 0.2, on_warn=broken)
    assert over.wait(3)
    assert heard == [EndReason.WINDOW_OVER]


def test_a_session_that_ended_before_its_time_is_left_alone():
    made, heard, over = deadline(RunningClock(), 0.2, 0.3)
    made.close()
    assert not over.wait(0.6)
    assert heard == []


def test_a_look_reaches_its_own_session_and_none_that_is_over() -> None:
    live, looks = LiveSessions(), list[str]()
    live.watch("S-1", lambda: looks.append("S-1"))
    live.watch("S-2", lambda: looks.append("S-2"))
    live.look("S-1")
    live.look("S-none")
    live.drop("S-1")
    live.look("S-1")
    assert looks == ["S-1"]
