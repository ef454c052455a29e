"""What passkeys are asked to sign: SHA-256 of each challenge, what for, for whom, until when. Good once (WebAuthn §13.4.3)."""

from sqlalchemy import Column, Index

from gateway.storage.tables.columns import BYTES, TEXT, table

WEB_CHALLENGE = table(
    "web_challenge",
    Column("digest", BYTES, primary_key=True),
    Column("purpose", TEXT, nullable=False),
    Column("person_id", TEXT),
    Column("expires_at", TEXT, nullable=False),
    Column("used_at", TEXT),
    Index(None, "expires_at"),
)
