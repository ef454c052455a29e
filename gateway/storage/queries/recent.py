"""The journal's newest part: backwards from its end to a moment, or onwards from a place. By its indexes, a page at a time.

Rows are as stored; the columns here choose them, what they say is read from their bytes. Time runs with the sequence but for
the clocks of several nodes, which differ by seconds at most.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, select

from gateway.audit.entry import Entry
from gateway.storage.stores.journal import row_to_entry
from gateway.storage.tables import JOURNAL
from gateway.vocabulary.clock import timestamp

PAGE_ROWS: Final = 64


class Past:
    """Inside one transaction, seeing what it wrote."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_kind(self, kind: str, *, since: datetime) -> Iterator[Entry]:
        """Entries of one kind, newest first, until one is older than `since`."""
        return self._back(JOURNAL.c.kind == kind, timestamp(since))

    def of_person(self, person: str, *, since: datetime) -> Iterator[Entry]:
        """Entries under one person's id, newest first, until one is older than `since`."""
        return self._back(JOURNAL.c.person == person, timestamp(since))

    def of_others(self, node: str, *, beyond: int, but: Collection[str]) -> Sequence[Entry]:
        """Entries other nodes wrote beyond `beyond`, of all kinds `but` these, in order."""
        theirs = (JOURNAL.c.seq > beyond) & (JOURNAL.c.node != node) & JOURNAL.c.kind.not_in(sorted(but))
        return [
            row_to_entry(row) for row in self._connection.execute(select(JOURNAL).where(theirs).order_by(JOURNAL.c.seq))
        ]

    def _back(self, chosen: ColumnElement[bool], since: str) -> Iterator[Entry]:
        page = select(JOURNAL).where(chosen).order_by(JOURNAL.c.seq.desc()).limit(PAGE_ROWS)
        rows = self._connection.execute(page).all()
        while rows:
            for row in rows:
                entry = row_to_entry(row)
                if entry.at < since:
                    return
                yield entry
            rows = self._connection.execute(page.where(JOURNAL.c.seq < entry.seq)).all()


def beyond(connection: Connection, seq: int, kinds: Collection[str], limit: int) -> Sequence[Entry]:
    """The first `limit` entries of these kinds whose sequence number is greater than `seq`, in order."""
    chosen = select(JOURNAL).where((JOURNAL.c.seq > seq) & JOURNAL.c.kind.in_(sorted(kinds)))
    return [row_to_entry(row) for row in connection.execute(chosen.order_by(JOURNAL.c.seq).limit(limit))]
