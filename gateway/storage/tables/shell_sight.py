"""Personal values a shell showed masked, as keyed digests, for each client of the order: to know a person again (R-48).

Of no use without the keeper's key. `day` is the last one on which the session told of it.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import BYTES, TEXT, table

SHELL_SIGHT = table(
    "shell_sight",
    Column("client", TEXT, primary_key=True),
    Column("digest", BYTES, primary_key=True),
    Column("session_id", TEXT, ForeignKey("session.id"), primary_key=True),
    Column("person_id", TEXT, ForeignKey("person.id"), nullable=False),
    Column("who", BYTES, nullable=False),
    Column("day", TEXT, nullable=False),
    CheckConstraint("length(digest) BETWEEN 16 AND 64 AND length(who) BETWEEN 16 AND 64", name="digests"),
    Index(None, "session_id"),
)
