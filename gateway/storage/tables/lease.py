"""Who works from which terminal now: one row a person, because the key is the person (R-17)."""

from sqlalchemy import CheckConstraint, Column, ForeignKey

from gateway.storage.tables.columns import TEXT, WHOLE, table

LEASE = table(
    "lease",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False),
    Column("node", TEXT, nullable=False),
    Column("sessions", WHOLE, nullable=False),
    Column("since", TEXT, nullable=False),
    CheckConstraint("sessions >= 1", name="sessions"),
)
