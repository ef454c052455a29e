"""One act on one order."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from gateway.approvals.judging import Said, Step, judged
from gateway.approvals.objection import Objection
from gateway.vocabulary.identity import Person, Role, Standing
from gateway.work_orders import events
from gateway.work_orders.order import Act, WorkOrder, can
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.approvals.an_office import rules
from tests.gateway.authorization.a_request import NOW, a_person, a_supervisor, an_order, the_policy

ORDER = an_order(standing=OrderStanding.ASKED, approvals=(), version=1)


def act(order: WorkOrder, by: Person, what: Act, note: str | None = "理由") -> object:
    return judged(order, by, what, Said(note=note), the_policy(), NOW)


def test_two_approvals_then_approved() -> None:
    first = act(ORDER, a_supervisor(1), Act.APPROVE, None)
    assert isinstance(first, Step)
    assert (first.change.order.standing, first.change.expected_version) == (OrderStanding.ASKED, 1)
    assert isinstance(first.event, events.OrderApproved)
    assert (first.event.approvals, first.event.approvals_needed) == (1, 2)
    second = act(first.change.order, a_supervisor(2), Act.APPROVE, "確認済み")
    assert isinstance(second, Step)
    assert second.change.order.standing is OrderStanding.APPROVED
    assert second.change.order.approvers == {"P-11", "P-12"}
    assert second.event.reason == "確認済み"


@pytest.mark.parametrize(
    ("standing", "what"), list(product(OrderStanding, [Act.APPROVE, Act.RETURN, Act.REJECT, Act.WITHDRAW]))
)
def test_acts_exist_where_the_table_says(standing: OrderStanding, what: Act) -> None:
    outcome = act(replace(ORDER, standing=standing), a_supervisor(1), what)
    if can(standing, what):
        assert isinstance(outcome, Step)
    else:
        assert rules(outcome) == [Objection.NOT_OPEN]


@pytest.mark.parametrize("what", [Act.RETURN, Act.REJECT, Act.WITHDRAW])
def test_a_no_needs_a_reason(what: Act) -> None:
    for note in (None, "", "a\nb", "x" * 501):
        assert rules(act(ORDER, a_supervisor(1), what, note)) == [Objection.REASON_UNFIT]


def test_a_note_on_an_approval_is_one_plain_line() -> None:
    assert rules(act(ORDER, a_supervisor(1), Act.APPROVE, "\x1b[2J")) == [Objection.REASON_UNFIT]


def test_no_approval_after_the_window() -> None:
    outcome = judged(ORDER, a_supervisor(1), Act.APPROVE, Said(), the_policy(), ORDER.ends_at)
    assert rules(outcome) == [Objection.WINDOW_OVER]
    before = judged(
        ORDER, a_supervisor(1), Act.APPROVE, Said(), the_policy(), ORDER.ends_at - timedelta(microseconds=1)
    )
    assert isinstance(before, Step)


def test_who_may_withdraw() -> None:
    approved = replace(ORDER, standing=OrderStanding.APPROVED, requested_by="P-12")
    for by in (a_person(), a_supervisor(2), a_supervisor(3)):
        outcome = act(approved, by, Act.WITHDRAW)
        assert isinstance(outcome, Step)
        assert isinstance(outcome.event, events.OrderWithdrawn)
        assert outcome.event.was is OrderStanding.APPROVED
    assert rules(act(approved, a_person(id="P-2"), Act.WITHDRAW)) == [Objection.NOT_YOURS]
    assert rules(act(approved, a_person(id="P-3", roles=frozenset({Role.ADMINISTRATOR})), Act.WITHDRAW)) == [
        Objection.NOT_YOURS
    ]
    suspended = a_person(standing=Standing.SUSPENDED)
    assert rules(act(approved, suspended, Act.WITHDRAW)) == [Objection.ACCOUNT_NOT_ACTIVE]
