"""Signed heads of the journal: the C2SP note as signed, with its size and root. Append-only like the journal itself."""

from sqlalchemy import CheckConstraint, Column

from gateway.storage.tables.append_only import forbid_changes
from gateway.storage.tables.columns import BYTES, TEXT, WHOLE, table

CHECKPOINT = table(
    "checkpoint",
    Column("size", WHOLE, primary_key=True, autoincrement=False),
    Column("root", BYTES, nullable=False),
    Column("note", BYTES, nullable=False),
    Column("at", TEXT, nullable=False),
    CheckConstraint("size >= 0", name="size"),
    CheckConstraint("length(root) = 32", name="root"),
)

forbid_changes(CHECKPOINT, "size")
