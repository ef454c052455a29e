from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gateway.registrar import changes
from gateway.vocabulary.identity import Standing
from gateway.work_orders import events as told
from gateway.work_orders.order import Act, moved
from tests.gateway.registrar.scene import TARGET, Scene, Session, changed, eventually, opened


def running(scene: Scene, connection: str = "C-1", **different: Any) -> Session:
    session, opening = scene.session(connection).bound(), scene.opening(**different)
    assert session.registrar.open(opening, [opened(opening)]) is None
    return session


def end_of(session: Session) -> str:
    eventually(lambda: "end" in session.heard.kinds())
    return str(session.heard.news[0][1]["reason"])


def test_R23_an_order_that_is_withdrawn_ends_its_sessions_and_no_others(scene: Scene) -> None:
    scene.limits = replace(scene.limits, oversight_seconds=3600.0)
    session = running(scene.start())
    other, opening = scene.session("C-2").bound("suzuki", "T-2"), scene.opening("suzuki", "T-2")
    other.registrar.open(opening, [opened(opening)])
    order = scene.stored_order(scene.orders["sato"])
    scene.office("yamada").commit(
        changes.OrderMoved(order=moved(order, Act.WITHDRAW), expected_version=order.version),
        [told.ended(order, Act.WITHDRAW, "P-yamada", "over")],
    )
    assert end_of(session) == "order.refused"
    assert session.heard.news[0][1]["en"].isascii()
    assert other.heard.kinds() == []


def test_R20_a_person_who_is_suspended_has_no_session_left(scene: Scene) -> None:
    session = running(scene.start())
    change = changes.PersonChanged(id="P-sato", expected_version=1, **changed(standing=Standing.SUSPENDED))
    scene.office("admin").commit(change, [])
    assert end_of(session) == "person.refused"
    assert scene.told_gateway("kill") == "C-1"


@pytest.mark.parametrize("what", ["target", "terminal"])
def test_what_was_changed_through_another_node_is_seen_too(scene: Scene, what: str) -> None:
    session = running(scene.start())
    with scene.store.transaction() as transaction:
        if what == "target":
            transaction.office.change_target(replace(TARGET, standing=Standing.SUSPENDED))
        else:
            transaction.office.change_terminal(
                id="T-1", name="pc-t1", site="Tokyo", owner="E-1", standing=Standing.REVOKED
            )
    assert end_of(session) == f"{what}.refused"


def test_R23_a_session_process_that_does_not_look_at_the_clock_is_ended_at_its_windows_end(scene: Scene) -> None:
    session = running(scene.start(), until=scene.clock.now() + timedelta(seconds=1.0))
    assert end_of(session) == "window.over"
    assert scene.wait_for("session.killed").reason == "window.over"


def test_a_session_within_its_right_is_left_alone(scene: Scene) -> None:
    session = running(scene.start())
    for _ in range(3):
        scene.office("admin").commit(changes.ClientAdded(id=f"C-{_}", name="x"), [])
    scene.worker().checkpoint()
    assert session.heard.kinds() == []


def test_a_session_that_was_told_to_end_is_not_told_again(scene: Scene) -> None:
    scene.limits = replace(scene.limits, kill_after_seconds=1.0)
    session = running(scene.start(), until=scene.clock.now() + timedelta(seconds=1.0))
    assert end_of(session) == "window.over"
    scene.worker().checkpoint()
    eventually(lambda: "session.killed" in scene.kinds())
    assert session.heard.kinds() == ["end"]
