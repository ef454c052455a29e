"""R-06: a freeze is released by a supervisor, a cap raised by two, and the registrar itself holds them apart."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gateway.disclosure.asking import Stopped, Taken
from gateway.disclosure.keeping import Door
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.registrar.client import OfficeClient
from gateway.vocabulary.caps import BudgetCaps, Caps
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Role
from tests.gateway.registrar.a_showing import Showing
from tests.gateway.registrar.scene import PEOPLE, Scene, person

CAPS = Caps(session=20, day=50, days_30=300, days_365=1500, rows_day=100)


@pytest.fixture
def frozen(scene: Scene) -> Iterator[Scene]:
    """sato is frozen at the database door."""
    caps = BudgetCaps(per_client=CAPS, in_all=CAPS)
    scene.policy_budgets = replace(scene.policy_budgets, default=caps)
    scene.start()
    assert isinstance(Showing(scene, "C-1").take(101), Stopped)
    yield scene


def release(person_id: str = "P-sato", reason: str = "事情を確認した") -> changes.BudgetReleased:
    return changes.BudgetReleased(person=person_id, door=Door.DATABASE, reason=reason)


def step(people: int = 0, rows: int = 50, person_id: str = "P-sato") -> changes.BudgetRaised:
    return changes.BudgetRaised(person=person_id, door=Door.DATABASE, people=people, rows=rows, reason="調査を続ける")


def ask(scene: Scene, by: str, change: Any) -> str:
    proposal = new_identifier("CH", scene.clock.now())
    scene.office(by).commit(changes.ChangeAsked(proposal=proposal, asked=change), [])
    return proposal


def refused(client: OfficeClient, change: Any) -> str:
    with pytest.raises(CallRefused) as told:
        client.commit(change, [])
    return told.value.code


def test_R06_a_supervisor_releases_with_a_reason_and_the_caps_stay(frozen: Scene) -> None:
    frozen.office("yamada").commit(release(), [])
    again = Showing(frozen, "C-2")
    assert isinstance(again.take(100), Taken)
    assert isinstance(again.take(1), Stopped)
    (told,) = frozen.events("disclosure.released")
    assert (told.person, told.supervisor, told.reason, told.door) == ("P-sato", "yamada", "事情を確認した", "database")
    (said,) = [each for each in frozen.events("office.committed") if each.change == "BudgetReleased"]
    assert (said.by, said.subject, said.person) == ("P-yamada", "P-sato", "P-sato")


@pytest.mark.parametrize("by", ["sato", "admin", "kansa"])
def test_R06_nobody_but_a_supervisor_releases_or_raises(frozen: Scene, by: str) -> None:
    assert refused(frozen.office(by), release()) == "role.missing"
    proposal = new_identifier("CH", frozen.clock.now())
    assert refused(frozen.office(by), changes.ChangeAsked(proposal=proposal, asked=step())) == "role.missing"
    asked = ask(frozen, "yamada", step())
    assert refused(frozen.office(by), changes.ChangeConfirmed(proposal=asked)) == "role.missing"
    assert refused(frozen.office(by), changes.ChangeWithdrawn(proposal=asked)) == "role.missing"


def test_what_is_not_frozen_is_not_released(frozen: Scene) -> None:
    assert refused(frozen.office("yamada"), release("P-suzuki")) == "stale"
    frozen.office("yamada").commit(release(), [])
    assert refused(frozen.office("kato"), release()) == "stale"


def test_R06_two_supervisors_raise_by_one_step_and_the_person_goes_on(frozen: Scene) -> None:
    assert refused(frozen.office("yamada"), step()) == "second.needed"
    asked = ask(frozen, "yamada", step())
    assert refused(frozen.office("yamada"), changes.ChangeConfirmed(proposal=asked)) == "four-eyes"
    frozen.office("kato").commit(changes.ChangeConfirmed(proposal=asked), [])
    (told,) = frozen.events("disclosure.raised")
    assert (told.person, told.supervisors, told.people, told.rows) == ("P-sato", ("yamada", "kato"), 0, 50)
    again = Showing(frozen, "C-2")
    assert isinstance(again.take(150), Taken)
    assert isinstance(again.take(1), Stopped)


def test_R06_once_a_day_and_at_most_one_sessions_worth(frozen: Scene) -> None:
    too_much = changes.ChangeAsked(proposal=new_identifier("CH", frozen.clock.now()), asked=step(people=21, rows=0))
    assert refused(frozen.office("yamada"), too_much) == "budget.not-raised"
    nothing = changes.ChangeAsked(proposal=new_identifier("CH", frozen.clock.now()), asked=step(rows=0))
    assert refused(frozen.office("yamada"), nothing) == "budget.not-raised"
    first, second = ask(frozen, "yamada", step()), ask(frozen, "yamada", step(rows=40))
    frozen.office("kato").commit(changes.ChangeConfirmed(proposal=first), [])
    assert refused(frozen.office("kato"), changes.ChangeConfirmed(proposal=second)) == "budget.not-raised"
    third = changes.ChangeAsked(proposal=new_identifier("CH", frozen.clock.now()), asked=step())
    assert refused(frozen.office("yamada"), third) == "budget.not-raised"


def test_R06_the_step_ends_with_the_day(frozen: Scene) -> None:
    asked = ask(frozen, "yamada", step())
    frozen.office("kato").commit(changes.ChangeConfirmed(proposal=asked), [])
    showing = Showing(frozen, "C-2")
    assert isinstance(showing.take(120), Taken)
    frozen.clock.moved = timedelta(days=1)
    assert isinstance(showing.take(101), Stopped)


def test_R06_a_supervisor_moves_nothing_of_his_own(scene: Scene) -> None:
    roles = frozenset({Role.SUPERVISOR, Role.ENGINEER})
    with scene.store.transaction() as transaction:
        assert transaction.office.add_person(**person("both", roles))
    scene.start()
    both = scene.office()
    both.bind(scene.assertion("x", "both", door="office", roles=roles))
    assert refused(both, release("P-both")) == "four-eyes"
    asked = changes.ChangeAsked(proposal=new_identifier("CH", scene.clock.now()), asked=step(person_id="P-both"))
    assert refused(both, asked) == "budget.not-raised"
    theirs = ask(scene, "yamada", step(person_id="P-both"))
    assert refused(both, changes.ChangeConfirmed(proposal=theirs)) == "four-eyes"


def test_R06_whoever_is_no_supervisor_any_more_when_it_is_confirmed_does_not_count(frozen: Scene) -> None:
    asked = ask(frozen, "yamada", step())
    with frozen.store.transaction() as transaction:
        account = transaction.facts.account("P-yamada")
        assert account is not None
        assert transaction.office.change_person(
            "P-yamada",
            account.version,
            employer=account.employer,
            engagement=account.engagement,
            agency=account.agency,
            contract_end=account.contract_end,
            roles=frozenset({Role.ENGINEER}),
            language=account.language,
            standing=account.standing,
        )
    assert refused(frozen.office("kato"), changes.ChangeConfirmed(proposal=asked)) == "budget.not-raised"


def test_R06_a_step_gives_a_purpose_that_shows_nobody_nobody(frozen: Scene) -> None:
    with frozen.store.transaction() as transaction:
        backup = frozen.order("P-suzuki", purpose="backup")
        frozen.orders["suzuki"] = frozen.approve(transaction.office, backup).id
    asked = ask(frozen, "yamada", step(people=20, rows=0, person_id="P-suzuki"))
    frozen.office("kato").commit(changes.ChangeConfirmed(proposal=asked), [])
    showing = Showing(frozen, "C-3", "suzuki", "T-2")
    stopped = showing.session.registrar.take(
        showing.opening.id, 1, rows={}, further={}, people=[("C-01", "t", b"d" * 32)]
    )
    assert isinstance(stopped, Stopped)


def test_administrators_confirm_no_step_and_supervisors_no_account(frozen: Scene) -> None:
    assert PEOPLE["admin"] == {Role.ADMINISTRATOR}
    reset = changes.ChangeAsked(
        proposal=new_identifier("CH", frozen.clock.now()), asked=changes.FactorsReset(person="P-sato")
    )
    assert refused(frozen.office("yamada"), reset) == "role.missing"
    frozen.office("admin").commit(reset, [])
    assert refused(frozen.office("yamada"), changes.ChangeConfirmed(proposal=reset.proposal)) == "role.missing"


@pytest.mark.parametrize("reason", ["", " ", "a\nb"])
def test_a_reason_is_a_line(frozen: Scene, reason: str) -> None:
    with pytest.raises(CallRefused):
        frozen.office("yamada").commit(release(reason=reason), [])
    assert not frozen.events("disclosure.released")
