"""Targets behind the gateway. A target without `free_declared_by` and `free_until` holds personal data."""

from sqlalchemy import CheckConstraint, Column

from gateway.storage.tables.columns import TEXT, WHOLE, table

TARGET = table(
    "target",
    Column("id", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("protocol", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("port", WHOLE, nullable=False),
    Column("host_keys", TEXT, nullable=False),
    Column("accounts", TEXT, nullable=False),
    Column("login", TEXT, nullable=False),
    Column("clients", TEXT, nullable=False),
    Column("encoding", TEXT, nullable=False),
    Column("free_declared_by", TEXT),
    Column("free_until", TEXT),
    Column("standing", TEXT, nullable=False),
    Column("drop_folder", TEXT),
    Column("management", TEXT),
    Column("risk_owner", TEXT),
    Column("risk_importance", TEXT),
    Column("risk", TEXT),
    Column("risk_measure", TEXT),
    Column("risk_review_on", TEXT),
    Column("risk_people", WHOLE),
    CheckConstraint("port BETWEEN 1 AND 65535", name="port"),
    CheckConstraint("(free_declared_by IS NULL) = (free_until IS NULL)", name="free"),
)
