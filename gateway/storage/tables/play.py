"""Replays permitted in the office's pages (recording/play.py). `person_id` is no reference: the demo operator has no row."""

from sqlalchemy import Column, ForeignKey, Index

from gateway.storage.tables.columns import TEXT, table

PLAY = table(
    "play",
    Column("id", TEXT, primary_key=True),
    Column("recording_id", TEXT, ForeignKey("recording.id"), nullable=False),
    Column("person_id", TEXT, nullable=False),
    Column("web", TEXT, nullable=False),
    Column("made_at", TEXT, nullable=False),
    Column("taken_at", TEXT),
    Index(None, "recording_id", "made_at"),
)
