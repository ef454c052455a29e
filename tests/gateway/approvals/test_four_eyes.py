"""R-26: nobody alone."""

from datetime import date

import pytest

from gateway.approvals.four_eyes import objections, standing_objections
from gateway.approvals.objection import Objection
from gateway.vocabulary.identity import Person, Role, Standing
from gateway.work_orders.order import Act, Approval
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.authorization.a_request import NOW, a_person, a_supervisor, an_order, the_policy

TODAY = date(2026, 11, 22)
ORDER = an_order(standing=OrderStanding.ASKED, approvals=(), requested_by="P-12")


def found(by: Person, act: Act = Act.APPROVE, **order: object) -> list[str]:
    subject = an_order(standing=OrderStanding.ASKED, **{"approvals": (), "requested_by": "P-12", **order})
    return [reason.rule for reason in objections(subject, by, act, the_policy().roles, TODAY)]


def test_R26_another_supervisor_may() -> None:
    for act in (Act.APPROVE, Act.RETURN, Act.REJECT):
        assert found(a_supervisor(1), act) == []


@pytest.mark.parametrize("act", [Act.APPROVE, Act.RETURN, Act.REJECT])
def test_R26_the_requester_may_not(act: Act) -> None:
    assert found(a_supervisor(2), act) == [Objection.IS_THE_REQUESTER]


def test_R26_the_engineer_may_not_even_as_a_supervisor() -> None:
    both = a_person(roles=frozenset({Role.ENGINEER, Role.SUPERVISOR}))
    assert found(both) == [Objection.IS_THE_ENGINEER]
    assert found(both, requested_by="P-1") == [Objection.IS_THE_ENGINEER]


def test_R26_nobody_approves_twice_but_may_change_his_mind() -> None:
    approved = {"approvals": (Approval(approver_id="P-11", at=NOW),)}
    assert found(a_supervisor(1), Act.APPROVE, **approved) == [Objection.APPROVED_ALREADY]
    assert found(a_supervisor(1), Act.RETURN, **approved) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_R22_no_other_role_judges(role: Role) -> None:
    assert Objection.NOT_A_SUPERVISOR in found(a_supervisor(1, roles=frozenset({role})))


def test_R22_a_supervisor_who_is_also_an_administrator_judges_nothing() -> None:
    assert found(a_supervisor(1, roles=frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}))) == [Objection.ROLES_CONFLICT]


def test_a_suspended_supervisor_or_one_whose_contract_ended_judges_nothing() -> None:
    assert found(a_supervisor(1, standing=Standing.SUSPENDED)) == [Objection.ACCOUNT_NOT_ACTIVE]
    assert found(a_supervisor(1, contract_end=date(2026, 11, 21))) == [Objection.ACCOUNT_NOT_ACTIVE]
    assert found(a_supervisor(1, contract_end=TODAY)) == []


def test_all_reasons_at_once() -> None:
    nobody = a_person(standing=Standing.REVOKED)
    assert found(nobody) == [Objection.ACCOUNT_NOT_ACTIVE, Objection.NOT_A_SUPERVISOR, Objection.IS_THE_ENGINEER]


def test_an_ordinary_account_stands() -> None:
    assert standing_objections(a_person(), the_policy().roles, TODAY) == ()
