"""What one node's office does, the other node's sessions hear."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

import gateway.wiring.events  # noqa: F401  # every kind of event
from gateway.audit.event import KINDS
from gateway.disclosure.keeping import Door
from gateway.guards.verdict import PROCEED, Freeze, Why
from gateway.registrar import changes
from gateway.registrar.node_news import passed_over
from gateway.vocabulary.identity import Standing
from gateway.work_orders import events as told
from gateway.work_orders.order import Act, moved
from tests.gateway.registrar.a_shell import Shell
from tests.gateway.registrar.scene import Session, changed, eventually, opened
from tests.gateway.registrar.test_holding import Open
from tests.gateway.registrar.two_nodes import NodeScene, two_nodes

HEARD_SECONDS = 2.0
PATIENCE_SECONDS = 10.0


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@pytest.fixture
def nodes(database: Engine, tmp_path: Path) -> Iterator[tuple[NodeScene, NodeScene]]:
    with two_nodes(database, tmp_path) as made:
        for scene in made:
            scene.start()
        yield made


def running(scene: NodeScene, connection: str = "C-1") -> tuple[Session, str]:
    session, opening = scene.session(connection).bound(), scene.opening()
    assert session.registrar.open(opening, [opened(opening)]) is None
    return session, opening.id


def heard_end(session: Session) -> str:
    began = time.monotonic()
    eventually(lambda: "end" in session.heard.kinds(), PATIENCE_SECONDS)
    print(f"\nan end over nodes took {time.monotonic() - began:.2f} s of {HEARD_SECONDS:g} promised")
    return str(session.heard.news[0][1]["reason"])


def test_R42_a_cut_ends_a_session_of_the_other_node_and_its_grants_are_forgotten_on_both(
    nodes: tuple[NodeScene, NodeScene],
) -> None:
    one, two = nodes
    session, id_ = running(two)
    one.office("yamada").cut(id_, "enough", "yamada")
    assert heard_end(session) == "cut"
    assert two.told_gateway("kill") == "C-1"
    assert one.forgotten == ["P-sato"] == two.forgotten


def test_R23_an_order_that_is_withdrawn_on_one_node_ends_its_session_on_the_other(
    nodes: tuple[NodeScene, NodeScene],
) -> None:
    one, two = nodes
    session, _ = running(two)
    order = one.stored_order(one.orders["sato"])
    one.office("yamada").commit(
        changes.OrderMoved(order=moved(order, Act.WITHDRAW), expected_version=order.version),
        [told.ended(order, Act.WITHDRAW, "P-yamada", "over")],
    )
    assert heard_end(session) == "order.refused"


def test_R20_a_person_who_is_suspended_on_one_node_has_no_session_left_on_the_other(
    nodes: tuple[NodeScene, NodeScene],
) -> None:
    one, two = nodes
    session, _ = running(two)
    change = changes.PersonChanged(id="P-sato", expected_version=1, **changed(standing=Standing.SUSPENDED))
    one.office("admin").commit(change, [])
    assert heard_end(session) == "person.refused"


def test_R07_a_freeze_ordered_on_one_node_is_heard_and_released_on_the_other(
    nodes: tuple[NodeScene, NodeScene],
) -> None:
    one, two = nodes
    here = Open(two, "C-1")
    began = time.monotonic()
    one.office("yamada").commit(changes.SessionFrozen(session=here.id, reason="おかしい"), [])
    eventually(lambda: here.looks() >= 1, PATIENCE_SECONDS)
    print(f"\na freeze over nodes took {time.monotonic() - began:.2f} s of {HEARD_SECONDS:g} promised")
    assert here.registrar.hold_of(here.id) is not None
    looks = here.looks()
    one.office("kato").commit(changes.BudgetReleased(person="P-sato", door=Door.SHELL, reason="見ました"), [])
    eventually(lambda: here.looks() > looks, PATIENCE_SECONDS)
    assert here.registrar.hold_of(here.id) is None


def test_R06_what_one_node_showed_counts_on_the_other(nodes: tuple[NodeScene, NodeScene]) -> None:
    one, two = nodes
    first, second = Shell(one, "C-1"), Shell(two, "C-2")
    assert first.show(*range(12)) is PROCEED
    assert second.show(*range(6, 20)) is PROCEED
    assert second.show(20) == Freeze(why=Why.PEOPLE, used=21, limit=20)
    assert first.show(21) == Freeze(why=Why.PEOPLE, used=21, limit=20)


def test_what_sessions_write_of_themselves_makes_nobody_look(nodes: tuple[NodeScene, NodeScene]) -> None:
    one, two = nodes
    running(one, "C-5")
    assert two.registrar.works.news._news()[0] == []


def test_only_kinds_that_change_nobodys_right_are_passed_over() -> None:
    looked_at = set(KINDS) - passed_over()
    assert {"session.cut", "order.withdrawn", "office.committed", "terminal.key_copied", "order.lapsed"} <= looked_at
    assert {"session.opened", "login.completed", "statement.run"} <= passed_over()
