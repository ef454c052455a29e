"""Sessions of the web office. A ticket is here by its SHA-256 only; `signed_pass` is the keeper's word, which alone counts.

`address` and `agent` are those of the sign-in, `seen_at` and `seen_address` those of the last request that was written down.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import BYTES, TEXT, table

WEB_SESSION = table(
    "web_session",
    Column("id", TEXT, primary_key=True),
    Column("ticket", BYTES, nullable=False, unique=True),
    Column("person_id", TEXT, ForeignKey("person.id"), nullable=False),
    Column("way", TEXT, nullable=False),
    Column("signed_pass", BYTES, nullable=False),
    Column("made_at", TEXT, nullable=False),
    Column("ends_at", TEXT, nullable=False),
    Column("seen_at", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("seen_address", TEXT, nullable=False),
    Column("agent", TEXT, nullable=False),
    Column("ended_at", TEXT),
    Column("end_reason", TEXT),
    CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended"),
    CheckConstraint("length(ticket) = 32", name="ticket"),
    Index(None, "person_id", "made_at"),
    Index(None, "ended_at", "seen_at"),
)
