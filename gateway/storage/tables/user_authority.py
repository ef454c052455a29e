"""Certificate authorities whose user certificates are taken. A revoked one never comes back, by key or by name."""

from sqlalchemy import Column

from gateway.storage.tables.columns import BYTES, TEXT, table

USER_AUTHORITY = table(
    "user_authority",
    Column("fingerprint", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("blob", BYTES, nullable=False),
    Column("added_at", TEXT, nullable=False),
    Column("revoked_at", TEXT),
)
