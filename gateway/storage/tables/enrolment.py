"""One-time links to enrol by: one row a person, so that nobody has two. Only a keyed digest of the token is kept."""

from sqlalchemy import Column, ForeignKey

from gateway.storage.tables.columns import BYTES, TEXT, table

ENROLMENT = table(
    "enrolment",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("digest", BYTES, nullable=False, unique=True),
    Column("issued_by", TEXT, nullable=False),
    Column("issued_at", TEXT, nullable=False),
    Column("expires_at", TEXT, nullable=False),
    Column("used_at", TEXT),
)
