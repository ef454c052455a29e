"""Work orders with their approvals."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, exists, insert, select, update

from gateway.storage.cells import Cells, json_text, read_json, texts_of
from gateway.storage.statements import changed, insert_new
from gateway.storage.tables import APPROVAL, ORDER_CLIENT, ORDER_TARGET, WORK_ORDER
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.outcome import GatewayFault
from gateway.work_orders.order import Approval, Mode, OrderedTarget, Standing, WorkOrder

ORDERS_MAX = 200
LIVING = (Standing.ASKED, Standing.APPROVED, Standing.RETURNED)
NEWEST = (WORK_ORDER.c.requested_at.desc(), WORK_ORDER.c.id.desc())


class Orders:
    """The tables `work_order` and `approval`, and the two by which orders are found (`order_target`, `order_client`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, order: str) -> WorkOrder | None:
        """One order with its approvals, whatever its standing."""
        found = self.matching(WORK_ORDER.c.id == order)
        return found[0] if found else None

    def of_person(self, person: str, *, ending_after: datetime) -> Sequence[WorkOrder]:
        """The person's orders whose window ends after the moment; newest first, at most ORDERS_MAX."""
        own = WORK_ORDER.c.person_id == person
        return self.matching(own & (WORK_ORDER.c.ends_at > timestamp(ending_after)))

    def over(self, before: datetime, *, limit: int) -> Sequence[WorkOrder]:
        """Orders whose window ended before the moment, and that no act has ended; the last to end first."""
        ids = [
            found
            for standing in LIVING  # one index range each
            for found in self._connection.execute(
                select(WORK_ORDER.c.ends_at, WORK_ORDER.c.id)
                .where((WORK_ORDER.c.standing == standing.value) & (WORK_ORDER.c.ends_at < timestamp(before)))
                .order_by(WORK_ORDER.c.ends_at.desc())
                .limit(limit)
            ).all()
        ]
        return self.these([row.id for row in sorted(ids, reverse=True)[:limit]])

    def for_client(self, client: str, *, ending_after: datetime) -> bool:
        """True while an order that names the client stands open and its window is not over."""
        named = exists().where((ORDER_CLIENT.c.order_id == WORK_ORDER.c.id) & (ORDER_CLIENT.c.client == client))
        living = WORK_ORDER.c.standing.in_([standing.value for standing in LIVING])
        chosen = select(WORK_ORDER.c.id).where(named & living & (WORK_ORDER.c.ends_at > timestamp(ending_after)))
        return self._connection.execute(chosen.limit(1)).first() is not None

    def matching(self, condition: ColumnElement[bool], limit: int = ORDERS_MAX) -> Sequence[WorkOrder]:
        """Orders that meet a condition on `work_order`, newest request first."""
        return self._found(select(WORK_ORDER).where(condition).order_by(*NEWEST).limit(limit))

    def these(self, ids: Sequence[str]) -> Sequence[WorkOrder]:
        """The orders of these ids, in this order; ids that nobody has are left out."""
        found = {order.id: order for order in self._found(select(WORK_ORDER).where(WORK_ORDER.c.id.in_(ids)))}
        return [found[each] for each in ids if each in found]

    def _found(self, chosen: Select[Any]) -> Sequence[WorkOrder]:
        rows = self._connection.execute(chosen).mappings().all()
        approvals = self._approvals([row["id"] for row in rows])
        return [row_to_order(row, approvals.get(row["id"], ())) for row in rows]

    def add(self, order: WorkOrder) -> bool:
        """Insert an order without approvals; False where the id is taken. Raises GatewayFault if it brings any."""
        if order.approvals:
            raise GatewayFault(f"order {order.id} would begin its life already approved")
        if not insert_new(self._connection, WORK_ORDER, order_to_row(order)):
            return False
        own = {"order_id": order.id, "requested_at": timestamp(order.requested_at)}
        for each in order.targets:
            self._connection.execute(insert(ORDER_TARGET).values(target=each.name, **own))
        for client in dict.fromkeys(order.clients):
            self._connection.execute(insert(ORDER_CLIENT).values(client=client, **own))
        return True

    def move(self, order: WorkOrder, expected_version: int) -> bool:
        """Set standing and version and add the approvals not stored yet; False where another version is stored.

        Nothing else of a stored order ever changes: raises GatewayFault where `order` differs otherwise, or forgets or
        rewrites an approval.
        """
        unchanged = (WORK_ORDER.c.id == order.id) & (WORK_ORDER.c.version == expected_version)
        values = {"standing": order.standing.value, "version": order.version}
        if not changed(self._connection, update(WORK_ORDER).where(unchanged).values(**values)):
            return False
        stored = self.get(order.id)
        if stored is None or order_to_row(stored) != order_to_row(order):
            raise GatewayFault(f"order {order.id} changed in more than its standing")
        known = len(stored.approvals)
        if order.approvals[:known] != stored.approvals:
            raise GatewayFault(f"order {order.id} forgets an approval that was given")
        self._approve(order.id, known, order.approvals[known:])
        return True

    def _approve(self, order: str, known: int, given: Sequence[Approval]) -> None:
        for number, each in enumerate(given, start=known):
            values = {"order_id": order, "number": number, "approver_id": each.approver_id, "at": timestamp(each.at)}
            self._connection.execute(insert(APPROVAL).values(**values, seconds=each.seconds))

    def _approvals(self, orders: Sequence[str]) -> dict[str, tuple[Approval, ...]]:
        if not orders:
            return {}
        chosen = (
            select(APPROVAL).where(APPROVAL.c.order_id.in_(orders)).order_by(APPROVAL.c.order_id, APPROVAL.c.number)
        )
        found: dict[str, tuple[Approval, ...]] = {}
        for row in self._connection.execute(chosen).mappings():
            cells = Cells(APPROVAL, row)
            seconds = cells.maybe_number("seconds")
            each = Approval(approver_id=cells.text("approver_id"), at=cells.moment("at"), seconds=seconds)
            found[cells.text("order_id")] = (*found.get(cells.text("order_id"), ()), each)
        return found


