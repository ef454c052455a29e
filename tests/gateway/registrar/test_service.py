import time
from dataclasses import replace

import pytest

from gateway.ipc.messages import CallRefused
from gateway.registrar.service import BROKEN, STOPPED
from gateway.sessions.events import SessionWarned
from gateway.sessions.session import State
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.scene import Scene, ended, eventually, opened, summary


def test_an_orderly_stop_tells_sessions_signs_its_last_word_and_ends_with_0(scene: Scene) -> None:
    scene.limits = replace(scene.limits, end_all_seconds=10.0)
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    scene.ask_to_stop()
    eventually(lambda: "end" in session.heard.kinds())
    assert session.heard.news[0][1]["reason"] == "service.stopping"
    session.registrar.end(opening.id, "stopping", summary(opening.recording), [ended(opening)])
    assert scene.wait_for_end() == STOPPED
    assert session.heard.closed.wait(10)
    assert scene.kinds()[-1] == "registrar.stopped"
    assert scene.stored(opening.id).state is State.ENDED
    assert scene.witness.kept[-1].size == len(scene.entries())


def test_what_does_not_end_before_a_stop_is_broken(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    scene.ask_to_stop()
    assert scene.wait_for_end() == STOPPED
    assert scene.events("session.broken")[0].reason == "registrar-stopped"
    assert scene.holder("P-sato") is None


def test_what_an_earlier_registrar_left_open_is_broken_before_a_door_opens(scene: Scene) -> None:
    opening = scene.opening()
    scene.leave_open(opening)
    assert scene.holder("P-sato") == ("T-1", 1)
    scene.start()
    assert [event.sessions_broken for event in scene.events("registrar.started")] == [1]
    assert scene.events("session.broken")[0].reason == "registrar-restarted"
    assert scene.holder("P-sato") is None
    assert scene.wait_for("recording.closed").recording == opening.recording


def test_sessions_of_another_node_are_left_alone(scene: Scene) -> None:
    opening = scene.opening()
    scene.leave_open(opening, node="node-2")
    scene.start()
    assert "session.broken" not in scene.kinds()
    assert scene.holder("P-sato") == ("T-1", 1)
    assert [session.id for session in scene.office().live()] == [opening.id]


def test_R11_a_journal_that_cannot_be_written_ends_sessions_and_the_process_within_a_second(scene: Scene) -> None:
    session, other = scene.start().session("C-1").bound(), scene.session("C-2").bound("suzuki", "T-2")
    scene.break_writing()
    begun = time.monotonic()
    with pytest.raises((CallRefused, GatewayFault)):
        session.registrar.append([SessionWarned(person="P-sato", remaining_seconds=1)])
    for each in (session, other):
        assert each.heard.closed.wait(10)
        told = each.heard.news[0][1]
        assert told["reason"] == "journal.broken"
        assert "監査ログ" in told["ja"]
    assert scene.wait_for_end() == BROKEN
    assert time.monotonic() - begun < 3  # 0.2 s here, but the machine may be busy
    with pytest.raises(GatewayFault):
        other.registrar.login("sato")


def test_R11_a_background_task_that_breaks_ends_the_process(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    scene.signer.signed_size = None  # type: ignore[method-assign, assignment]
    session.registrar.append([SessionWarned(person="P-sato", remaining_seconds=1)])
    assert scene.wait_for_end() == BROKEN
    assert "end" in session.heard.kinds()


def test_R11_without_a_journal_no_door_opens(scene: Scene) -> None:
    scene.break_writing()
    with pytest.raises(AssertionError, match="did not open"):
        scene.start()
    assert scene.wait_for_end() == BROKEN
    assert not scene.door("worker").exists()
