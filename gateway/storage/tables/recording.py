"""Recordings: where the file is, and what its closing seal said. `path` is relative to the recordings directory."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import BYTES, TEXT, WHOLE, table

RECORDING = table(
    "recording",
    Column("id", TEXT, primary_key=True),
    Column("session_id", TEXT, ForeignKey("session.id"), nullable=False),
    Column("path", TEXT, nullable=False, unique=True),
    Column("started_at", TEXT, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("final_hash", BYTES),
    Column("chunks", WHOLE),
    Column("stored_bytes", WHOLE),
    Column("last_at", TEXT),
    Column("sealed_at", TEXT),
    CheckConstraint("(state = 'open') = (final_hash IS NULL)", name="closed"),
    CheckConstraint("final_hash IS NULL OR length(final_hash) = 32", name="final_hash"),
    Index(None, "session_id"),
    Index(None, "state"),
    Index(None, "started_at"),
)
