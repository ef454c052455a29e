"""Sessions. Facts of the opening never change; `state`, `ended_at` and `end_reason` do, once each way."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import TEXT, table

SESSION = table(
    "session",
    Column("id", TEXT, primary_key=True),
    Column("connection", TEXT, nullable=False),
    Column("person_id", TEXT, ForeignKey("person.id"), nullable=False),
    Column("username", TEXT, nullable=False),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False),
    Column("order_id", TEXT, ForeignKey("work_order.id"), nullable=False),
    Column("target", TEXT, nullable=False),
    Column("account", TEXT, nullable=False),
    Column("capability", TEXT, nullable=False),
    Column("node", TEXT, nullable=False),
    Column("peer_address", TEXT, nullable=False),
    Column("started_at", TEXT, nullable=False),
    Column("until", TEXT, nullable=False),
    Column("ended_at", TEXT),
    Column("end_reason", TEXT),
    Column("state", TEXT, nullable=False),
    Column("recording_id", TEXT, nullable=False),
    CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended"),
    Index(None, "state", "node"),
    Index(None, "person_id", "started_at"),
    Index(None, "started_at"),
    Index(None, "target", "started_at"),
    Index(None, "order_id"),
    Index(None, "ended_at"),
)
