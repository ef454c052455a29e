"""The whole journal for a verifier: read in batches, each its own short snapshot.

The journal only grows, so batches fit together without one long transaction, which would keep SQLite's write-ahead log from
being folded into the database for as long as a verification runs.
"""

from collections.abc import Iterator

from sqlalchemy import Engine

from gateway.audit.entry import Entry
from gateway.audit.ports import SignedCheckpoint
from gateway.storage.engine import reading
from gateway.storage.stores.journal import Journal


class DatabaseJournal:
    """Reads a database's journal (audit/ports.py JournalSource, by shape). `read` without `stop` ends where it then ends."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, start: int, stop: int | None) -> Iterator[Entry]:
        """Rows with start <= seq < stop (None: to the end) by ascending seq, exactly as stored."""
        while batch := self._entries(start, stop):
            yield from batch
            start = batch[-1].seq + 1

    def checkpoints(self) -> Iterator[SignedCheckpoint]:
        """All checkpoints by ascending size, exactly as stored."""
        size = -1
        while batch := self._checkpoints(size):
            yield from batch
            size = batch[-1].size

    def _entries(self, start: int, stop: int | None) -> list[Entry]:
        with reading(self._engine) as connection:
            return Journal(connection).batch(start, stop)

    def _checkpoints(self, above: int) -> list[SignedCheckpoint]:
        with reading(self._engine) as connection:
            return Journal(connection).checkpoint_batch(above)
