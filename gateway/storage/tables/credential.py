"""A person's password hash and code secret, sealed by the keeper; one of each kind."""

from sqlalchemy import Column, ForeignKey

from gateway.storage.tables.columns import BYTES, TEXT, table

CREDENTIAL = table(
    "credential",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("kind", TEXT, primary_key=True),
    Column("sealed", BYTES, nullable=False),
)
