"""Canary persons: people who do not exist, whose values stand among a client's real ones (R-64). Whoever sees one read there.

One row a value, as a keyed digest like those of people shown. A canary that was removed alarms no more and stays here.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import BYTES, TEXT, table

CANARY = table(
    "canary",
    Column("id", TEXT, primary_key=True),
    Column("digest", BYTES, primary_key=True),
    Column("client", TEXT, ForeignKey("client.id"), nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("note", TEXT, nullable=False),
    Column("added_at", TEXT, nullable=False),
    Column("added_by", TEXT, nullable=False),
    Column("removed_at", TEXT),
    Column("removed_by", TEXT),
    Column("reason", TEXT),
    CheckConstraint("length(digest) BETWEEN 16 AND 64", name="digest"),
    CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed"),
    Index(None, "client", "digest"),
)
