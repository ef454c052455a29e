from dataclasses import replace
from datetime import timedelta

from gateway.sessions.ports import NotNow
from tests.gateway.registrar.scene import Scene, ended, eventually, opened, summary


def test_R43_a_jump_ends_every_session_refuses_new_ones_and_is_journalled(scene: Scene) -> None:
    scene.limits = replace(scene.limits, end_all_seconds=30.0)
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    scene.clock.moved = timedelta(seconds=5)
    eventually(lambda: "end" in session.heard.kinds())
    told = session.heard.news[0][1]
    assert (told["session"], told["reason"]) == (None, "clock.untrusted")
    assert "時計" in told["ja"]
    jumped = scene.wait_for("clock.jumped")
    assert jumped.bound_milliseconds == 2000
    assert abs(jumped.drift_milliseconds - 5000) < 1000
    another = scene.opening()
    refused = session.registrar.open(another, [opened(another)])
    assert isinstance(refused, NotNow)
    assert "時計が信頼できない" in refused.text.ja
    assert scene.events("session.refused")[-1].rules == ["clock.untrusted"]
    session.registrar.end(opening.id, "clock", summary(opening.recording), [ended(opening)])
    assert scene.told_gateway_nothing("kill")


def test_R43_a_session_that_stays_is_killed(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    scene.clock.moved = timedelta(seconds=-3)
    assert scene.told_gateway("kill") == "C-1"
    assert scene.wait_for("session.killed").reason == "clock.untrusted"


def test_R43_a_clock_set_right_lets_sessions_open_again(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    scene.clock.moved = timedelta(seconds=5)
    scene.wait_for("clock.jumped")
    scene.clock.moved = timedelta(0)
    scene.wait_for("clock.steady")
    opening = scene.opening()
    assert session.registrar.open(opening, [opened(opening)]) is None


def test_R43_a_session_opening_right_after_the_jump_is_refused_before_anybody_looked(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    scene.clock.moved = timedelta(seconds=5)
    assert isinstance(session.registrar.open(opening, [opened(opening)]), NotNow)
