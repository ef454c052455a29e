"""What the journal hears about orders."""

import pytest

from gateway.audit.event import Event, decode, encode
from gateway.work_orders import events
from gateway.work_orders.order import Act, Approval, OrderedTarget, Standing, with_approval
from tests.gateway.authorization.a_request import NOW, an_order

ORDER = an_order(standing=Standing.ASKED, requested_by="P-11")
EVENTS = [
    events.asked(ORDER),
    events.approved(ORDER, "P-12", None),
    events.ended(ORDER, Act.RETURN, "P-12", "対象が違う"),
    events.ended(ORDER, Act.REJECT, "P-12", "不要"),
    events.ended(ORDER, Act.WITHDRAW, "P-1", "中止"),
    events.OrderRefused(person="P-1", order=ORDER.id, act="approve", rules=("AP-105",)),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_there_and_back(event: Event) -> None:
    assert decode(event.kind, encode(event)) == event
    assert event.order == ORDER.id


def test_kinds() -> None:
    kinds = [event.kind for event in EVENTS]
    assert kinds == [
        "order.asked",
        "order.approved",
        "order.returned",
        "order.rejected",
        "order.withdrawn",
        "order.refused",
    ]


def test_who_acted_and_whom_it_is_for() -> None:
    assert [event.person for event in EVENTS[:5]] == ["P-11", "P-12", "P-12", "P-12", "P-1"]
    assert {event.engineer for event in EVENTS[:5] if isinstance(event, events.OrderEvent)} == {"P-1"}


def test_the_asked_order_is_journalled_whole() -> None:
    targets = (OrderedTarget(name="a", accounts=("x", "y")), OrderedTarget(name="b", accounts=("z",)))
    event = events.asked(an_order(targets=targets))
    assert event.accounts == ("a/x", "a/y", "b/z")
    assert event.target is None
    assert events.asked(ORDER).target == "callcenter-app"
    assert (event.purpose, event.personal_data, event.approvals_needed) == ("failure", True, 2)


def test_an_act_that_closes_nothing_has_no_such_event() -> None:
    with pytest.raises(ValueError):
        events.ended(ORDER, Act.APPROVE, "P-12", "")


def test_R26_how_fast_it_was_approved_and_how_many_people_it_shows_are_journalled() -> None:
    order = an_order(standing=Standing.ASKED, approvals=(), subjects=20, template="fault-data")
    told = events.asked(order)
    assert (told.subjects, told.template) == (20, "fault-data")
    after, _ = with_approval(order, Approval(approver_id="P-11", at=NOW, seconds=4))
    assert events.approved(after, "P-11", None).seconds == 4
