"""Whose data was shown masked in which session (R-48): the beginnings of keyed digests, packed (disclosure/ledger).

Of no use without the keeper's key. Found by looking through a client's rows of a period, the table's own order on SQLite.
`unnamed` are rows of whom nobody can tell: no look-up can say anything of them.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from gateway.storage.tables.columns import BYTES, TEXT, WHOLE, metadata

SHOWN_PEOPLE = Table(
    "shown_people",
    metadata,
    Column("client", TEXT, primary_key=True),
    Column("day", TEXT, primary_key=True),
    Column("session_id", TEXT, ForeignKey("session.id"), primary_key=True),
    Column("part", WHOLE, primary_key=True),
    Column("people", BYTES, nullable=False),
    Column("unnamed", WHOLE, nullable=False),
    CheckConstraint("part >= 0 AND length(people) % 8 = 0 AND unnamed >= 0", name="part"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
