"""Which order a request stands on."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.authorization.choose import choose, interactive
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.request import Capability
from gateway.work_orders.order import Mode, OrderedTarget, Standing, WorkOrder
from tests.gateway.authorization.a_request import FREE, NOW, a_request, a_target, an_order, the_policy
from tests.gateway.authorization.test_decide import ORDERS

HOUR = timedelta(hours=1)
ELSEWHERE = (OrderedTarget(name="callcenter-db", accounts=("maint",)),)


def chosen(*orders: WorkOrder, **request: object) -> WorkOrder | None:
    return choose(orders, a_request(**request), the_policy())


def test_no_orders_no_choice() -> None:
    assert chosen() is None


def test_the_order_that_permits_is_found_among_others() -> None:
    good = an_order()
    assert (
        chosen(an_order(targets=ELSEWHERE), an_order(ends_at=NOW), good, an_order(standing=Standing.REJECTED)) == good
    )


def test_of_two_that_permit_the_one_that_ends_last() -> None:
    short, long = an_order(id="WO-1", ends_at=NOW + HOUR), an_order(id="WO-2", ends_at=NOW + 2 * HOUR)
    assert chosen(short, long) == chosen(long, short) == long


def test_an_order_refused_by_a_rule_alone_does_not_hide_one_that_permits() -> None:
    """Too long a window ranks higher by its end, yet permits nothing."""
    too_long, good = an_order(ends_at=NOW + 12 * HOUR), an_order()
    assert chosen(too_long, good) == good


def test_the_nearest_miss_names_the_right_target_before_the_right_hour() -> None:
    past = an_order(ends_at=NOW)
    assert chosen(an_order(targets=ELSEWHERE), past) == past


def test_an_approved_order_to_come_is_nearer_than_a_rejected_one_now() -> None:
    later, sooner = (an_order(starts_at=NOW + hours * HOUR, ends_at=NOW + (hours + 1) * HOUR) for hours in (4, 2))
    assert chosen(later, an_order(standing=Standing.REJECTED), sooner) == sooner
    refusal = decide(a_request(order=sooner), the_policy())
    assert isinstance(refusal, Refusal)
    assert [reason.rule for reason in refusal.reasons] == ["SK-207"]


@settings(max_examples=60, deadline=None)
@given(st.lists(ORDERS, max_size=5), st.sampled_from(Capability), st.booleans())
def test_if_any_order_permits_the_chosen_one_does(orders: list[WorkOrder], capability: Capability, free: bool) -> None:
    target = a_target(free=FREE if free else None)
    now = orders[0].starts_at if orders else NOW

    def permits(order: WorkOrder | None) -> bool:
        request = a_request(order=order, target=target, capability=capability, now=now, proved_at=now)
        return isinstance(decide(request, the_policy()), Permit)

    best = choose(orders, a_request(target=target, capability=capability, now=now, proved_at=now), the_policy())
    assert permits(best) == any(permits(order) for order in orders)
    assert (best is None) == (not orders)


def test_an_interactive_channel_asks_for_a_shell_where_one_is_approved() -> None:
    commands = an_order(id="WO-1", mode=Mode.COMMANDS, ends_at=NOW + 7 * HOUR)
    asked = interactive([commands, an_order()], a_request(order=None), the_policy())
    assert (asked.capability, asked.order) == (Capability.SHELL, an_order())


def test_an_interactive_channel_asks_for_commands_where_only_they_are_approved() -> None:
    commands = an_order(mode=Mode.COMMANDS)
    asked = interactive([commands], a_request(order=None), the_policy())
    assert (asked.capability, asked.order) == (Capability.COMMANDS, commands)
    permit = decide(asked, the_policy())
    assert isinstance(permit, Permit)
    assert (permit.capability, permit.reasons) == (Capability.COMMANDS, ("SK-904",))


def test_an_interactive_channel_gets_a_shell_on_a_free_target_under_a_command_order() -> None:
    request = a_request(order=None, target=a_target(free=FREE))
    asked = interactive([an_order(mode=Mode.COMMANDS)], request, the_policy())
    assert asked.capability is Capability.SHELL
    assert isinstance(decide(asked, the_policy()), Permit)


def test_without_orders_an_interactive_channel_asks_for_a_shell_and_is_refused() -> None:
    asked = interactive([], a_request(), the_policy())
    assert (asked.capability, asked.order) == (Capability.SHELL, None)
