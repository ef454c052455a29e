"""Nodes that run: machines with a registrar of their own. The row goes with an orderly stop, or when the node is found dead."""

from sqlalchemy import Column

from gateway.storage.tables.columns import TEXT, table

NODE = table(
    "node",
    Column("id", TEXT, primary_key=True),
    Column("started_at", TEXT, nullable=False),
)
