"""What the registrar itself looks up before it lets a shell show people, and what no honest process says."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from gateway.disclosure.keeping import Door
from gateway.disclosure.shell_asking import ShellStopped, ShellTaken
from gateway.guards.verdict import Why
from gateway.ipc.server import Violation
from gateway.registrar import shell_disclosing
from gateway.registrar.ports import Transaction
from gateway.registrar.shell_params import Limit, ShellTake, Somebody, Unread, Value
from gateway.vocabulary.target import Importance
from tests.gateway.registrar.scene import TARGET, Scene


@pytest.fixture
def inside(scene: Scene) -> Iterator[Transaction]:
    opening = scene.opening()
    scene.leave_open(opening)
    scene.at_work = opening  # type: ignore[attr-defined]
    with scene.store.transaction() as transaction:
        yield transaction


def somebody(*numbers: int, client: str = "C-01") -> Somebody:
    return Somebody(values=tuple(Value(client=client, digest=bytes([number]) * 16) for number in numbers))


def asked(*people: Somebody, **more: object) -> ShellTake:
    return ShellTake(session="S", people=people, **more)  # type: ignore[arg-type]


def taken(scene: Scene, inside: Transaction, take: ShellTake, opening=None):
    at_work = opening or scene.at_work  # type: ignore[attr-defined]
    done = shell_disclosing.taken(inside, at_work, take, scene.policy_budgets, scene.clock.now())
    return done.result.taken or done.result.stopped, [event.kind for event in done.events]


def test_R07_class_and_purpose_are_the_registers(scene: Scene, inside: Transaction) -> None:
    classes = {Importance.HIGH: {"people": 1, "session": 1}}
    shell = replace(scene.policy_budgets.shell, classes=classes)
    scene.policy_budgets = replace(scene.policy_budgets, shell=shell)
    caps = shell_disclosing.caps_of(inside.facts, scene.at_work, scene.policy_budgets)  # type: ignore[attr-defined]
    assert caps.people == 1
    answer, kinds = taken(scene, inside, asked(somebody(1), somebody(2)))
    assert answer == ShellStopped(why=Why.PEOPLE, used=2, limit=1)
    assert "disclosure.frozen" in kinds
    assert inside.office.change_target(replace(TARGET, risk=None))
    assert shell_disclosing.caps_of(inside.facts, scene.at_work, scene.policy_budgets).people == 1  # type: ignore[attr-defined]


def test_one_person_however_many_values_and_known_by_any_of_them(scene: Scene, inside: Transaction) -> None:
    assert taken(scene, inside, asked(somebody(1, 2)))[0] == ShellTaken(used=1, cap=20, warned=False)
    assert taken(scene, inside, asked(somebody(2, 3), somebody(3, 4)))[0] == ShellTaken(used=1, cap=20, warned=False)
    answer, kinds = taken(scene, inside, asked(somebody(4), somebody(5)))
    assert answer == ShellTaken(used=2, cap=20, warned=False)
    assert kinds == ["disclosure.estimated"]


def test_nothing_new_is_no_event(scene: Scene, inside: Transaction) -> None:
    taken(scene, inside, asked(somebody(1)))
    assert taken(scene, inside, asked(somebody(1)))[1] == []


def test_R07_the_sessions_own_meter_freezes_the_person_at_the_door(scene: Scene, inside: Transaction) -> None:
    stops = Limit(why=Why.OPAQUE, used=5000, limit=4096)
    answer, kinds = taken(scene, inside, asked(somebody(1), stops=stops, unread=Unread(opaque=5000)))
    assert answer.why is Why.OPAQUE
    assert kinds == ["disclosure.frozen"]
    frozen = inside.disclosures.frozen("P-sato", Door.SHELL)
    assert frozen is not None
    assert next(each.span for each in frozen.exceeded) == "opaque_window"
    assert taken(scene, inside, asked(somebody(1)))[0].why is Why.OPAQUE
    assert inside.disclosures.frozen("P-sato", Door.DATABASE) is None


def test_R07_what_nobody_reads_adds_up_though_nothing_of_it_is_let_pass(scene: Scene, inside: Transaction) -> None:
    for _ in range(4):
        taken(scene, inside, asked(unread=Unread(opaque=1024)))
    answer, _ = taken(scene, inside, asked(unread=Unread(opaque=1)))
    assert answer == ShellStopped(why=Why.OPAQUE, used=4097, limit=4096)
    taken(scene, inside, asked(unread=Unread(opaque=100)))
    today = scene.clock.now()
    from gateway.disclosure.past import japan_day

    past = inside.shells.past("P-sato", "S-none", japan_day(today), today, today - today)
    assert past.today.opaque == 4197


def test_a_thousand_units_short_of_the_alarm_tell_nobody_and_the_next_do(scene: Scene, inside: Transaction) -> None:
    told = scene.policy_budgets.shell.default.told_day
    assert taken(scene, inside, asked(unread=Unread(novel=told - 1)))[1] == []
    assert taken(scene, inside, asked(unread=Unread(novel=1)))[1] == ["disclosure.unread"]
    assert taken(scene, inside, asked(unread=Unread(novel=1)))[1] == []


@pytest.mark.parametrize(
    "take",
    [
        asked(somebody(1, client="C-02")),
        asked(somebody(1), somebody(1, client="")),
        asked(alike=(Value(client="C-02", digest=bytes(16)),)),
        asked(stops=Limit(why=Why.SUPERVISOR, used=1, limit=0)),
        asked(stops=Limit(why=Why.ELSEWHERE, used=1, limit=0)),
    ],
)
def test_what_no_honest_process_says(scene: Scene, inside: Transaction, take: ShellTake) -> None:
    with pytest.raises(Violation):
        taken(scene, inside, take)


@pytest.mark.parametrize("capability", ["query", "upload", "menu"])
def test_another_session_shows_no_shell(scene: Scene, inside: Transaction, capability: str) -> None:
    with pytest.raises(Violation):
        taken(scene, inside, asked(somebody(1)), replace(scene.at_work, capability=capability))  # type: ignore[attr-defined]


def test_every_reason_to_freeze_has_its_span_and_back() -> None:
    for why, span in shell_disclosing.SPAN_OF.items():
        assert shell_disclosing.WHY_OF[span] is why
