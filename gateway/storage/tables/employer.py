"""Employers of people: the operator itself, its contractors (委託先) and theirs (再委託先)."""

from sqlalchemy import Column

from gateway.storage.tables.columns import TEXT, table

EMPLOYER = table(
    "employer",
    Column("id", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("contract_number", TEXT),
    Column("contract_start", TEXT),
    Column("contract_end", TEXT),
)
