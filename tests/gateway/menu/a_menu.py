"""A person's orders in every standing, and the menu that the shipped policy makes of them at NOW."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from gateway.authorization.request import Capability
from gateway.menu.choices import Menu, survey
from gateway.sessions.ports import AdmissionFacts
from gateway.vocabulary.identity import Standing as TargetStanding
from gateway.vocabulary.target import Target
from gateway.work_orders.order import Approval, Mode, OrderedTarget, Standing, WorkOrder
from tests.gateway.authorization.a_request import FREE, NOW, a_target, an_order, the_policy
from tests.gateway.sessions.an_office import facts, proved


def named(*names: str, accounts: tuple[str, ...] = ("maint",)) -> tuple[OrderedTarget, ...]:
    return tuple(OrderedTarget(name=name, accounts=accounts) for name in names)


def order(letter: str, *names: str, **other: Any) -> WorkOrder:
    """An approved order for a free shell from 09:00 to 17:00, unless it says otherwise."""
    return an_order(
        **{"id": f"WO-20261122-000000000{letter}", "targets": named(*(names or ("callcenter-app",))), **other}
    )


ASKED = order("A", standing=Standing.ASKED, approvals=(Approval(approver_id="P-11", at=NOW),))
LATER = order("B", starts_at=NOW + timedelta(hours=3), ends_at=NOW + timedelta(hours=5))
COMMANDS = order("C", "callcenter-log", mode=Mode.COMMANDS)
RETURNED = order("D", standing=Standing.RETURNED)
REJECTED = order("E", standing=Standing.REJECTED)
LAPSED = order("F", standing=Standing.LAPSED)
OVER = order("G", starts_at=NOW - timedelta(hours=9), ends_at=NOW - timedelta(hours=1))
SUSPENDED = order("H", "old-host")
UNKNOWN = order("J", "gone-host")
WITHDRAWN = order("K", standing=Standing.WITHDRAWN)
WAITING = (ASKED, LATER, RETURNED, REJECTED, LAPSED, OVER, SUSPENDED, UNKNOWN, WITHDRAWN)

TARGETS = (
    a_target(),
    a_target(id="TG-2", name="build-host", free=FREE, clients=()),
    a_target(id="TG-3", name="callcenter-log"),
    a_target(id="TG-4", name="old-host", standing=TargetStanding.SUSPENDED),
)


def many(count: int = 30) -> tuple[tuple[WorkOrder, ...], tuple[Target, ...]]:
    """One order that opens `count` targets."""
    names = [f"host-{number:02d}" for number in range(1, count + 1)]
    hosts = tuple(a_target(id=f"TG-{name}", name=name) for name in names)
    return (order("M", *names),), hosts


def facts_of(*orders: WorkOrder, ordered: tuple[Target, ...] = TARGETS, **other: Any) -> AdmissionFacts:
    return replace(facts(), target=None, orders=orders, ordered=ordered, **other)


def menu_of(*orders: WorkOrder, now: datetime = NOW, wants: Capability = Capability.SHELL, **other: Any) -> Menu:
    """The menu of these orders; `other` as of `facts_of`."""
    return survey(facts_of(*orders, **other), proved(None), wants, the_policy(), now)


def open_order(*names: str) -> WorkOrder:
    return order("1", *(names or ("callcenter-app", "build-host")))
