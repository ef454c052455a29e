"""Vaulted passwords and keys of targets, sealed by the keeper; one of each kind."""

from sqlalchemy import Column, ForeignKey

from gateway.storage.tables.columns import BYTES, TEXT, table

TARGET_SECRET = table(
    "target_secret",
    Column("target_id", TEXT, ForeignKey("target.id"), primary_key=True),
    Column("kind", TEXT, primary_key=True),
    Column("sealed", BYTES, nullable=False),
)
