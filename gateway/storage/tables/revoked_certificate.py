"""User certificates that are not taken any more, by what marks them: serial (decimal) or key id. Rows are only added."""

from sqlalchemy import CheckConstraint, Column, ForeignKey

from gateway.storage.tables.columns import TEXT, table

REVOKED_CERTIFICATE = table(
    "revoked_certificate",
    Column("authority", TEXT, ForeignKey("user_authority.fingerprint"), primary_key=True),
    Column("mark", TEXT, primary_key=True),
    Column("value", TEXT, primary_key=True),
    Column("at", TEXT, nullable=False),
    CheckConstraint("mark IN ('serial', 'key-id')", name="mark"),
)
