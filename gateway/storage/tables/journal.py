"""The journal, row by row. Its rows are added and read; the database itself refuses to change or remove one (R-44).

The refusals stand in `append_only.py`. Columns beside `body` are copies for searching: `audit.verify` derives each again.
"""

from sqlalchemy import CheckConstraint, Column, Index

from gateway.storage.tables.append_only import forbid_changes
from gateway.storage.tables.columns import BYTES, TEXT, WHOLE, table

JOURNAL = table(
    "journal",
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("at", TEXT, nullable=False),
    Column("node", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("person", TEXT),
    Column("session", TEXT),
    Column("terminal", TEXT),
    Column("target", TEXT),
    Column("order_id", TEXT),
    Column("body", BYTES, nullable=False),
    Column("prev", BYTES, nullable=False),
    Column("hash", BYTES, nullable=False),
    Column("subject", TEXT),
    CheckConstraint("seq >= 0", name="seq"),
    CheckConstraint("length(prev) = 32 AND length(hash) = 32", name="hashes"),
    Index(None, "kind", "seq"),
    Index(None, "person", "seq", "kind"),
    Index(None, "session", "seq"),
    Index(None, "terminal", "seq", "kind"),
    Index(None, "target", "seq", "kind"),
    Index(None, "order_id", "seq"),
    Index(None, "subject", "seq"),
    Index(None, "at", "seq"),
)

forbid_changes(JOURNAL, "seq")
