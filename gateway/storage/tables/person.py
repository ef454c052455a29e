"""People. Name, kana, number and mail address are sealed by the keeper; the keyed digest keeps a number to one account (R-13)."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import BYTES, TEXT, WHOLE, table

PERSON = table(
    "person",
    Column("id", TEXT, primary_key=True),
    Column("username", TEXT, nullable=False, unique=True),
    Column("name_sealed", BYTES, nullable=False),
    Column("kana_sealed", BYTES, nullable=False),
    Column("number_sealed", BYTES, nullable=False),
    Column("number_digest", BYTES, nullable=False, unique=True),
    Column("employer_id", TEXT, ForeignKey("employer.id"), nullable=False),
    Column("engagement", TEXT, nullable=False),
    Column("agency", TEXT),
    Column("contract_end", TEXT, nullable=False),
    Column("roles", TEXT, nullable=False),
    Column("language", TEXT, nullable=False),
    Column("standing", TEXT, nullable=False),
    Column("version", WHOLE, nullable=False),
    Column("mail_sealed", BYTES),
    Column("trained_on", TEXT),
    Column("oath_on", TEXT),
    CheckConstraint("version >= 1", name="version"),
    Index(None, "employer_id"),
)
