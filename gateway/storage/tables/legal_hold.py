"""Legal holds (recording/legal_hold): placed once, lifted once, never deleted."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import TEXT, table

LEGAL_HOLD = table(
    "legal_hold",
    Column("id", TEXT, primary_key=True),
    Column("client", TEXT, nullable=False),
    Column("since", TEXT, nullable=False),
    Column("until", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("reference", TEXT, nullable=False),
    Column("placed_by", TEXT, ForeignKey("person.id"), nullable=False),
    Column("placed_at", TEXT, nullable=False),
    Column("lifted_by", TEXT),
    Column("lifted_at", TEXT),
    Column("lift_reason", TEXT),
    CheckConstraint("since <= until", name="period"),
    CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted"),
    Index(None, "lifted_at"),
    Index(None, "client"),
)
