"""Rows a session may still show without asking again. They count as used; what is left of them at its end counts as shown."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import TEXT, WHOLE, table

DISCLOSURE_RESERVE = table(
    "disclosure_reserve",
    Column("session_id", TEXT, ForeignKey("session.id"), primary_key=True),
    Column("day", TEXT, primary_key=True),
    Column("client", TEXT, primary_key=True),
    Column("person_id", TEXT, ForeignKey("person.id"), nullable=False),
    Column("kept", WHOLE, nullable=False),
    CheckConstraint("kept >= 1", name="kept"),
    Index(None, "person_id", "day"),
)
