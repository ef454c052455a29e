"""Changes that take effect only with a second person's signature (R-16, R-22). `body` is the change, its secrets sealed.

`facts` is what the journal says of it, for the second person to read. `asked_by` is no reference: the demo operator has no row.
"""

from sqlalchemy import Column

from gateway.storage.tables.columns import BYTES, TEXT, table

PROPOSAL = table(
    "proposal",
    Column("id", TEXT, primary_key=True),
    Column("change", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
    Column("facts", TEXT, nullable=False),
    Column("body", BYTES, nullable=False),
    Column("asked_by", TEXT, nullable=False),
    Column("asked_by_username", TEXT, nullable=False),
    Column("asked_at", TEXT, nullable=False),
    Column("expires_at", TEXT, nullable=False),
    Column("standing", TEXT, nullable=False),
    Column("decided_by", TEXT),
    Column("decided_at", TEXT),
)
