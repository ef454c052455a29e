"""decide: pure, refusing by default."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from gateway.authorization.decide import BOUND_EXCEEDED, NOTHING_PERMITS, UNDECIDED, decide
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.limits import Watcher, WatcherLimits
from gateway.authorization.obligations import (
    NEVER_WITHOUT,
    CommandsListed,
    EndsAt,
    Environment,
    FilesHashed,
    FilesLimited,
    InputMetered,
    Masked,
    Metered,
    Painted,
    PeopleCounted,
    Recorded,
    Watched,
    WriteOnly,
)
from gateway.authorization.request import Capability, Factor
from gateway.vocabulary.target import FreeOfPersonalData
from gateway.work_orders.order import Approval, Mode, OrderedTarget, WorkOrder
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.authorization.a_request import (
    FREE,
    NOW,
    a_person,
    a_request,
    a_target,
    an_order,
    target_for,
    the_policy,
)


def test_a_permit_carries_target_window_and_obligations() -> None:
    order = an_order()
    permit = decide(a_request(order=order), the_policy())
    assert isinstance(permit, Permit)
    assert permit.target == a_target()
    assert (permit.account, permit.capability, permit.order) == ("maint", Capability.SHELL, order)
    assert permit.until == order.ends_at
    assert permit.obligations == (
        Recorded(),
        EndsAt(at=order.ends_at, warn_seconds=600),
        Environment(allowed=("LANG", "LC_*", "TERM", "COLORTERM", "NO_COLOR")),
        Painted(),
        InputMetered(limits=the_policy().limits.typed),
        Masked(),
        Metered(purpose=order.purpose),
    )
    assert permit.reasons == ("SK-901",)
    assert permit.policy_digest == the_policy().digest


def test_an_upload_is_write_only_and_hashed() -> None:
    permit = decide(
        a_request(capability=Capability.UPLOAD, target=a_target(free=FREE, drop_folder="incoming")), the_policy()
    )
    assert isinstance(permit, Permit)
    assert {WriteOnly(), FilesHashed(), Recorded()} <= set(permit.obligations)
    assert {FilesLimited, PeopleCounted} <= {type(each) for each in permit.obligations}


def test_R10_a_target_without_a_drop_folder_takes_no_files() -> None:
    refusal = decide(a_request(capability=Capability.UPLOAD, target=a_target(free=FREE)), the_policy())
    assert isinstance(refusal, Refusal)
    assert [reason.rule for reason in refusal.reasons] == ["SK-305"]


def test_R23_without_an_order_everybody_is_refused() -> None:
    refusal = decide(a_request(order=None), the_policy())
    assert isinstance(refusal, Refusal)
    assert [reason.rule for reason in refusal.reasons] == ["SK-201"]


def test_R07_a_command_order_opens_the_command_gate_and_nothing_else() -> None:
    order = an_order(mode=Mode.COMMANDS)
    permit = decide(a_request(capability=Capability.COMMANDS, order=order), the_policy())
    assert isinstance(permit, Permit)
    assert {type(duty) for duty in permit.obligations} == {
        Recorded,
        EndsAt,
        Painted,
        InputMetered,
        CommandsListed,
        Masked,
        Metered,
    }
    assert CommandsListed(purpose=order.purpose, limits=the_policy().limits.commands) in permit.obligations
    for other in set(Capability) - {Capability.COMMANDS}:
        assert isinstance(decide(a_request(capability=other, order=order), the_policy()), Refusal)


def test_R07_a_free_shell_under_a_command_order_is_told_of_the_gate_and_whom_to_ask() -> None:
    refusal = decide(a_request(order=an_order(mode=Mode.COMMANDS)), the_policy())
    assert isinstance(refusal, Refusal)
    assert [reason.rule for reason in refusal.reasons] == ["SK-301"]
    assert "端末画面で接続すると、許可コマンドを使えます" in refusal.shown.ja
    assert "管理監督者 2 名の承認" in refusal.shown.ja
    assert "the command gate opens" in refusal.shown.en
    assert "two supervisors" in refusal.shown.en


@pytest.mark.parametrize("free", [None, FREE])
def test_R03_R07_what_a_terminal_shows_is_painted_wherever_it_leads(free: FreeOfPersonalData | None) -> None:
    target = a_target(free=free)
    for capability in (Capability.SHELL, Capability.COMMANDS, Capability.EXEC):
        decision = decide(a_request(capability=capability, target=target), the_policy())
        if free is None and capability is Capability.EXEC:
            assert isinstance(decision, Refusal)
            continue
        assert isinstance(decision, Permit)
        duties = {type(duty) for duty in decision.obligations}
        assert Painted in duties
        assert {Masked, Metered} <= duties
        assert (InputMetered in duties) == (capability is not Capability.EXEC)


@pytest.mark.parametrize("capability", Capability)
def test_no_file_opens_a_capability_without_what_it_is_never_without(capability: Capability) -> None:
    """Rules that forgot an obligation permit nothing, even where they were never compiled (R-02, R-03, R-07)."""
    request = a_request(capability=capability, target=target_for(capability, free=FREE, drop_folder="incoming"))
    for name in NEVER_WITHOUT[capability]:
        rules = {
            each.id: replace(each, obligations=tuple(duty for duty in each.obligations if duty != name))
            for each in the_policy().rules.values()
        }
        refusal = decide(request, replace(the_policy(), rules=rules))
        assert isinstance(refusal, Refusal)
        assert [reason.rule for reason in refusal.reasons] == [BOUND_EXCEEDED.rule]
        assert refusal.errors == (f"never without: {name}",)
        assert len(refusal.overruled) == 1


@pytest.mark.parametrize("capability", [Capability.EXEC, Capability.UPLOAD])
def test_R02_no_command_and_no_file_on_a_target_with_personal_data(capability: Capability) -> None:
    assert isinstance(decide(a_request(capability=capability), the_policy()), Refusal)


def test_fixed_reasons_speak_both_languages() -> None:
    for reason in (NOTHING_PERMITS, UNDECIDED):
        assert reason.title.en.isascii()
        assert reason.next_step.en.isascii()
        assert not reason.title.ja.isascii()


PEOPLE = ("P-1", "P-2", "P-11", "P-12")
MOMENTS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=1)).map(
    lambda offset: datetime(2026, 11, 22, tzinfo=UTC) + offset
)


def mostly(good: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Wrong often enough to matter, right often enough that some requests pass every rule but one."""
    return st.sampled_from([good] * 6 + list(others))


