"""Whose data was shown in clear, to whom, in which session: keyed digests, of no use without the keeper's key (R-06, R-48)."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import BYTES, TEXT, table

DISCLOSED_PERSON = table(
    "disclosed_person",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("day", TEXT, primary_key=True),
    Column("client", TEXT, primary_key=True),
    Column("digest", BYTES, primary_key=True),
    Column("session_id", TEXT, ForeignKey("session.id"), primary_key=True),
    CheckConstraint("length(digest) BETWEEN 16 AND 64", name="digest"),
    Index(None, "client", "digest"),
    Index(None, "day"),
)
