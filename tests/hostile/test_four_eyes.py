"""Any sequence of acts by anybody, alone or at the same moment: nothing is approved that enough others did not approve."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.approvals.declined import Declined
from gateway.vocabulary.identity import Role
from gateway.work_orders import events
from gateway.work_orders.order import Mode, Standing, WorkOrder
from tests.gateway.approvals.an_office import AnOffice, a_wish, rules
from tests.gateway.authorization.a_request import NOW

PEOPLE = ["P-1", "P-2", "P-9", "P-11", "P-12", "P-13", "P-30", "P-40", "P-none"]
JUDGES = {"P-9", "P-11", "P-12", "P-13"}
ACTS = st.tuples(
    st.sampled_from(["approve", "approve", "approve", "send_back", "reject", "withdraw"]), st.sampled_from(PEOPLE)
)


def perform(office: AnOffice, order: str, act: str, by: str) -> object:
    if act == "approve":
        return office.desk.approve(order, by=by)
    return getattr(office.desk, act)(order, by=by, reason="理由")


@settings(max_examples=300, deadline=None)
@given(
    person=st.sampled_from(["P-1", "P-9"]),
    asker=st.sampled_from(["P-1", "P-9", "P-11"]),
    mode=st.sampled_from(Mode),
    personal=st.booleans(),
    acts=st.lists(st.tuples(ACTS, st.none() | ACTS), max_size=8),
)
def test_R26_never_approved_alone(person: str, asker: str, mode: Mode, personal: bool, acts: Any) -> None:
    office = AnOffice()
    order = office.desk.ask(a_wish(person_id=person, mode=mode, personal_data=personal), by=asker)
    if isinstance(order, Declined):
        assert asker == "P-1" != person
        return
    for (act, by), meanwhile in acts:
        if meanwhile is not None:
            office.meanwhile = lambda meanwhile=meanwhile: perform(office, order.id, *meanwhile)
        perform(office, order.id, act, by)
        office.meanwhile = None
        stored = office.orders[order.id]
        others = {approval.approver_id for approval in stored.approvals} - {person, asker}
        assert others <= JUDGES
        assert len(stored.approvals) == len(others), "an approval that does not count was stored"
        if stored.standing is Standing.APPROVED:
            assert len(others) >= (2 if personal or mode is Mode.SHELL else 1)
    journalled = [event.person for event in office.journal if isinstance(event, events.OrderApproved)]
    assert journalled == [approval.approver_id for approval in office.orders[order.id].approvals]


def test_R26_self_approval_through_two_roles() -> None:
    """An engineer who is also a supervisor asks for his own work, or has it asked for by somebody else."""
    office = AnOffice()
    for asker in ("P-9", "P-11"):
        order = office.asked(by=asker, person_id="P-9")
        assert rules(office.desk.approve(order.id, by="P-9")) == ["AP-105"]
        for act in ("send_back", "reject"):
            assert rules(perform(office, order.id, act, "P-9")) == ["AP-105"]


def test_R26_the_supervisor_who_asks_for_an_engineer_is_not_a_second_pair_of_eyes() -> None:
    office = AnOffice()
    order = office.asked(by="P-11")
    assert rules(office.desk.approve(order.id, by="P-11")) == ["AP-106"]
    office.desk.approve(order.id, by="P-12")
    assert office.orders[order.id].standing is Standing.ASKED
    office.desk.approve(order.id, by="P-13")
    assert office.orders[order.id].standing is Standing.APPROVED


@pytest.mark.parametrize("by", ["P-1", "P-2", "P-30", "P-40", "P-none"])
def test_R22_who_is_no_supervisor_approves_nothing(by: str) -> None:
    office = AnOffice()
    order = office.asked()
    perform(office, order.id, "approve", by)
    assert office.orders[order.id] == order
    assert office.journal[-1].kind == "order.refused"


def test_R22_becoming_a_supervisor_after_asking_does_not_help() -> None:
    office = AnOffice()
    order = office.asked()
    office.people["P-1"] = replace(office.people["P-1"], roles=frozenset({Role.SUPERVISOR}))
    assert rules(office.desk.approve(order.id, by="P-1")) == ["AP-105"]


def test_an_approval_written_past_the_desk_opens_nothing() -> None:
    """Rows forged in the database: the engineer's own name, one supervisor twice, an approved order that nobody approved."""
    office = AnOffice()
    order = office.asked()
    first = office.desk.approve(order.id, by="P-11")
    assert isinstance(first, WorkOrder)
    (real,) = first.approvals
    for approvals in ((), (real,), (real, real), (real, replace(real, approver_id="P-1"))):
        forged = replace(first, standing=Standing.APPROVED, approvals=approvals)
        assert not forged.covers(
            person_id="P-1", target="callcenter-app", account="maint", now=NOW + timedelta(minutes=1)
        )
