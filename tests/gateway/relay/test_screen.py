"""Recorded before shown, and no second way round."""

import threading

import pytest

from gateway.guards.pipeline import Pipeline
from gateway.guards.stage import Passed
from gateway.relay.guard_events import Side
from gateway.relay.screen import Screen
from gateway.sessions.ending import Ending, EndReason, SessionCut
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.guards.stages import Holding, Stop, Trips, Upper, found

WAYS = ("show", "show_error", "say", "say_error", "paint")


class Log:
    """Recorder, wire and notices in one list, so that the order is what is asserted."""

    def __init__(self):
        self.steps, self.fails = [], False

    def output(self, data):
        if self.fails:
            raise GatewayFault("the disk is full")
        self.steps.append(("kept", data))

    def send(self, data):
        self.steps.append(("shown", data))

    def send_error(self, data):
        self.steps.append(("shown as error", data))

    def saw(self, findings, side):
        self.steps.extend((f"noticed {side}", finding.kind) for finding in findings)

    def tripped(self, finding, side):
        self.steps.append((f"tripped {side}", finding.kind))
        return SessionCut(Ending(reason=EndReason.TRANSFER))


def a_screen(log, *stages, errors=()):
    return Screen(
        recorder=log,
        send=log.send,
        send_error=log.send_error,
        guard=Pipeline(stages),
        error_guard=Pipeline(errors),
        notices=log,
    )


def said(way):
    return "words" if way.startswith("say") else b"words"


@pytest.mark.parametrize("way", WAYS)
def test_R37_whatever_is_shown_was_kept_before(way):
    log = Log()
    getattr(a_screen(log), way)(said(way))
    assert [step for step, _ in log.steps] == ["kept", "shown as error" if way.endswith("error") else "shown"]
    assert {data for _, data in log.steps} == {b"words"}


@pytest.mark.parametrize("way", WAYS)
def test_R37_what_cannot_be_kept_is_not_shown(way):
    log = Log()
    log.fails = True
    with pytest.raises(GatewayFault):
        getattr(a_screen(log), way)(said(way))
    assert log.steps == []


def test_our_own_words_go_to_the_line_start():
    log = Log()
    a_screen(log).say("a\nb\n")
    assert log.steps[0] == ("kept", b"a\r\nb\r\n")


def test_R03_findings_are_told_before_what_follows_them_is_shown():
    log = Log()
    a_screen(log, Upper()).show(b"abc")
    assert log.steps == [(f"noticed {Side.SHOWN}", "seen"), ("kept", b"ABC"), ("shown", b"ABC")]


def test_what_a_stage_holds_back_is_shown_when_nothing_more_comes():
    log = Log()
    screen = a_screen(log, Holding())
    screen.show(b"abc")
    assert log.steps == []
    assert screen.holds
    screen.idle()
    assert log.steps == [("kept", b"abc"), ("shown", b"abc")]
    assert not screen.holds


def test_what_a_stage_holds_back_is_shown_at_the_end():
    log = Log()
    screen = a_screen(log, Holding(), errors=[Holding()])
    screen.show(b"out")
    screen.show_error(b"err")
    screen.close()
    screen.close_error()
    assert log.steps == [("kept", b"out"), ("shown", b"out"), ("kept", b"err"), ("shown as error", b"err")]


def test_what_a_guard_finds_at_the_sessions_end_is_given_and_nothing_is_shown():
    class Unfinished(Holding):
        def close(self):
            return Passed(b"rest", (found("unfinished", b"x"),))

    log = Log()
    screen = a_screen(log, Unfinished(), errors=[Holding()])
    screen.show(b"a")
    screen.show_error(b"b")
    assert [finding.kind for finding in screen.end()] == ["unfinished"]
    assert log.steps == []


def test_the_two_streams_have_guards_of_their_own():
    log = Log()
    screen = a_screen(log, Holding(), errors=[Upper()])
    screen.show(b"half")
    screen.show_error(b"whole")
    assert ("kept", b"WHOLE") in log.steps
    assert all(data != b"half" for _, data in log.steps)


def test_a_stage_that_raises_ends_it_before_anything_is_shown():
    log = Log()
    with pytest.raises(GatewayFault):
        a_screen(log, Upper(), Stop()).show(b"abc")
    assert log.steps == []


def test_R03_what_trips_is_told_and_ends_the_session_and_only_what_came_before_is_shown():
    log = Log()
    with pytest.raises(SessionCut):
        a_screen(log, Trips(b"!"), Upper()).show(b"abc!def")
    assert log.steps == [
        (f"noticed {Side.SHOWN}", "seen"),
        ("kept", b"ABC"),
        ("shown", b"ABC"),
        (f"tripped {Side.SHOWN}", "trip"),
    ]


def test_R11_what_cannot_be_told_is_not_shown():
    log = Log()

    def full(*_):
        raise GatewayFault("no journal")

    log.saw = full
    with pytest.raises(GatewayFault):
        a_screen(log, Upper()).show(b"abc")
    assert log.steps == []


def test_two_streams_never_mix_between_keeping_and_showing():
    log = Log()
    screen = a_screen(log)
    threads = [
        threading.Thread(target=lambda show=show, mark=mark: [show(mark) for _ in range(300)])
        for show, mark in ((screen.show, b"o"), (screen.show_error, b"e"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pairs = list(zip(log.steps[::2], log.steps[1::2], strict=True))
    assert all(kept[0] == "kept" and kept[1] == shown[1] for kept, shown in pairs)
