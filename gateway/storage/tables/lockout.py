"""Failures counted against a person, and the end of the newest lock (R-16)."""

from sqlalchemy import CheckConstraint, Column, ForeignKey

from gateway.storage.tables.columns import TEXT, WHOLE, table

LOCKOUT = table(
    "lockout",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("failures", WHOLE, nullable=False),
    Column("locked_until", TEXT),
    CheckConstraint("failures >= 0", name="failures"),
)
