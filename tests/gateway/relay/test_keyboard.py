"""What was typed: guarded, recorded as the person spelled it, spelled as the target wants it."""

import pytest

from gateway.guards.pipeline import Pipeline
from gateway.guards.stage import Passed
from gateway.relay.guard_events import Side
from gateway.relay.keyboard import Keyboard
from gateway.sessions.ending import Ending, EndReason, SessionCut
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.guards.stages import Habit, Holding, Trips, Upper, found


class Log:
    def __init__(self):
        self.steps = []

    def input(self, data):
        self.steps.append(("kept", data))

    def saw(self, findings, side):
        self.steps.extend((f"noticed {side}", finding.kind) for finding in findings)

    def tripped(self, finding, side):
        self.steps.append((f"tripped {side}", finding.kind))
        return SessionCut(Ending(reason=EndReason.TRANSFER))


class Doubled(Habit):
    """A spelling of its own."""

    def feed(self, chunk):
        return Passed(chunk * 2)


def a_keyboard(log, *stages, spelling=()):
    return Keyboard(recorder=log, guard=Pipeline(stages), spelling=Pipeline(spelling), notices=log)


def test_what_is_typed_is_kept_as_the_person_spelled_it_and_sent_as_the_target_spells_it():
    log = Log()
    assert a_keyboard(log, spelling=[Doubled()]).typed(b"ab") == b"abab"
    assert log.steps == [("kept", b"ab")]


def test_findings_are_told_before_anything_is_kept_or_sent():
    log = Log()
    assert a_keyboard(log, Upper()).typed(b"ab") == b"AB"
    assert log.steps == [(f"noticed {Side.TYPED}", "seen"), ("kept", b"AB")]


@pytest.mark.parametrize("way", ["idle", "close"])
def test_what_was_held_back_comes_later_and_is_kept_then(way):
    log = Log()
    keyboard = a_keyboard(log, Holding(), spelling=[Doubled()])
    assert keyboard.typed(b"a") == b""
    assert keyboard.holds
    assert log.steps == []
    assert getattr(keyboard, way)() == b"aa"
    assert log.steps == [("kept", b"a")]


@pytest.mark.parametrize("way", ["idle", "close"])
def test_a_spelling_that_holds_back_lets_go_too(way):
    keyboard = a_keyboard(Log(), spelling=[Holding()])
    assert keyboard.typed(b"a") == b""
    assert keyboard.holds
    assert getattr(keyboard, way)() == b"a"


def test_R03_a_transfer_that_is_typed_sends_nothing_at_all():
    log = Log()
    with pytest.raises(SessionCut):
        a_keyboard(log, Upper(), Trips(b"!")).typed(b"ab!cd")
    assert log.steps == [(f"noticed {Side.TYPED}", "seen"), (f"tripped {Side.TYPED}", "trip")]


def test_R11_what_cannot_be_kept_is_not_sent():
    log = Log()

    def full(_):
        raise GatewayFault("the disk is full")

    log.input = full
    with pytest.raises(GatewayFault):
        a_keyboard(log).typed(b"ab")


def test_what_a_guard_finds_at_the_sessions_end_is_given_and_nothing_is_sent():
    class Unfinished(Holding):
        def close(self):
            return Passed(b"rest", (found("paste", b"x"),))

    log = Log()
    keyboard = a_keyboard(log, Unfinished())
    keyboard.typed(b"a")
    assert [finding.kind for finding in keyboard.end()] == ["paste"]
    assert log.steps == []
