from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identity import Standing
from gateway.work_orders.order import OrderedTarget
from tests.gateway.registrar.scene import TARGET, Scene


def test_the_menu_names_what_orders_open_now_and_nothing_else(scene: Scene) -> None:
    other = replace(TARGET, id="TG-2", name="build-host")
    now = scene.clock.now()
    with scene.store.transaction() as transaction:
        office = transaction.office
        office.add_target(other)
        tomorrow = scene.order(
            "P-suzuki",
            targets=(ordered(other.name),),
            starts_at=now + timedelta(hours=20),
            ends_at=now + timedelta(hours=24),
        )
        scene.approve(office, tomorrow)
        office.add_order(scene.order("P-suzuki", targets=(ordered("build-host"),)))
    facts = scene.start().session("C-1").bound("suzuki", "T-2").registrar.admission(None)
    assert facts.target is None
    assert facts.targets == (TARGET.name,)
    assert len(facts.orders) == 3


def test_the_menu_is_given_the_persons_ordered_targets_as_they_stand_and_no_other(scene: Scene) -> None:
    with scene.store.transaction() as transaction:
        transaction.office.add_target(replace(TARGET, id="TG-2", name="build-host", standing=Standing.SUSPENDED))
        transaction.office.add_target(replace(TARGET, id="TG-3", name="nobodys-host"))
        transaction.office.add_order(scene.order("P-suzuki", targets=(ordered("build-host"), ordered("gone-host"))))
    registrar = scene.start().session("C-1").bound("suzuki", "T-2").registrar
    found = registrar.admission(None).ordered
    assert [(target.name, target.standing) for target in found] == [
        ("build-host", Standing.SUSPENDED),
        (TARGET.name, Standing.ACTIVE),
    ]
    assert registrar.admission(TARGET.name).ordered == ()


def ordered(name: str) -> OrderedTarget:
    return OrderedTarget(name=name, accounts=("app",))


def test_one_persons_orders_are_no_other_persons_business(scene: Scene) -> None:
    facts = scene.start().session("C-1").bound("suzuki", "T-2").registrar.admission(TARGET.name)
    assert {order.person_id for order in facts.orders} == {"P-suzuki"}
    assert facts.person.username == "suzuki"


def test_orders_long_over_are_left_out_and_lately_over_ones_explain_a_refusal(scene: Scene) -> None:
    now = scene.clock.now()
    with scene.store.transaction() as transaction:
        for days in (1, 30):
            ends = now - timedelta(days=days)
            transaction.office.add_order(scene.order("P-sato", starts_at=ends - timedelta(hours=1), ends_at=ends))
    facts = scene.start().session("C-1").bound().registrar.admission(TARGET.name)
    assert len(facts.orders) == 2
    assert facts.targets == (TARGET.name,)


def test_an_unknown_target_is_none_and_a_suspended_one_is_shown_as_it_stands(scene: Scene) -> None:
    with scene.store.transaction() as transaction:
        transaction.office.change_target(replace(TARGET, standing=Standing.SUSPENDED))
    session = scene.start().session("C-1").bound()
    assert session.registrar.admission("no-such").target is None
    found = session.registrar.admission(TARGET.name).target
    assert found is not None
    assert found.standing is Standing.SUSPENDED


def test_a_person_the_database_does_not_know_is_refused(scene: Scene) -> None:
    session = scene.start().session("C-1")
    session.registrar.bind(scene.assertion("C-1", "ghost"), "T-1")
    with pytest.raises(CallRefused, match="person"):
        session.registrar.admission(None)
