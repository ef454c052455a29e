"""Stages one behind the other: nothing goes round a later one, whichever way it leaves an earlier one."""

import pytest

from gateway.guards.pipeline import Pipeline
from gateway.guards.stage import Passed, Tripped
from tests.gateway.guards.stages import Habit, Holding, Trips, Upper, found


def test_no_stage_passes_everything_as_it_is():
    pipeline = Pipeline()
    assert pipeline.feed(b"\x00\xff") == Passed(b"\x00\xff")
    assert pipeline.idle() == pipeline.close() == Passed(b"")
    assert not pipeline.holds


def test_bytes_meet_the_stages_in_order():
    with pytest.raises(Tripped):
        Pipeline([Upper(), Trips(b"X")]).feed(b"x")
    assert Pipeline([Trips(b"X"), Upper()]).feed(b"x").data == b"X"


@pytest.mark.parametrize("way", ["idle", "close"])
def test_what_was_held_back_passes_the_later_stages(way):
    pipeline = Pipeline([Holding(), Upper()])
    assert pipeline.feed(b"abc") == Passed(b"")
    assert pipeline.holds
    assert getattr(pipeline, way)() == Passed(b"ABC", (found("seen", b"abc"),))
    assert not pipeline.holds


@pytest.mark.parametrize("way", ["idle", "close"])
def test_a_later_stage_lets_go_what_it_was_given_just_now(way):
    pipeline = Pipeline([Holding(), Holding(), Upper()])
    pipeline.feed(b"abc")
    assert getattr(pipeline, way)().data == b"ABC"


@pytest.mark.parametrize("way", ["idle", "close"])
def test_what_was_held_back_can_trip_a_later_stage(way):
    pipeline = Pipeline([Holding(), Trips(b"!"), Upper()])
    pipeline.feed(b"a!b")
    with pytest.raises(Tripped) as tripped:
        getattr(pipeline, way)()
    assert tripped.value.passed == Passed(b"A", (found("seen", b"a"),))


def test_what_came_before_a_trip_passes_the_later_stages_with_all_findings():
    with pytest.raises(Tripped) as tripped:
        Pipeline([Upper(), Trips(b"!"), Upper()]).feed(b"a!b")
    assert tripped.value.finding == found("trip", b"!")
    assert tripped.value.passed == Passed(b"A", (found("seen", b"a!b"), found("seen", b"A")))


def test_a_second_trip_behind_the_first_ends_it_too_and_passes_less():
    with pytest.raises(Tripped) as tripped:
        Pipeline([Trips(b"!"), Trips(b"?")]).feed(b"a?b!c")
    assert tripped.value.finding.kind == "trip"
    assert tripped.value.passed.data == b"a"


def test_a_later_stage_that_is_given_nothing_is_not_fed():
    class NeverFed(Habit):
        def feed(self, chunk):
            raise AssertionError(chunk)

    assert Pipeline([Holding(), NeverFed()]).feed(b"abc") == Passed(b"")
