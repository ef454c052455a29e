"""Work orders (作業申請). `targets` is [{"accounts": [...], "name": ...}], `clients` a list of client ids.

What an order says never changes, so the two small tables beside it (`order_target`, `order_client`) are written once, with
it, and only to find orders by what they name, newest first; what an order opens is read from the order's own row.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import TEXT, TRUTH, WHOLE, table

WORK_ORDER = table(
    "work_order",
    Column("id", TEXT, primary_key=True),
    Column("person_id", TEXT, ForeignKey("person.id"), nullable=False),
    Column("requested_by", TEXT, ForeignKey("person.id"), nullable=False),
    Column("targets", TEXT, nullable=False),
    Column("clients", TEXT, nullable=False),
    Column("purpose", TEXT, nullable=False),
    Column("personal_data", TRUTH, nullable=False),
    Column("mode", TEXT, nullable=False),
    Column("starts_at", TEXT, nullable=False),
    Column("ends_at", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("standing", TEXT, nullable=False),
    Column("requested_at", TEXT, nullable=False),
    Column("version", WHOLE, nullable=False),
    Column("subjects", WHOLE),
    Column("template", TEXT),
    CheckConstraint("starts_at < ends_at", name="window"),
    CheckConstraint("version >= 1", name="version"),
    Index(None, "person_id", "ends_at"),
    Index(None, "requested_at"),
    Index(None, "requested_at", "id"),
    Index(None, "standing", "ends_at"),
    Index(None, "standing", "requested_at", "id"),
    Index(None, "person_id", "requested_at"),
    Index(None, "requested_by", "requested_at"),
    Index(None, "ends_at"),
)

ORDER_TARGET = table(
    "order_target",
    Column("order_id", TEXT, ForeignKey("work_order.id"), primary_key=True),
    Column("target", TEXT, primary_key=True),
    Column("requested_at", TEXT, nullable=False),
    Index(None, "target", "requested_at", "order_id"),
)

ORDER_CLIENT = table(
    "order_client",
    Column("order_id", TEXT, ForeignKey("work_order.id"), primary_key=True),
    Column("client", TEXT, primary_key=True),
    Column("requested_at", TEXT, nullable=False),
    Index(None, "client", "requested_at", "order_id"),
)
