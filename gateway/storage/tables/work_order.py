"""Work orders (作業申請). `targets` is [{"accounts": [...], "name": ...}], `clients` a list of client ids."""

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
    CheckConstraint("starts_at < ends_at", name="window"),
    CheckConstraint("version >= 1", name="version"),
    Index(None, "person_id", "ends_at"),
    Index(None, "requested_at"),
)
