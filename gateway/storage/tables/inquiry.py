"""Inquiries on the disclosure records (disclosure/inquiry): who asked what, and why; never a number that was asked about."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import TEXT, WHOLE, table

INQUIRY = table(
    "inquiry",
    Column("id", TEXT, primary_key=True),
    Column("person_id", TEXT, ForeignKey("person.id"), nullable=False),
    Column("about", TEXT, nullable=False),
    Column("client", TEXT, nullable=False),
    Column("since", TEXT, nullable=False),
    Column("until", TEXT, nullable=False),
    Column("numbers", WHOLE, nullable=False),
    Column("purpose", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    CheckConstraint("since <= until AND numbers >= 0", name="asked"),
    Index(None, "at"),
    Index(None, "person_id", "at"),
)