ORDERS = st.builds(
    lambda start, length, person, asker, target, account, standing, approvers, mode, personal: an_order(
        starts_at=start,
        ends_at=start + length,
        person_id=person,
        requested_by=asker,
        targets=(OrderedTarget(name=target, accounts=(account,)),),
        standing=standing,
        approvals=tuple(Approval(approver_id=approver, at=NOW) for approver in approvers),
        mode=mode,
        personal_data=personal,
    ),
    MOMENTS,
    st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(hours=9)),
    mostly("P-1", "P-2"),
    mostly("P-1", *PEOPLE),
    mostly("callcenter-app", "callcenter-db"),
    mostly("maint", "postgres"),
    mostly(OrderStanding.APPROVED, *OrderStanding),
    st.one_of(st.just(["P-11", "P-12"]), st.lists(st.sampled_from(PEOPLE), max_size=3)),
    mostly(Mode.SHELL, Mode.COMMANDS),
    st.booleans(),
)


@settings(max_examples=400, deadline=None)
@given(
    order=ORDERS,
    offset=st.one_of(
        st.timedeltas(min_value=timedelta(hours=-1), max_value=timedelta(hours=9)),
        st.sampled_from([timedelta(0), timedelta(microseconds=-1), timedelta(microseconds=1)]),
    ),
    from_end=st.booleans(),
    person=mostly("P-1", "P-2"),
    capability=mostly(Capability.SHELL, *Capability),
    free=st.booleans(),
    factors=mostly(frozenset(Factor), frozenset(Factor) - {Factor.CODE}),
)
def test_R23_R26_never_a_permit_outside_the_order(
    order: WorkOrder,
    offset: timedelta,
    from_end: bool,
    person: str,
    capability: Capability,
    free: bool,
    factors: frozenset[Factor],
) -> None:
    now = (order.ends_at if from_end else order.starts_at) + offset
    request = a_request(
        person=a_person(id=person),
        order=order,
        now=now,
        proved_at=now,
        capability=capability,
        target=a_target(free=FREE if free else None),
        factors=factors,
    )
    permitted = isinstance(decide(request, the_policy()), Permit)
    event("permitted" if permitted else "refused")
    if not permitted:
        return
    others = {approval.approver_id for approval in order.approvals} - {order.person_id, order.requested_by}
    assert order.standing is OrderStanding.APPROVED
    assert order.starts_at <= now < order.ends_at
    assert order.ends_at - order.starts_at < timedelta(hours=8, milliseconds=2)
    assert order.person_id == person
    assert order.targets == (OrderedTarget(name="callcenter-app", accounts=("maint",)),)
    assert len(others) >= (2 if order.personal_data or order.mode is Mode.SHELL else 1)
    assert Factor.CODE in factors
    assert free or capability is Capability.COMMANDS or (capability is Capability.SHELL and order.mode is Mode.SHELL)
    assert order.covers(person_id=person, target="callcenter-app", account="maint", now=now)


@settings(max_examples=100, deadline=None)
@given(st.timedeltas(min_value=timedelta(milliseconds=2), max_value=timedelta(hours=8)), st.floats(0, 1))
def test_within_an_approved_window_the_person_is_let_in(length: timedelta, part: float) -> None:
    order = an_order(ends_at=an_order().starts_at + length)
    now = order.starts_at + timedelta(milliseconds=1) + (length - timedelta(milliseconds=2)) * part
    decision = decide(a_request(order=order, now=now, proved_at=now), the_policy())
    assert isinstance(decision, Permit)
    assert decision.until == order.ends_at


@pytest.mark.parametrize("capability", Capability)
@pytest.mark.parametrize("free", [None, FREE])
def test_R27_where_the_office_wants_a_watcher_a_free_shell_is_watched_where_personal_data_are(
    capability: Capability, free: FreeOfPersonalData | None
) -> None:
    watching = WatcherLimits(watcher=Watcher.REQUIRED, wait_seconds=60, gone_seconds=5)
    policy = replace(the_policy(), limits=replace(the_policy().limits, watching=watching))
    request = a_request(capability=capability, target=target_for(capability, free=free, drop_folder="incoming"))
    match decide(request, policy):
        case Permit(obligations=duties):
            watched = capability is Capability.SHELL and free is None
            assert (Watched(wait_seconds=60, gone_seconds=5) in duties) == watched
        case Refusal():
            assert free is None


def test_R27_as_shipped_nobody_has_to_watch() -> None:
    permit = decide(a_request(), the_policy())
    assert isinstance(permit, Permit)
    assert not [duty for duty in permit.obligations if isinstance(duty, Watched)]
