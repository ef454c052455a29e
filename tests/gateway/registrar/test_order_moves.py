from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from gateway.ipc.server import Refuse, Violation
from gateway.people.account import Account
from gateway.registrar import changes
from gateway.registrar.order_moves import require_asked, require_moved
from gateway.vocabulary.identity import Role
from gateway.vocabulary.party import Chain, Consent
from gateway.vocabulary.target import Target
from gateway.work_orders.order import Act, Approval, WorkOrder, moved, with_approval
from tests.gateway.registrar.scene import TARGET, changed
from tests.gateway.registrar.stand_in import bound
from tests.gateway.registrar.test_changes import ORDER

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
SUPERVISOR = frozenset({Role.SUPERVISOR})


class Known:
    """Facts: one stored order; everybody is an engineer but P-none."""

    def __init__(self, order: WorkOrder | None = ORDER) -> None:
        self._order = order

    def order(self, order: str) -> WorkOrder | None:
        return self._order

    def contracts_over(self, clients: object) -> frozenset[str]:
        return frozenset()

    def roles(self, person: str, today: date) -> frozenset[Role]:
        return frozenset() if person == "P-none" else frozenset({Role.ENGINEER})

    def account(self, person: str) -> Account | None:
        return Account(id=person, username="x", version=1, **changed())

    def chain(self, employer: str) -> Chain:
        return Chain(employer=employer, name="x", kind=self.kind, consents=self.consents)

    def target(self, name: str) -> Target | None:
        return TARGET

    kind: str = "processor"
    consents: tuple[Consent, ...] = ()


def step(
    after: WorkOrder, by: str, held: frozenset[Role] = SUPERVISOR, stored: WorkOrder | None = ORDER, version: int = 1
) -> None:
    change = changes.OrderMoved(order=after, expected_version=version)
    require_moved(cast(Any, Known(stored)), change, bound(by), held, NOW)


def approved(by: str, at: datetime = NOW, order: WorkOrder = ORDER) -> WorkOrder:
    return with_approval(order, Approval(approver_id=by, at=at))[0]


def test_R26_a_supervisor_who_has_nothing_to_do_with_it_approves() -> None:
    step(approved("P-2"), "P-2")
    once = approved("P-2")
    step(approved("P-3", order=once), "P-3", stored=once, version=2)


@pytest.mark.parametrize("by", ["P-1", "P-9"])
def test_R26_neither_engineer_nor_requester_approves(by: str) -> None:
    order = replace(ORDER, requested_by="P-9")
    with pytest.raises(Refuse):
        step(approved(by, order=order), by, stored=order)


def test_R26_nobody_approves_without_the_role_twice_for_another_or_at_another_time() -> None:
    with pytest.raises(Refuse):
        step(approved("P-2"), "P-2", frozenset({Role.ADMINISTRATOR}))
    once = approved("P-2")
    with pytest.raises(Refuse):
        step(approved("P-2", order=once), "P-2", stored=once, version=2)
    with pytest.raises(Violation):
        step(approved("P-3"), "P-2")
    with pytest.raises(Violation):
        step(approved("P-2", NOW - timedelta(minutes=6)), "P-2")


def test_approvals_are_not_taken_away_or_exchanged() -> None:
    once = approved("P-2")
    with pytest.raises(Violation):
        step(replace(once, approvals=(), version=3), "P-3", stored=once, version=2)
    exchanged = replace(approved("P-3", order=once), approvals=(Approval(approver_id="P-3", at=NOW),))
    with pytest.raises(Violation):
        step(exchanged, "P-3", stored=once, version=2)


def test_what_changed_meanwhile_is_stale_and_what_is_not_there_is_absent() -> None:
    with pytest.raises(Refuse, match="stale"):
        step(approved("P-2"), "P-2", version=2)
    with pytest.raises(Refuse, match="absent"):
        step(approved("P-2"), "P-2", stored=None)


def test_a_lapse_comes_with_the_end_of_the_window_and_not_before() -> None:
    lapsed = moved(ORDER, Act.LAPSE)
    with pytest.raises(Violation):
        step(lapsed, "P-2")
    past = replace(ORDER, ends_at=NOW)
    step(moved(past, Act.LAPSE), "P-5", frozenset({Role.ENGINEER}), stored=past)


def test_an_order_that_only_changes_its_version_is_no_step() -> None:
    with pytest.raises(Refuse):
        step(replace(ORDER, version=2), "P-2")


def test_an_order_is_asked_in_ones_own_name_for_an_engineer() -> None:
    require_asked(cast(Any, Known()), ORDER, bound("P-1"), NOW)
    require_asked(cast(Any, Known()), replace(ORDER, requested_by="P-2"), bound("P-2"), NOW)
    with pytest.raises(Violation):
        require_asked(cast(Any, Known()), ORDER, bound("P-2"), NOW)
    with pytest.raises(Violation):
        require_asked(cast(Any, Known()), replace(ORDER, version=2), bound("P-1"), NOW)
    with pytest.raises(Violation):
        require_asked(cast(Any, Known()), approved("P-2"), bound("P-1"), NOW)
    with pytest.raises(Refuse):
        require_asked(cast(Any, Known()), replace(ORDER, person_id="P-none"), bound("P-1"), NOW)


@pytest.mark.parametrize("seconds", [None, 0, 9, 7 * 24 * 3600])
def test_R26_the_seconds_on_the_page_are_part_of_an_approval(seconds: int | None) -> None:
    step(with_approval(ORDER, Approval(approver_id="P-2", at=NOW, seconds=seconds))[0], "P-2")


@pytest.mark.parametrize("seconds", [-1, 7 * 24 * 3600 + 1])
def test_R26_seconds_that_nobody_can_have_looked_end_the_connection(seconds: int) -> None:
    with pytest.raises(Violation):
        step(with_approval(ORDER, Approval(approver_id="P-2", at=NOW, seconds=seconds))[0], "P-2")


def test_how_many_people_may_be_seen_never_changes_after_it_was_asked() -> None:
    order = replace(ORDER, personal_data=True, subjects=20)
    with pytest.raises(Violation):
        step(replace(approved("P-2", order=order), subjects=9_000), "P-2", stored=order)


def test_an_order_for_more_people_than_any_policy_allows_is_a_violation() -> None:
    asked = replace(ORDER, personal_data=True, subjects=10_001)
    with pytest.raises(Violation):
        require_asked(cast(Any, Known()), asked, bound(asked.requested_by), NOW)
