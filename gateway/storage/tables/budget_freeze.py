"""People who are shown nothing any more at a door, and who let them go on. `exceeded` are the caps in the way, canonical JSON."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import TEXT, WHOLE, table

BUDGET_FREEZE = table(
    "budget_freeze",
    Column("id", TEXT, primary_key=True),
    Column("person_id", TEXT, ForeignKey("person.id"), nullable=False),
    Column("door", TEXT, nullable=False),
    Column("session_id", TEXT, ForeignKey("session.id"), nullable=False),
    Column("statement", WHOLE, nullable=False),
    Column("since", TEXT, nullable=False),
    Column("exceeded", TEXT, nullable=False),
    Column("released_at", TEXT),
    Column("released_by", TEXT),
    Column("reason", TEXT),
    CheckConstraint("(released_at IS NULL) = (released_by IS NULL)", name="released"),
    Index(None, "person_id", "door", "released_at"),
    Index(None, "released_at", "since"),
)
