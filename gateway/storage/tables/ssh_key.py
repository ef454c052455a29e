"""Registered public keys.

A fingerprint stands here once and for ever: a key is one person's or one terminal's, and a revoked key never comes back.
`counter` is the highest a security key has signed with; empty for keys that do not count.
"""

from sqlalchemy import Column, Index

from gateway.storage.tables.columns import BYTES, TEXT, WHOLE, table

SSH_KEY = table(
    "ssh_key",
    Column("fingerprint", TEXT, primary_key=True),
    Column("blob", BYTES, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("owner_id", TEXT, nullable=False),
    Column("comment", TEXT, nullable=False),
    Column("added_at", TEXT, nullable=False),
    Column("revoked_at", TEXT),
    Column("counter", WHOLE),
    Index(None, "owner_id"),
)
