"""One-time codes that were used: the key is person and time step, so a code is good once, on every door (R-16)."""

from sqlalchemy import Column, ForeignKey

from gateway.storage.tables.columns import TEXT, WHOLE, table

USED_CODE = table(
    "used_code",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("step", WHOLE, primary_key=True),
    Column("at", TEXT, nullable=False),
)
