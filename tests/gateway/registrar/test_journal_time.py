"""A registrar that is started anew after the clock went back: before the journal's own time nothing opens (R-43)."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gateway.registrar import journal_time
from gateway.registrar.events import ClockSteady
from gateway.sessions.ports import NotNow
from tests.gateway.registrar.scene import Scene, opened


def newest(scene: Scene) -> datetime | None:
    with scene.store.reading() as transaction:
        return journal_time.newest(transaction, "node-1")


def begun_anew(scene: Scene, moved: timedelta) -> None:
    scene.stop()
    scene.clock.moved = moved
    scene.start()


def refused(scene: Scene, name: str) -> None:
    opening = scene.opening()
    answer = scene.session(name).bound().registrar.open(opening, [opened(opening)])
    assert isinstance(answer, NotNow)
    assert "時計が信頼できない" in answer.text.ja
    assert scene.events("session.refused")[-1].rules == ["clock.untrusted"]


def opens(scene: Scene, name: str) -> None:
    opening = scene.opening()
    assert scene.session(name).bound().registrar.open(opening, [opened(opening)]) is None


def test_R43_a_clock_that_goes_on_is_trusted_at_every_start(scene: Scene) -> None:
    scene.start()
    begun_anew(scene, timedelta(0))
    opens(scene, "C-1")
    assert scene.events("clock.behind") == []


def test_R43_a_clock_that_went_back_is_not_trusted_however_often_it_is_started(scene: Scene) -> None:
    scene.start()
    before = newest(scene)
    for number in range(3):
        begun_anew(scene, timedelta(hours=-1))
        refused(scene, f"C-{number}")
    said = scene.events("clock.behind")
    assert len(said) == 3
    assert all(event.newest >= before for event in said)
    assert abs(said[0].behind_seconds - 3600) < 10


def test_R43_the_journal_says_so_before_its_first_earlier_entry(scene: Scene) -> None:
    scene.start()
    begun_anew(scene, timedelta(days=-1))
    entries = scene.entries()
    (first,) = [after for before, after in itertools.pairwise(entries) if after.at < before.at]
    assert first.kind == "clock.behind"


def test_R43_set_right_it_is_trusted_again_by_itself_and_from_then_on(scene: Scene) -> None:
    scene.start()
    begun_anew(scene, timedelta(hours=-1))
    refused(scene, "C-1")
    scene.clock.moved = timedelta(0)
    scene.wait_for("clock.steady")
    opens(scene, "C-2")
    begun_anew(scene, timedelta(0))
    opens(scene, "C-3")
    assert len(scene.events("clock.behind")) == 1


def test_R43_a_journal_written_by_a_clock_that_had_leapt_is_accepted_where_the_settings_say_so(scene: Scene) -> None:
    scene.clock.moved = timedelta(hours=2)
    scene.start()
    begun_anew(scene, timedelta(0))
    refused(scene, "C-1")
    scene.limits = replace(scene.limits, accept_until=datetime.now(UTC) + timedelta(hours=2, minutes=5))
    begun_anew(scene, timedelta(0))
    opens(scene, "C-2")
    (said,) = scene.events("clock.accepted")
    assert abs(said.behind_seconds - 7_200) < 60
    scene.limits = replace(scene.limits, accept_until=None)
    begun_anew(scene, timedelta(0))
    opens(scene, "C-3")
    begun_anew(scene, timedelta(hours=-1))
    refused(scene, "C-4")


def test_R43_what_was_written_before_a_clock_was_found_steady_counts_no_more(scene: Scene) -> None:
    scene.start()
    scene.clock.moved = timedelta(days=1)
    scene.wait_for("clock.jumped")
    scene.clock.moved = timedelta(0)
    scene.wait_for(ClockSteady.kind)
    begun_anew(scene, timedelta(0))
    opens(scene, "C-1")


def test_an_empty_journal_says_nothing(scene: Scene) -> None:
    assert newest(scene) is None
