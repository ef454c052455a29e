import threading
import time
from dataclasses import replace

import pytest

from gateway.sessions.session import State
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.scene import Scene, ended, eventually, opened, summary


def test_R42_a_cut_is_journalled_told_and_the_session_ends_itself(scene: Scene) -> None:
    scene.limits = replace(scene.limits, kill_after_seconds=2.0)
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    scene.office("yamada").cut(opening.id, "ordered by SUP", "yamada")
    eventually(lambda: "end" in session.heard.kinds(), 2.0)
    cut = scene.events("session.cut")[0]
    assert (cut.session, cut.person, cut.by, cut.by_username) == (opening.id, "P-sato", "P-yamada", "yamada")
    told = session.heard.news[0][1]
    assert (told["session"], told["reason"]) == (opening.id, "cut")
    assert "yamada" in told["ja"]
    assert told["en"].isascii()
    session.registrar.end(opening.id, "cut", summary(opening.recording), [ended(opening)])
    time.sleep(scene.limits.kill_after_seconds * 1.2)
    assert "session.killed" not in scene.kinds()


def test_R42_a_cut_ends_the_log_ins_grants_before_the_session_hears_of_it(scene: Scene) -> None:
    """Or a client that connects again at once would go on by the log-in that was cut."""
    heard: list[str] = []
    told_before: list[bool] = []

    def forget(person: str) -> None:
        heard.append(person)
        told_before.append("end" in session.heard.kinds())

    scene.forget_grants = forget  # type: ignore[method-assign]
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    scene.office("yamada").cut(opening.id, "x", "yamada")
    eventually(lambda: "end" in session.heard.kinds(), 2.0)
    assert heard == ["P-sato"]
    assert told_before == [False]


@pytest.mark.parametrize("how", ["breaks", "hangs"])
def test_R42_a_keeper_that_cannot_forget_does_not_keep_a_cut_waiting(scene: Scene, how: str) -> None:
    goes_on = threading.Event()

    def forget(_: str) -> None:
        if how == "hangs":
            goes_on.wait(10)
        raise GatewayFault("the keeper is away")

    scene.forget_grants = forget  # type: ignore[method-assign]
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    begun = time.monotonic()
    scene.office("yamada").cut(opening.id, "x", "yamada")
    eventually(lambda: "end" in session.heard.kinds(), 2.0)
    assert time.monotonic() - begun < 2
    goes_on.set()


def test_R42_a_session_that_does_not_end_is_killed_and_that_is_written_down(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    begun = time.monotonic()
    scene.office("yamada").cut(opening.id, "x", "P-yamada")
    assert scene.told_gateway("kill") == "C-1"
    assert time.monotonic() - begun < 2
    killed = scene.events("session.killed")[0]
    assert (killed.session, killed.reason) == (opening.id, "cut")
    session.caller.close()  # the gateway has killed the process
    assert scene.wait_for("session.broken").reason == "cut"
    assert scene.stored(opening.id).state is State.BROKEN


def test_only_the_cut_session_is_told(scene: Scene) -> None:
    cut, other = scene.start().session("C-1").bound(), scene.session("C-2").bound("suzuki", "T-2")
    one, two = scene.opening(), scene.opening("suzuki", "T-2")
    cut.registrar.open(one, [opened(one)])
    other.registrar.open(two, [opened(two)])
    scene.office("yamada").cut(one.id, "x", "yamada")
    eventually(lambda: "end" in cut.heard.kinds())
    assert other.heard.kinds() == []


def test_a_process_that_only_let_go_of_its_line_is_killed(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    session.caller.close()
    assert scene.told_gateway("kill") == "C-1"
