"""What the office looks up in the journal."""

from sqlalchemy import Connection, select

from gateway.audit.entry import read_body
from gateway.audit.event import Event
from gateway.storage.stores.journal import row_to_entry
from gateway.storage.tables import JOURNAL


def last_of_kind(connection: Connection, kind: str) -> Event | None:
    """The newest event of this kind, None if there is none."""
    row = connection.execute(
        select(JOURNAL).where(JOURNAL.c.kind == kind).order_by(JOURNAL.c.seq.desc()).limit(1)
    ).first()
    return None if row is None else read_body(row_to_entry(row).body).event()
