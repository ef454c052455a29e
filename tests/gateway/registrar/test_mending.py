from pathlib import Path

from gateway.recording.recovery import NeverBegan
from gateway.recording.seal import SealState
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.scene import Scene, eventually, opened, sealed


def gone(scene: Scene) -> SessionOpening:
    """A session whose process is killed."""
    session = scene.session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    session.caller.close()
    scene.wait_for("session.broken")
    return opening


def test_R41_what_cannot_be_sealed_now_is_tried_until_it_can(scene: Scene) -> None:
    scene.start()
    scene.recovery.always = GatewayFault("the recording's writer still lives")
    opening = gone(scene)
    eventually(lambda: len(scene.recovery.asked) >= 2)
    assert "recording.closed" not in scene.kinds()
    scene.recovery.always = None
    assert scene.wait_for("recording.closed").recording == opening.recording


def test_R41_a_whole_recording_sealed_late_says_so(scene: Scene) -> None:
    scene.start()
    scene.recovery.state = SealState.LATE
    gone(scene)
    assert scene.wait_for("recording.closed").how is SealState.LATE


def test_R41_a_recording_that_is_missing_is_named_once_a_start_and_stays_open(scene: Scene) -> None:
    scene.start()
    scene.recovery.always = NeverBegan(path=Path("x"))
    opening = gone(scene)
    named = scene.wait_for("recording.unrecovered")
    assert (named.recording, named.session, named.person) == (opening.recording, opening.id, "P-sato")
    scene.stop()
    scene.start()
    scene.wait_for("recording.unrecovered", count=2)
    assert scene.unsealed() == [opening.id]
    assert "recording.closed" not in scene.kinds()


def test_R41_one_that_cannot_be_mended_keeps_no_other_waiting(scene: Scene) -> None:
    scene.start()
    scene.recovery.always = GatewayFault("not now")
    first = gone(scene)
    eventually(lambda: scene.recovery.asked)
    scene.recovery.answers[first.recording_path] = GatewayFault("never")
    scene.recovery.always = None
    second = scene.opening()
    session = scene.session("C-2").bound()
    session.registrar.open(second, [opened(second)])
    session.caller.close()
    assert scene.wait_for("recording.closed").recording == second.recording
    assert scene.unsealed() == [first.id]


def test_a_seal_of_a_recording_is_kept_with_its_hash(scene: Scene) -> None:
    scene.start()
    opening = gone(scene)
    closed = scene.wait_for("recording.closed")
    assert closed.final_hash == sealed(opening.recording).final_hash
    assert closed.session == opening.id
