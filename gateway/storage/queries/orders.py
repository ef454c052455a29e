"""Lists of work orders, with user names where the order itself holds ids. Filters and pages are the database's work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, or_, select, true

from gateway.storage.stores.orders import ORDERS_MAX, Orders
from gateway.storage.tables import APPROVAL, CLIENT, ORDER_CLIENT, ORDER_TARGET, PERSON, WORK_ORDER
from gateway.vocabulary.clock import timestamp
from gateway.work_orders.order import Standing, WorkOrder


class Sorted(Enum):
    """What stands first."""

    NEWEST = "newest"  # the newest request
    SOONEST = "soonest"  # the window that begins first


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """What to list; None asks for everything. `person` is the engineer's user name; the other people are ids.

    `of` is whoever is to work or asked; `people` are engineers. `ending_after` and `beginning_before` choose windows that
    touch the time between. `waiting_for` chooses orders that person could approve as far as the order itself says:
    asked, and neither his own nor approved by him.
    """

    person: str | None = None
    of: str | None = None
    people: tuple[str, ...] | None = None
    standing: Standing | None = None
    target: str | None = None
    client: str | None = None
    ending_after: datetime | None = None
    beginning_before: datetime | None = None
    waiting_for: str | None = None
    sort: Sorted = Sorted.NEWEST
    limit: int = ORDERS_MAX
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One order, and who its people are by user name; `approvers` in the order of their approvals."""

    order: WorkOrder
    engineer: str
    requester: str
    approvers: tuple[str, ...]


def orders(connection: Connection, wanted: OrderFilter) -> Sequence[OrderLine]:
    """One page of the orders that meet every part of the filter: first their ids, by an index, then what they hold."""
    source, at, id_ = _source(wanted)
    by = (at.desc(), id_.desc()) if wanted.sort is Sorted.NEWEST else (WORK_ORDER.c.starts_at, WORK_ORDER.c.id)
    page = select(id_).select_from(source).where(_condition(wanted)).order_by(*by)
    ids = connection.execute(page.limit(wanted.limit).offset(wanted.offset)).scalars().all()
    return _lines(connection, Orders(connection).these(ids))


def count(connection: Connection, wanted: OrderFilter) -> int:
    """How many orders meet the filter, on all pages."""
    source, _, _ = _source(wanted)
    return connection.execute(select(func.count()).select_from(source).where(_condition(wanted))).scalar_one()


def _source(wanted: OrderFilter) -> tuple[FromClause, ColumnElement[str], ColumnElement[str]]:
    """Where to look, and there the columns of the moment asked and the id: the smallest table whose index leads to them."""
    named = ORDER_TARGET if wanted.target is not None else ORDER_CLIENT if wanted.client is not None else None
    if named is None:
        return WORK_ORDER, WORK_ORDER.c.requested_at, WORK_ORDER.c.id
    at, id_ = named.c.requested_at, named.c.order_id
    if wanted.sort is Sorted.NEWEST and not (_about_people(wanted) or _about_itself(wanted)):
        return named, at, id_
    return named.join(WORK_ORDER, WORK_ORDER.c.id == id_), at, id_


def order(connection: Connection, order_id: str) -> OrderLine | None:
    """One order by id."""
    found = _lines(connection, Orders(connection).matching(WORK_ORDER.c.id == order_id))
    return found[0] if found else None


def client_names(connection: Connection, clients: Sequence[str]) -> Mapping[str, str]:
    """Names of these clients by id; ids that nobody registered are left out."""
    rows = connection.execute(select(CLIENT.c.id, CLIENT.c.name).where(CLIENT.c.id.in_(clients)))
    return {row.id: row.name for row in rows}


def approvals_given(connection: Connection, since: datetime) -> Sequence[tuple[str, str, str, int | None]]:
    """(order, approver's id, `timestamp` of it, seconds) of every approval not older than `since`, oldest first."""
    chosen = select(APPROVAL.c.order_id, APPROVAL.c.approver_id, APPROVAL.c.at, APPROVAL.c.seconds)
    rows = connection.execute(chosen.where(APPROVAL.c.at >= timestamp(since)).order_by(APPROVAL.c.at))
    return [(row.order_id, row.approver_id, row.at, row.seconds) for row in rows]


def _condition(wanted: OrderFilter) -> ColumnElement[bool]:
    return and_(true(), *_about_people(wanted), *_about_names(wanted), *_about_itself(wanted))


def _about_people(wanted: OrderFilter) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.person is not None:
        own = select(PERSON.c.id).where(PERSON.c.username == wanted.person)
        parts.append(WORK_ORDER.c.person_id.in_(own))
    if wanted.of is not None:
        parts.append(or_(WORK_ORDER.c.person_id == wanted.of, WORK_ORDER.c.requested_by == wanted.of))
    if wanted.people is not None:
        parts.append(WORK_ORDER.c.person_id.in_(wanted.people))
    if wanted.waiting_for is not None:
        given = select(APPROVAL.c.order_id).where(APPROVAL.c.approver_id == wanted.waiting_for)
        parts += [
            WORK_ORDER.c.standing == Standing.ASKED.value,
            WORK_ORDER.c.person_id != wanted.waiting_for,
            WORK_ORDER.c.requested_by != wanted.waiting_for,
            WORK_ORDER.c.id.not_in(given.where(APPROVAL.c.order_id == WORK_ORDER.c.id).correlate(WORK_ORDER)),
        ]
    return parts


def _about_names(wanted: OrderFilter) -> list[ColumnElement[bool]]:
    """Of the table that `_source` chose; a client beside a target is looked up."""
    if wanted.target is None:
        return [] if wanted.client is None else [ORDER_CLIENT.c.client == wanted.client]
    parts: list[ColumnElement[bool]] = [ORDER_TARGET.c.target == wanted.target]
    if wanted.client is not None:
        of_client = select(ORDER_CLIENT.c.order_id).where(ORDER_CLIENT.c.client == wanted.client)
        parts.append(ORDER_TARGET.c.order_id.in_(of_client))
    return parts


def _about_itself(wanted: OrderFilter) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.standing is not None:
        parts.append(WORK_ORDER.c.standing == wanted.standing.value)
    if wanted.ending_after is not None:
        parts.append(WORK_ORDER.c.ends_at > timestamp(wanted.ending_after))
    if wanted.beginning_before is not None:
        parts.append(WORK_ORDER.c.starts_at < timestamp(wanted.beginning_before))
    return parts


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
