"""Codes for the day a device is lost: keyed digests only, each good once. Renewing replaces a person's rows."""

from sqlalchemy import Column, ForeignKey

from gateway.storage.tables.columns import BYTES, TEXT, table

RECOVERY_CODE = table(
    "recovery_code",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("digest", BYTES, primary_key=True),
    Column("made_at", TEXT, nullable=False),
    Column("used_at", TEXT),
)
