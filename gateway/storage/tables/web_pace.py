"""How often something was tried in its present window of time; `counted` is the SHA-256 of whose tries they are."""

from sqlalchemy import CheckConstraint, Column, Index

from gateway.storage.tables.columns import BYTES, TEXT, WHOLE, table

WEB_PACE = table(
    "web_pace",
    Column("bucket", TEXT, primary_key=True),
    Column("counted", BYTES, primary_key=True),
    Column("times", WHOLE, nullable=False),
    Column("ends_at", TEXT, nullable=False),
    CheckConstraint("times >= 1", name="times"),
    Index(None, "ends_at"),
)
