import time

import pytest

from gateway.ipc.messages import CallRefused
from gateway.registrar.presence_events import Leaving
from tests.gateway.registrar.scene import Scene, opened, whoami


def running(scene: Scene, connection: str = "C-1"):
    session = scene.start().session(connection).bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    return session, opening


def until(condition, seconds: float = 3.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.01)


def test_R27_whoever_stands_by_is_journalled_and_told_of_until_he_says_that_he_leaves(scene: Scene) -> None:
    _, opening = running(scene)
    office = scene.office("yamada")
    assert office.present() == []
    office.attend(opening.id)
    office.attend(opening.id)
    (here,) = scene.office().present()
    assert (here.session, here.by, here.by_username) == (opening.id, "P-yamada", "yamada")
    (came,) = scene.events("session.attended")
    assert (came.person, came.session, came.by, came.by_username, came.os_user, came.target, came.order) == (
        opening.person, opening.id, "P-yamada", "yamada", whoami(), opening.target, opening.order,
    )  # fmt: skip
    office.leave(opening.id)
    office.leave(opening.id)
    assert office.present() == []
    (left,) = scene.events("session.left")
    assert (left.how, left.by, left.session) == (Leaving.SAID, "P-yamada", opening.id)


def test_R27_a_connection_that_ends_leaves_nobody_standing_by(scene: Scene) -> None:
    _, opening = running(scene)
    office, other = scene.office("yamada"), scene.office("kato")
    office.attend(opening.id)
    other.attend(opening.id)
    assert [each.by for each in other.present()] == ["P-yamada", "P-kato"]
    office.close()
    until(lambda: [each.by for each in other.present()] == ["P-kato"])
    until(lambda: scene.events("session.left"))
    (left,) = scene.events("session.left")
    assert (left.how, left.by) == (Leaving.LOST, "P-yamada")


def test_R27_a_session_that_ended_has_nobody_beside_it(scene: Scene) -> None:
    session, opening = running(scene)
    office = scene.office("yamada")
    office.attend(opening.id)
    session.registrar.close()
    until(lambda: office.present() == [])
    office.leave(opening.id)
    (left,) = scene.events("session.left")
    assert left.how is Leaving.OVER


@pytest.mark.parametrize("who", ["sato", "suzuki", "admin", "kansa"])
def test_R27_only_who_may_cut_stands_by(scene: Scene, who: str) -> None:
    _, opening = running(scene)
    with pytest.raises(CallRefused, match=r"role\.missing"):
        scene.office(who).attend(opening.id)
    assert scene.office().present() == []
    assert scene.events("session.attended") == []


def test_R27_nobody_in_particular_stands_by_nothing(scene: Scene) -> None:
    _, opening = running(scene)
    with pytest.raises(CallRefused, match=r"bind\.first"):
        scene.office().attend(opening.id)


@pytest.mark.parametrize("session", ["S-20260101-0000000000", "x"])
def test_R27_what_does_not_run_here_has_nobody_beside_it(scene: Scene, session: str) -> None:
    scene.start()
    with pytest.raises(CallRefused, match=r"session\.not-live"):
        scene.office("yamada").attend(session)


def test_R27_nobody_stands_by_his_own_session(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from gateway.registrar import presence_desk
    from gateway.vocabulary.identity import Role

    _, opening = running(scene)
    monkeypatch.setattr(presence_desk, "ATTENDS", frozenset({Role.ENGINEER}))  # a supervisor who is an engineer too
    with pytest.raises(CallRefused, match=r"session\.own"):
        scene.office(opening.username).attend(opening.id)
