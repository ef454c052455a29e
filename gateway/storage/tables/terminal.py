"""Registered maintenance terminals (保守端末). Their keys stand in `ssh_key`.

`certificate` is X.509 in DER form, one terminal's for as long as it stands here; `certificate_digest` (hex) finds it.
"""

from sqlalchemy import Column, Index

from gateway.storage.tables.columns import BYTES, TEXT, table

TERMINAL = table(
    "terminal",
    Column("id", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("site", TEXT, nullable=False),
    Column("owner", TEXT, nullable=False),
    Column("standing", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False, server_default="ordinary"),
    Column("certificate", BYTES),
    Column("certificate_digest", TEXT),
    Index(None, "certificate_digest", unique=True),
)
