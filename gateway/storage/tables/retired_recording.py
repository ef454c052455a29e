"""Recordings whose life is over (R-84, R-85): written once, when that is decided; `removed_at` when the file was gone, too."""

from sqlalchemy import Column, ForeignKey, Index

from gateway.storage.tables.columns import TEXT, table

RETIRED_RECORDING = table(
    "retired_recording",
    Column("recording_id", TEXT, ForeignKey("recording.id"), primary_key=True),
    Column("at", TEXT, nullable=False),
    Column("why", TEXT, nullable=False),
    Column("removed_at", TEXT),
    Index(None, "removed_at"),
)
