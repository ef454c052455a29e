"""A work order and its life."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.work_orders.order import (
    NEXT,
    Act,
    Approval,
    Mode,
    NoSuchMove,
    OrderedTarget,
    Standing,
    can,
    moved,
    with_approval,
)
from tests.gateway.authorization.a_request import NOW, an_order


def approval(person: str) -> Approval:
    return Approval(approver_id=person, at=NOW)


@pytest.mark.parametrize(("standing", "act"), list(product(Standing, Act)))
def test_the_life_is_the_table(standing: Standing, act: Act) -> None:
    order = an_order(standing=standing, version=4)
    assert can(standing, act) is ((standing, act) in NEXT)
    if can(standing, act):
        after = moved(order, act)
        assert after == replace(order, standing=NEXT[standing, act], version=5)
    else:
        with pytest.raises(NoSuchMove):
            moved(order, act)


def test_nothing_but_the_last_approval_leads_to_approved() -> None:
    assert [pair for pair, after in NEXT.items() if after is Standing.APPROVED] == [(Standing.ASKED, Act.APPROVE)]


def test_what_is_over_stays_over() -> None:
    for over in (Standing.REJECTED, Standing.WITHDRAWN, Standing.LAPSED):
        assert not any(can(over, act) for act in Act)


@pytest.mark.parametrize(
    ("personal", "mode", "needed"),
    [(False, Mode.COMMANDS, 1), (True, Mode.COMMANDS, 2), (False, Mode.SHELL, 2), (True, Mode.SHELL, 2)],
)
def test_R26_two_for_personal_data_or_a_shell(personal: bool, mode: Mode, needed: int) -> None:
    order = an_order(personal_data=personal, mode=mode, standing=Standing.ASKED, approvals=())
    assert order.approvals_needed == needed
    for number in range(1, needed + 1):
        order, act = with_approval(order, approval(f"P-1{number}"))
        assert act is (Act.APPROVE if number == needed else Act.ENDORSE)
        assert order.standing is (Standing.APPROVED if number == needed else Standing.ASKED)


def test_R26_own_and_repeated_approvals_do_not_count() -> None:
    order = an_order(person_id="P-1", requested_by="P-11", standing=Standing.ASKED, approvals=())
    for person in ("P-1", "P-11", "P-12", "P-12"):
        order, act = with_approval(order, approval(person))
        assert act is Act.ENDORSE
    assert order.approvers == {"P-12"}
    order, act = with_approval(order, approval("P-13"))
    assert (order.standing, act) == (Standing.APPROVED, Act.APPROVE)


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.ASKED])
def test_only_an_asked_order_takes_approvals(standing: Standing) -> None:
    with pytest.raises(NoSuchMove):
        with_approval(an_order(standing=standing, approvals=()), approval("P-11"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": an_order().starts_at},
        {"ends_at": an_order().starts_at - timedelta(seconds=1)},
        {"starts_at": an_order().starts_at.replace(tzinfo=None)},
        {"requested_at": an_order().requested_at.replace(tzinfo=None)},
        {"targets": ()},
        {"targets": (OrderedTarget(name="a", accounts=()),)},
        {"targets": (OrderedTarget(name="a", accounts=("x",)), OrderedTarget(name="a", accounts=("y",)))},
    ],
)
def test_an_impossible_order_cannot_be_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        an_order(**wrong)


def covers(
    now_offset: timedelta = timedelta(0), *, person: str = "P-1", account: str = "maint", **order: object
) -> bool:
    return an_order(**order).covers(
        person_id=person, target="callcenter-app", account=account, now=an_order().starts_at + now_offset
    )


def test_R23_an_order_covers_its_person_account_and_window_only() -> None:
    length = an_order().ends_at - an_order().starts_at
    assert covers()
    assert covers(length - timedelta(microseconds=1))
    assert not covers(length)
    assert not covers(-timedelta(microseconds=1))
    assert not covers(person="P-2")
    assert not covers(account="postgres")
    assert not covers(targets=(OrderedTarget(name="callcenter-db", accounts=("maint",)),))
    assert not covers(approvals=(approval("P-11"),))


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.APPROVED])
def test_R23_only_an_approved_order_covers_anything(standing: Standing) -> None:
    assert not covers(standing=standing)


@given(st.lists(st.sampled_from(["P-1", "P-2", "P-11", "P-12", "P-13"]), max_size=6), st.sampled_from(["P-1", "P-11"]))
def test_R26_approved_means_enough_others(people: list[str], requester: str) -> None:
    order = an_order(requested_by=requester, standing=Standing.ASKED, approvals=())
    for person in people:
        if order.standing is Standing.ASKED:
            order, _ = with_approval(order, approval(person))
    others = {each.approver_id for each in order.approvals} - {"P-1", requester}
    assert (order.standing is Standing.APPROVED) == (len(others) >= 2)


@pytest.mark.parametrize("other", [{"subjects": 0}, {"subjects": -1}, {"subjects": 5, "personal_data": False}])
def test_R25_a_number_of_people_is_one_or_more_and_only_where_data_are_seen(other: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="number of people"):
        an_order(**other)
    assert an_order(subjects=20).subjects == 20
