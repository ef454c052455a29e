"""Which of a person's orders a request stands on: one that permits it, or else the nearest miss, whose reasons help most.

Pure. Preferring one order over another never turns a refusal into a permit: every order is decided like any other.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability, OrderFacts, Request

_HOPE = {"approved": 2, "asked": 1}  # what may still open something, and how soon
AnyOrder = TypeVar("AnyOrder", bound=OrderFacts)


def choose(orders: Iterable[AnyOrder], request: Request, policy: Policy) -> AnyOrder | None:
    """The order under which `request` (its own `order` is ignored) is permitted; of several, the one that ends last.

    If none permits it, the nearest miss: the right target before the right hour, an hour to come before one gone by.
    None only if there are no orders at all.
    """
    ranked = sorted(orders, key=lambda order: _nearness(order, request), reverse=True)
    for order in ranked:
        if _could_open(order, request) and isinstance(decide(replace(request, order=order), policy), Permit):
            return order
    return ranked[0] if ranked else None


def interactive(orders: Iterable[OrderFacts], request: Request, policy: Policy) -> Request:
    """The question an interactive channel asks, complete with its order.

    SHELL wherever an order gives it, or the target is free of personal data; COMMANDS where the best order is one for
    listed commands on a target with personal data.
    """
    wanted = replace(request, capability=Capability.SHELL)
    order = choose(orders, wanted, policy)
    listed_only = order is not None and order.mode == "commands" and _names(order, request)
    if listed_only and request.target.holds_personal_data(request.today):
        return replace(wanted, order=order, capability=Capability.COMMANDS)
    return replace(wanted, order=order)


def _names(order: OrderFacts, request: Request) -> bool:
    return any(named.name == request.target.name for named in order.targets)


def _could_open(order: OrderFacts, request: Request) -> bool:
    """Cheap first look, so that a long list of old orders is not decided one by one."""
    return order.starts_at <= request.now < order.ends_at and _names(order, request)


def _nearness(order: OrderFacts, request: Request) -> tuple[bool, bool, bool, bool, int, bool, bool, float]:
    """Greater is nearer; what weighs more stands before what weighs less."""
    open_now = order.starts_at <= request.now < order.ends_at
    past = request.now >= order.ends_at
    return (
        order.person_id == request.person.id,
        _names(order, request),
        any(named.name == request.target.name and request.account in named.accounts for named in order.targets),
        not past,
        _HOPE.get(order.standing, 0),
        open_now,
        request.capability is not Capability.SHELL or order.mode == "shell",
        order.ends_at.timestamp() if open_now or past else -order.starts_at.timestamp(),
    )