def order_to_row(order: WorkOrder) -> dict[str, Any]:
    """The columns of `work_order`."""
    return {
        "id": order.id,
        "person_id": order.person_id,
        "requested_by": order.requested_by,
        "targets": json_text([{"name": each.name, "accounts": list(each.accounts)} for each in order.targets]),
        "clients": json_text(list(order.clients)),
        "purpose": order.purpose,
        "personal_data": order.personal_data,
        "mode": order.mode.value,
        "starts_at": timestamp(order.starts_at),
        "ends_at": timestamp(order.ends_at),
        "reason": order.reason,
        "standing": order.standing.value,
        "requested_at": timestamp(order.requested_at),
        "version": order.version,
        "subjects": order.subjects,
        "template": order.template,
    }


def row_to_order(row: RowMapping, approvals: tuple[Approval, ...]) -> WorkOrder:
    """One row of `work_order`, with its approvals in the order they were given."""
    cells = Cells(WORK_ORDER, row)
    try:
        return WorkOrder(
            id=cells.text("id"),
            person_id=cells.text("person_id"),
            requested_by=cells.text("requested_by"),
            targets=cells.read("targets", _ordered_targets),
            clients=cells.texts("clients"),
            purpose=cells.text("purpose"),
            personal_data=cells.truth("personal_data"),
            mode=cells.word("mode", Mode),
            starts_at=cells.moment("starts_at"),
            ends_at=cells.moment("ends_at"),
            reason=cells.text("reason"),
            standing=cells.word("standing", Standing),
            approvals=approvals,
            requested_at=cells.moment("requested_at"),
            version=cells.number("version"),
            subjects=cells.maybe_number("subjects"),
            template=cells.maybe_text("template"),
        )
    except ValueError as wrong:  # the order's own invariants
        raise cells.fault("targets, starts_at, ends_at or subjects") from wrong


def _ordered_targets(text: str) -> tuple[OrderedTarget, ...]:
    items = read_json(text)
    if not isinstance(items, list) or any(set(item) != {"name", "accounts"} for item in items):
        raise ValueError("not a list of targets with their accounts")
    return tuple(OrderedTarget(name=_text(item["name"]), accounts=texts_of(item["accounts"])) for item in items)


def _text(value: object) -> str:
    return texts_of([value])[0]
