"""How many people's data an order may show, which template it was written from, how fast it was approved; and ways to find it."""

import json

from alembic import op
from sqlalchemy import Column, Connection, column, select, table

from gateway.storage.migrations.columns import WHOLE, create, key, may, must

revision = "0011"
down_revision = "0010"

_BESIDE = (("order_target", "target"), ("order_client", "client"))
_INDICES = (
    ("work_order", "standing", "ends_at"),
    ("work_order", "requested_at", "id"),
    ("work_order", "standing", "requested_at", "id"),
    ("work_order", "person_id", "requested_at"),
    ("work_order", "requested_by", "requested_at"),
    ("work_order", "ends_at"),
    ("approval", "at"),
    ("approval", "approver_id", "at"),
    ("order_target", "target", "requested_at", "order_id"),
    ("order_client", "client", "requested_at", "order_id"),
)


def upgrade() -> None:
    """Orders that existed name no number of people, and nobody measured their approvals; they are found by what they name."""
    op.add_column("work_order", Column("subjects", WHOLE))
    op.add_column("work_order", may("template"))
    op.add_column("approval", Column("seconds", WHOLE))
    create("order_target", key("order_id", refers="work_order.id"), key("target"), must("requested_at"))
    create("order_client", key("order_id", refers="work_order.id"), key("client"), must("requested_at"))
    for name, *columns in _INDICES:
        op.create_index(f"ix_{name}_{'_'.join(columns)}", name, columns)
    _fill()


def _fill() -> None:
    for (name, what), rows in zip(_BESIDE, rows_beside(op.get_bind()), strict=True):
        if rows:
            op.bulk_insert(table(name, column("order_id"), column(what), column("requested_at")), rows)


def rows_beside(connection: Connection) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The rows of both tables beside `work_order`, from what every order names."""
    orders = table("work_order", column("id"), column("targets"), column("clients"), column("requested_at"))
    targets, clients = [], []
    for row in connection.execute(select(orders)):
        own = {"order_id": row.id, "requested_at": row.requested_at}
        targets += [{**own, "target": each["name"]} for each in json.loads(row.targets)]
        clients += [{**own, "client": each} for each in dict.fromkeys(json.loads(row.clients))]
    return targets, clients
