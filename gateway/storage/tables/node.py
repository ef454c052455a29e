"""Nodes that run, or ran: machines with a registrar of their own."""

from sqlalchemy import Column

from gateway.storage.tables.columns import TEXT, table

NODE = table(
    "node",
    Column("id", TEXT, primary_key=True),
    Column("started_at", TEXT, nullable=False),
)
