"""Client companies (委託元) whose people's data the targets hold. `contact` is an office, never a person's own data."""

from sqlalchemy import Column

from gateway.storage.tables.columns import TEXT, table

CLIENT = table(
    "client",
    Column("id", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("kana", TEXT),
    Column("contact", TEXT),
)
