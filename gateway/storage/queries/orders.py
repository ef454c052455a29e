"""The list of work orders, with user names where the order itself holds ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, true

from gateway.storage.stores.orders import ORDERS_MAX, Orders
from gateway.storage.tables import PERSON, WORK_ORDER
from gateway.vocabulary.clock import timestamp
from gateway.work_orders.order import Standing, WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """What to list; None asks for everything. `person` is the engineer's user name."""

    person: str | None = None
    standing: Standing | None = None
    ending_after: datetime | None = None
    limit: int = ORDERS_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One order, and who its people are by user name; `approvers` in the order of their approvals."""

    order: WorkOrder
    engineer: str
    requester: str
    approvers: tuple[str, ...]


def orders(connection: Connection, wanted: OrderFilter) -> Sequence[OrderLine]:
    """Orders that meet every part of the filter, newest request first."""
    return _lines(connection, Orders(connection).matching(_condition(wanted), wanted.limit))


def order(connection: Connection, order_id: str) -> OrderLine | None:
    """One order by id."""
    found = _lines(connection, Orders(connection).matching(WORK_ORDER.c.id == order_id))
    return found[0] if found else None


def _condition(wanted: OrderFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.person is not None:
        own = select(PERSON.c.id).where(PERSON.c.username == wanted.person)
        parts.append(WORK_ORDER.c.person_id.in_(own))
    if wanted.standing is not None:
        parts.append(WORK_ORDER.c.standing == wanted.standing.value)
    if wanted.ending_after is not None:
        parts.append(WORK_ORDER.c.ends_at > timestamp(wanted.ending_after))
    return and_(*parts)


def _lines(connection: Connection, found: Sequence[WorkOrder]) -> Sequence[OrderLine]:
    named = _usernames(connection, found)
    return [
        OrderLine(
            order=each,
            engineer=named[each.person_id],
            requester=named[each.requested_by],
            approvers=tuple(named[approval.approver_id] for approval in each.approvals),
        )
        for each in found
    ]


def _usernames(connection: Connection, found: Sequence[WorkOrder]) -> Mapping[str, str]:
    people = {each.person_id for each in found} | {each.requested_by for each in found}
    people |= {approval.approver_id for each in found for approval in each.approvals}
    rows = connection.execute(select(PERSON.c.id, PERSON.c.username).where(PERSON.c.id.in_(people)))
    return {row.id: row.username for row in rows}
