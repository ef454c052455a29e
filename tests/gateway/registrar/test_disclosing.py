"""What the registrar itself looks up before it lets rows be shown."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from gateway.disclosure.asking import Stopped, Taken
from gateway.ipc.server import Violation
from gateway.registrar import disclosing
from gateway.registrar.disclosure_params import Further, RowsOf, Take
from gateway.registrar.ports import Transaction
from gateway.vocabulary.caps import BudgetCaps, Caps
from gateway.vocabulary.target import Importance
from tests.gateway.registrar.scene import TARGET, Scene

CAPS = Caps(session=5, day=8, days_30=300, days_365=1500, rows_day=100)
HIGH = Caps(session=1, day=1, days_30=1, days_365=1, rows_day=10)


@pytest.fixture
def inside(scene: Scene) -> Iterator[Transaction]:
    caps = BudgetCaps(per_client=CAPS, in_all=CAPS)
    narrowed = {Importance.HIGH: BudgetCaps(per_client=HIGH, in_all=HIGH)}
    scene.policy_budgets = replace(scene.policy_budgets, default=caps, classes=narrowed)
    opening = scene.opening(capability="query")
    scene.leave_open(opening)
    scene.at_work = opening  # type: ignore[attr-defined]
    with scene.store.transaction() as transaction:
        yield transaction


def asked(rows: int, further: int | None = None) -> Take:
    return Take(
        session="S",
        statement=1,
        rows=(RowsOf(client="C-01", table="t", rows=rows),),
        further=(Further(client="C-01", rows=rows if further is None else further),),
    )


def taken(scene: Scene, inside: Transaction, take: Take):
    return disclosing.taken(inside, scene.at_work, take, scene.policy_budgets, scene.clock.now()).result  # type: ignore[attr-defined]


def test_R06_the_class_of_the_target_is_the_registers_not_the_sessions(scene: Scene, inside: Transaction) -> None:
    assert disclosing.caps_of(inside.facts, scene.at_work, scene.policy_budgets).in_all == HIGH  # type: ignore[attr-defined]
    assert isinstance(taken(scene, inside, asked(11)), Stopped)


def test_R06_a_target_of_no_class_gets_the_least_of_all(scene: Scene, inside: Transaction) -> None:
    assert inside.office.change_target(replace(TARGET, risk=None))
    assert disclosing.caps_of(inside.facts, scene.at_work, scene.policy_budgets).in_all == HIGH  # type: ignore[attr-defined]


def test_R06_of_another_class_the_default_holds(scene: Scene, inside: Transaction) -> None:
    assert TARGET.risk is not None
    assert inside.office.change_target(replace(TARGET, risk=replace(TARGET.risk, importance=Importance.LOW)))
    assert isinstance(taken(scene, inside, asked(11)), Taken)


def test_only_what_the_reserve_lacks_is_taken(scene: Scene, inside: Transaction) -> None:
    first = taken(scene, inside, asked(2))
    assert isinstance(first, Taken)
    held = inside.disclosures.reserves(scene.at_work.id)  # type: ignore[attr-defined]
    assert [each.rows for each in held] == [2 + first.ahead["C-01"]]
    assert isinstance(taken(scene, inside, asked(5, further=1)), Taken)


@pytest.mark.parametrize(
    "take",
    [
        asked(2, further=3),
        Take(session="S", statement=1, rows=(), further=()),
        Take(session="S", statement=1, rows=(), further=(Further(client="C-01", rows=1),)),
        Take(
            session="S",
            statement=1,
            rows=(RowsOf(client="C-01", table="t", rows=2),),
            further=(Further(client="C-01", rows=1), Further(client="C-01", rows=1)),
        ),
    ],
)
def test_no_honest_process_takes_what_it_does_not_show(scene: Scene, inside: Transaction, take: Take) -> None:
    with pytest.raises(Violation):
        taken(scene, inside, take)


def test_a_session_of_another_capability_has_no_door(scene: Scene) -> None:
    for capability in ("upload", "menu"):
        with pytest.raises(Violation):
            disclosing.door_of(scene.opening(capability=capability))


def test_no_rows_are_counted_in_a_shell(scene: Scene) -> None:
    for capability in ("shell", "commands", "exec", "upload", "menu"):
        with pytest.raises(Violation):
            disclosing.require_rows(scene.opening(capability=capability))
