"""How sessions stand that once stopped or counted somebody: one row a session, overwritten; the journal has the history."""

from sqlalchemy import CheckConstraint, Column, ForeignKey

from gateway.storage.tables.columns import TEXT, WHOLE, table

SESSION_STANDING = table(
    "session_standing",
    Column("session_id", TEXT, ForeignKey("session.id"), primary_key=True),
    Column("course", TEXT, nullable=False),
    Column("why", TEXT),
    Column("since", TEXT),
    Column("ends_at", TEXT),
    Column("frozen_by", TEXT),
    Column("used", WHOLE, nullable=False),
    Column("ceiling", WHOLE, nullable=False),
    Column("people", WHOLE, nullable=False),
    Column("people_cap", WHOLE),
    CheckConstraint("used >= 0 AND ceiling >= 0 AND people >= 0", name="counts"),
)
