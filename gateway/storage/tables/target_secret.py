"""Vaulted passwords and keys of targets, sealed by the keeper; one of each kind.

`pending` is the password a rotation is about to set, or may have set already: it is here before the target is touched.
"""

from sqlalchemy import Column, ForeignKey

from gateway.storage.tables.columns import BYTES, TEXT, table

TARGET_SECRET = table(
    "target_secret",
    Column("target_id", TEXT, ForeignKey("target.id"), primary_key=True),
    Column("kind", TEXT, primary_key=True),
    Column("sealed", BYTES, nullable=False),
    Column("pending", BYTES),
)
