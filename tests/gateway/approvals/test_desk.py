"""The desk: judged by what is stored now, committed with its event, journalled also when refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.approvals.objection import Objection
from gateway.audit.event import Event, decode, encode
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.work_orders import events
from gateway.work_orders.order import Act, Mode, WorkOrder, moved
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.approvals.an_office import AnOffice, a_wish, rules
from tests.gateway.authorization.a_request import NOW, a_chain, a_consent, an_order


def kinds(office: AnOffice) -> list[str]:
    return [event.kind for event in office.journal]


def test_asked_approved_twice() -> None:
    office = AnOffice()
    order = office.asked()
    assert (order.standing, order.version, order.requested_by) == (OrderStanding.ASKED, 1, "P-1")
    assert order.requested_at == NOW
    first = office.desk.approve(order.id, by="P-11")
    assert isinstance(first, WorkOrder)
    assert first.standing is OrderStanding.ASKED
    second = office.desk.approve(order.id, by="P-12", note="確認済み")
    assert isinstance(second, WorkOrder)
    assert (second.standing, second.version) == (OrderStanding.APPROVED, 3)
    assert office.orders[order.id] == second
    assert kinds(office) == ["order.asked", "order.approved", "order.approved"]


def test_R26_one_approval_is_enough_for_commands_without_personal_data() -> None:
    office = AnOffice()
    order = office.asked(personal_data=False, mode=Mode.COMMANDS)
    after = office.desk.approve(order.id, by="P-11")
    assert isinstance(after, WorkOrder)
    assert after.standing is OrderStanding.APPROVED


@pytest.mark.parametrize(
    ("method", "kind", "standing"),
    [
        ("send_back", "order.returned", OrderStanding.RETURNED),
        ("reject", "order.rejected", OrderStanding.REJECTED),
        ("withdraw", "order.withdrawn", OrderStanding.WITHDRAWN),
    ],
)
def test_the_ways_to_say_no(method: str, kind: str, standing: OrderStanding) -> None:
    office = AnOffice()
    order = office.asked()
    after = getattr(office.desk, method)(order.id, by="P-11", reason="対象が違う")
    assert after.standing is standing
    assert kinds(office) == ["order.asked", kind]
    assert isinstance(office.journal[-1], events.OrderEvent)
    assert office.journal[-1].reason == "対象が違う"


def test_a_refused_attempt_changes_nothing_and_is_journalled() -> None:
    office = AnOffice()
    order = office.asked()
    before = dict(office.orders)
    assert rules(office.desk.approve(order.id, by="P-1")) == [Objection.NOT_A_SUPERVISOR, Objection.IS_THE_ENGINEER]
    assert office.orders == before
    refused = office.journal[-1]
    assert isinstance(refused, events.OrderRefused)
    assert (refused.person, refused.order, refused.act) == ("P-1", order.id, "approve")
    assert refused.rules == ("AP-102", "AP-105")


def test_a_refused_wish_is_journalled() -> None:
    office = AnOffice()
    assert rules(office.desk.ask(replace(a_wish(), purpose="inquiry"), by="P-1")) == [Objection.PURPOSE_OUTSIDE]
    assert kinds(office) == ["order.refused"]
    assert office.orders == {}


def test_nobody_and_nothing() -> None:
    office = AnOffice()
    assert rules(office.desk.ask(a_wish(), by="P-none")) == [Objection.ACCOUNT_NOT_ACTIVE]
    assert rules(office.desk.approve("WO-none\x1b[2J", by="P-11")) == [Objection.NO_SUCH_ORDER]
    order = office.asked()
    assert rules(office.desk.approve(order.id, by="P-none")) == [Objection.ACCOUNT_NOT_ACTIVE]


def test_a_person_is_judged_as_he_stands_now() -> None:
    office = AnOffice()
    order = office.asked()
    office.people["P-11"] = replace(office.people["P-11"], standing=Standing.SUSPENDED)
    assert rules(office.desk.approve(order.id, by="P-11")) == [Objection.ACCOUNT_NOT_ACTIVE]


def test_two_approve_at_once_and_both_count() -> None:
    office = AnOffice()
    order = office.asked()
    office.meanwhile = lambda: office.desk.approve(order.id, by="P-12")
    after = office.desk.approve(order.id, by="P-11")
    assert isinstance(after, WorkOrder)
    assert after.standing is OrderStanding.APPROVED
    assert after.approvers == {"P-11", "P-12"}
    assert kinds(office) == ["order.asked", "order.approved", "order.approved"]


def test_the_same_supervisor_in_two_windows_counts_once() -> None:
    office = AnOffice()
    order = office.asked()
    office.meanwhile = lambda: office.desk.approve(order.id, by="P-11")
    assert rules(office.desk.approve(order.id, by="P-11")) == [Objection.APPROVED_ALREADY]
    assert office.orders[order.id].standing is OrderStanding.ASKED


def test_approve_while_withdrawn() -> None:
    office = AnOffice()
    order = office.asked()
    office.meanwhile = lambda: office.desk.withdraw(order.id, by="P-1", reason="中止")
    assert rules(office.desk.approve(order.id, by="P-11")) == [Objection.NOT_OPEN]
    assert office.orders[order.id].standing is OrderStanding.WITHDRAWN


def test_an_order_that_never_stands_still_is_left_alone() -> None:
    office = AnOffice()
    order = office.asked()

    def again() -> None:
        stored = office.orders[order.id]
        office.orders[order.id] = replace(stored, version=stored.version + 1)
        office.meanwhile = again

    office.meanwhile = again
    assert rules(office.desk.reject(order.id, by="P-11", reason="不要")) == [Objection.CHANGED_MEANWHILE]
    assert office.orders[order.id].standing is OrderStanding.ASKED


def test_an_office_that_cannot_write_is_a_fault_and_nothing_happened() -> None:
    class Broken(AnOffice):
        def commit(self, change: object, events: object) -> None:  # type: ignore[override]
            raise GatewayFault("the registrar is gone")

        def append(self, events: object) -> None:
            raise GatewayFault("the registrar is gone")

    office = Broken(orders={"WO-1": _stored()})
    with pytest.raises(GatewayFault):
        office.desk.approve("WO-1", by="P-11")
    with pytest.raises(GatewayFault):
        office.desk.approve("WO-1", by="P-1")
    assert office.orders == {"WO-1": _stored()}


def test_a_withdrawn_order_cannot_be_revived() -> None:
    office = AnOffice(orders={"WO-1": moved(_stored(), Act.WITHDRAW)})
    for outcome in (
        office.desk.approve("WO-1", by="P-11"),
        office.desk.send_back("WO-1", by="P-11", reason="x"),
        office.desk.reject("WO-1", by="P-11", reason="x"),
        office.desk.withdraw("WO-1", by="P-1", reason="x"),
    ):
        assert rules(outcome) == [Objection.NOT_OPEN]


def test_time_runs_between_asking_and_approving() -> None:
    office = AnOffice()
    order = office.asked()
    office.clock.at = order.ends_at + timedelta(seconds=1)
    assert rules(office.desk.approve(order.id, by="P-11")) == [Objection.WINDOW_OVER]


def test_events_fit_the_journal() -> None:
    office = AnOffice()
    order = office.asked()
    office.desk.approve(order.id, by="P-1")
    office.desk.approve(order.id, by="P-11")
    office.desk.withdraw(order.id, by="P-1", reason="中止")
    assert len(office.journal) == 4

    def same(event: Event) -> bool:
        return decode(event.kind, encode(event)) == event

    assert all(same(event) for event in office.journal)


def _stored() -> WorkOrder:
    return an_order(id="WO-1", standing=OrderStanding.ASKED, approvals=(), version=1)


def test_R28_a_consent_that_ended_meanwhile_stops_the_approval_and_says_whose() -> None:
    office = AnOffice()
    order = office.asked()
    office.chains["EM-1"] = a_chain(consents=(a_consent("C-01", ended_at=NOW, ended_by="P-30"),))
    assert [reason.rule for reason in office.desk.unconsented(order)] == [Objection.CONSENT_MISSING]
    refused = office.desk.approve(order.id, by="P-11")
    assert rules(refused) == [Objection.CONSENT_MISSING]
    assert isinstance(office.desk.send_back(order.id, by="P-11", reason="承諾なし"), WorkOrder)
    assert kinds(office) == ["order.asked", "order.refused", "order.returned"]


def test_R28_an_engineer_whose_employer_nobody_knows_needs_every_paper() -> None:
    office = AnOffice(chains={})
    assert rules(office.desk.ask(a_wish(), by="P-1")) == [Objection.CONSENT_MISSING]
