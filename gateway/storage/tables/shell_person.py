"""Whom shells showed, as an estimate: one row for each person seen in a session on a day (R-06, R-07).

`who` tells different people apart for one viewer and means nothing else. `at` is when he was last told of: what happened within
the last minutes is counted by it. Which clients' he may be is what the session's order names.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import BYTES, TEXT, table

SHELL_PERSON = table(
    "shell_person",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("day", TEXT, primary_key=True),
    Column("session_id", TEXT, ForeignKey("session.id"), primary_key=True),
    Column("who", BYTES, primary_key=True),
    Column("at", TEXT, nullable=False),
    CheckConstraint("length(who) BETWEEN 16 AND 64", name="who"),
    Index(None, "session_id"),
)
