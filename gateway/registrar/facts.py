"""What log-in and admission may know: small answers about one user name, one key, and the bound person. Reads only."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from gateway.authentication.ports import KeyKind, KeyOwner
from gateway.ipc.server import Refuse
from gateway.registrar import texts
from gateway.registrar.binding import Bound
from gateway.registrar.ports import Facts
from gateway.sessions.ports import AdmissionFacts
from gateway.vocabulary.target import Target
from gateway.work_orders.order import WorkOrder

ORDERS_BACK: Final = timedelta(days=7)  # an order that ended lately explains a refusal better than none
ORDERED_MAX: Final = 200  # targets of one answer


def admission(facts: Facts, bound: Bound, target: str | None, now: datetime) -> AdmissionFacts:
    """The bound person, terminal, wanted target and orders as of now. Raises Refuse where person or terminal are gone."""
    person = facts.person(bound.person)
    terminal = facts.terminal(bound.terminal) if bound.terminal is not None else None
    if person is None or terminal is None:
        raise Refuse("person.refused", texts.NOT_THERE)
    orders = tuple(facts.orders_of(bound.person, ending_after=now - ORDERS_BACK))
    return AdmissionFacts(
        person=person,
        terminal=terminal,
        target=facts.target(target) if target is not None else None,
        orders=orders,
        targets=tuple(sorted({name for order in orders for name in _opened_by(order, now)})),
        employer=facts.employer_name(person.employer) or person.employer,
        chain=facts.chain(person.employer),
        ordered=_ordered(facts, orders) if target is None else (),
    )


def certified(facts: Facts, certificate: bytes) -> KeyOwner | None:
    """Whose an X.509 certificate (DER) is: a terminal of any standing, or nobody."""
    found = facts.certified_terminal(certificate)
    terminal = None if found is None else facts.terminal(found)
    if terminal is None:
        return None
    return KeyOwner(kind=KeyKind.TERMINAL, owner_id=terminal.id, name=terminal.name, standing=terminal.standing)


def _ordered(facts: Facts, orders: Sequence[WorkOrder]) -> tuple[Target, ...]:
    """The registered targets the orders name, whatever their standing; of too many names, those of the orders that end last."""
    by_end = sorted(orders, key=lambda order: order.ends_at, reverse=True)
    names = list(dict.fromkeys(ordered.name for order in by_end for ordered in order.targets))
    found = (facts.target(name) for name in sorted(names[:ORDERED_MAX]))
    return tuple(target for target in found if target is not None)


def _opened_by(order: WorkOrder, now: datetime) -> list[str]:
    return [
        ordered.name
        for ordered in order.targets
        if order.covers(person_id=order.person_id, target=ordered.name, account=ordered.accounts[0], now=now)
    ]
