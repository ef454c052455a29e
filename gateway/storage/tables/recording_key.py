"""Key pairs that close recordings' data keys, one a day and set of clients (recording/content_key).

`sealed` is the private half under the keeper's key; it becomes NULL once, when the recordings' time is over or the client's
contract has ended. Dumps leave `sealed` out: a backup keeps the keys beside it, in one file that is replaced.
"""

from sqlalchemy import CheckConstraint, Column, Index

from gateway.storage.tables.columns import BYTES, TEXT, table

RECORDING_KEY = table(
    "recording_key",
    Column("name", BYTES, primary_key=True),
    Column("day", TEXT, nullable=False),
    Column("clients", TEXT, nullable=False),
    Column("public", BYTES, nullable=False),
    Column("sealed", BYTES),
    Column("made_at", TEXT, nullable=False),
    Column("destroyed_at", TEXT),
    CheckConstraint("length(name) = 16 AND length(public) = 32", name="sizes"),
    CheckConstraint("destroyed_at IS NULL OR sealed IS NULL", name="destroyed"),
    Index(None, "day", "clients"),
)
