"""Clients whose contract is over (R-85): whose recordings are closed for good, by the word of two people."""

from sqlalchemy import Column, ForeignKey

from gateway.storage.tables.columns import TEXT, WHOLE, table

CONTRACT_END = table(
    "contract_end",
    Column("client", TEXT, ForeignKey("client.id"), primary_key=True),
    Column("at", TEXT, nullable=False),
    Column("asked_by", TEXT, ForeignKey("person.id"), nullable=False),
    Column("confirmed_by", TEXT, ForeignKey("person.id"), nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("keys", WHOLE, nullable=False),
    Column("recordings", WHOLE, nullable=False),
    Column("lasting", WHOLE, nullable=False),
    Column("shared", WHOLE, nullable=False),
)
