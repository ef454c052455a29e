"""Written consents of clients to sub-outsourcing (再委託の承諾). `sha256` says which paper it is; `ended_at` ends it for good."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import BYTES, TEXT, table

CONSENT = table(
    "consent",
    Column("id", TEXT, primary_key=True),
    Column("client_id", TEXT, ForeignKey("client.id"), nullable=False),
    Column("employer_id", TEXT, ForeignKey("employer.id"), nullable=False),
    Column("memorandum", TEXT, nullable=False),
    Column("dated", TEXT, nullable=False),
    Column("scope", TEXT, nullable=False),
    Column("valid_from", TEXT, nullable=False),
    Column("valid_until", TEXT, nullable=False),
    Column("document", TEXT, nullable=False),
    Column("sha256", BYTES, nullable=False),
    Column("registered_by", TEXT, nullable=False),
    Column("registered_at", TEXT, nullable=False),
    Column("ended_at", TEXT),
    Column("ended_by", TEXT),
    Column("end_reason", TEXT),
    CheckConstraint("valid_from <= valid_until", name="days"),
    CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),
    Index(None, "employer_id", "client_id"),
    Index(None, "client_id"),
)
