"""The journal and its checkpoints inside one transaction. Rows are added and read, never repaired.

Columns are handed on exactly as stored: `audit` derives each of them again from `body` and names what differs.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, insert, select

from gateway.audit.entry import Entry
from gateway.audit.ports import SignedCheckpoint
from gateway.storage.cells import Cells
from gateway.storage.engine import hold_off_writers
from gateway.storage.statements import one
from gateway.storage.tables import CHECKPOINT, JOURNAL
from gateway.vocabulary.clock import timestamp

BATCH_ROWS = 2_000
_INSERT = insert(JOURNAL)


class Journal:
    """The tables `journal` and `checkpoint`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> Entry | None:
        """The last entry. In a writing transaction it also holds off every other writer until the transaction ends."""
        hold_off_writers(self._connection)
        row = self._connection.execute(select(JOURNAL).order_by(JOURNAL.c.seq.desc()).limit(1)).first()
        return None if row is None else row_to_entry(row)

    def append(self, entries: Sequence[Entry]) -> None:
        """Insert rows. A seq that exists already is refused by the database and becomes a GatewayFault."""
        if entries:
            self._connection.execute(_INSERT, [entry_to_row(entry) for entry in entries])

    def read(self, start: int, stop: int | None) -> Iterator[Entry]:
        """Rows with start <= seq < stop (None: to the end) by ascending seq, BATCH_ROWS in memory at a time."""
        while rows := self.batch(start, stop):
            yield from rows
            start = rows[-1].seq + 1

    def batch(self, start: int, stop: int | None) -> list[Entry]:
        """The first BATCH_ROWS of those rows; empty at their end."""
        chosen = select(JOURNAL).where(JOURNAL.c.seq >= start).order_by(JOURNAL.c.seq).limit(BATCH_ROWS)
        bounded = chosen if stop is None else chosen.where(JOURNAL.c.seq < stop)
        return [row_to_entry(row) for row in self._connection.execute(bounded)]

    def add_checkpoint(self, checkpoint: SignedCheckpoint) -> None:
        """Insert one checkpoint. The same size again is refused by the database and becomes a GatewayFault."""
        at = timestamp(checkpoint.at)
        values = {"size": checkpoint.size, "root": checkpoint.root, "note": checkpoint.note, "at": at}
        self._connection.execute(insert(CHECKPOINT).values(**values))

    def checkpoints(self) -> Iterator[SignedCheckpoint]:
        """All checkpoints by ascending size, BATCH_ROWS in memory at a time."""
        size = -1
        while rows := self.checkpoint_batch(size):
            yield from rows
            size = rows[-1].size

    def checkpoint_batch(self, above: int) -> list[SignedCheckpoint]:
        """The first BATCH_ROWS checkpoints of a size greater than `above`; empty at their end."""
        chosen = select(CHECKPOINT).where(CHECKPOINT.c.size > above).order_by(CHECKPOINT.c.size).limit(BATCH_ROWS)
        return [row_to_checkpoint(row) for row in self._connection.execute(chosen).mappings()]

    def last_checkpoint(self) -> SignedCheckpoint | None:
        """The checkpoint of the greatest size."""
        row = one(self._connection, select(CHECKPOINT).order_by(CHECKPOINT.c.size.desc()).limit(1))
        return None if row is None else row_to_checkpoint(row)


def entry_to_row(entry: Entry) -> dict[str, object]:
    """The columns of `journal`."""
    return {
        "seq": entry.seq, "at": entry.at, "node": entry.node, "kind": entry.kind, "person": entry.person,
        "session": entry.session, "terminal": entry.terminal, "target": entry.target, "order_id": entry.order,
        "body": entry.body, "prev": entry.prev, "hash": entry.hash, "subject": entry.subject,
    }  # fmt: skip


def row_to_entry(row: Row[*tuple[Any, ...]]) -> Entry:
    """One row of `journal`, unjudged: a tampered column of another type is the verifier's to name."""
    seq, at, node, kind, person, session, terminal, target, order, body, prev, hash_, subject = row
    return Entry(
        seq=seq, at=at, node=node, kind=kind, person=person, session=session, terminal=terminal, target=target,
        order=order, body=body, prev=prev, hash=hash_, subject=subject,
    )  # fmt: skip


def row_to_checkpoint(row: RowMapping) -> SignedCheckpoint:
    """One row of `checkpoint`."""
    cells = Cells(CHECKPOINT, row)
    return SignedCheckpoint(
        size=cells.number("size"), root=cells.blob("root"), note=cells.blob("note"), at=cells.moment("at")
    )
