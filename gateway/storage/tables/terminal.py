"""Registered maintenance terminals (保守端末). Their keys stand in `ssh_key`."""

from sqlalchemy import Column

from gateway.storage.tables.columns import TEXT, table

TERMINAL = table(
    "terminal",
    Column("id", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("site", TEXT, nullable=False),
    Column("owner", TEXT, nullable=False),
    Column("standing", TEXT, nullable=False),
)
