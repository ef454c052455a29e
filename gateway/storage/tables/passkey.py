"""Passkeys (WebAuthn). The public key lies sealed by the keeper for its person and credential, so that no row can be planted."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import BYTES, TEXT, WHOLE, table

PASSKEY = table(
    "passkey",
    Column("credential_id", BYTES, primary_key=True),
    Column("person_id", TEXT, ForeignKey("person.id"), nullable=False),
    Column("sealed", BYTES, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("sign_count", WHOLE, nullable=False),
    Column("made_at", TEXT, nullable=False),
    Column("used_at", TEXT),
    CheckConstraint("sign_count >= 0", name="sign_count"),
    Index(None, "person_id"),
)
