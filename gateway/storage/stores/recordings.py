"""Recordings: which file belongs to which session, and what its closing seal said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, select, update

from gateway.sessions.session import RecordingSummary, Session, State
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new
from gateway.storage.stores.sessions import row_to_session
from gateway.storage.tables import NODE, RECORDING, SESSION
from gateway.vocabulary.clock import timestamp

OPEN = "open"
_OVER = (State.ENDED.value, State.BROKEN.value)


class Recordings:
    """The table `recording`. A row is closed once, and never opened again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def opened(self, recording: str, *, session: str, path: str, started_at: datetime) -> bool:
        """Insert in state `open`; False where the id or the path is taken."""
        values = {
            "id": recording,
            "session_id": session,
            "path": path,
            "started_at": timestamp(started_at),
            "state": OPEN,
        }
        return insert_new(self._connection, RECORDING, values)

    def closed(self, summary: RecordingSummary, *, how: Literal["sealed", "interrupted", "late"], at: datetime) -> bool:
        """Set what the seal said, the state and sealed_at of an `open` row; False where there is no open one."""
        values = {
            "state": how, "final_hash": summary.final_hash, "chunks": summary.chunks, "stored_bytes": summary.stored_bytes,
            "last_at": timestamp(summary.last_at), "sealed_at": timestamp(at),
        }  # fmt: skip
        still_open = (RECORDING.c.id == summary.recording) & (RECORDING.c.state == OPEN)
        return changed(self._connection, update(RECORDING).where(still_open).values(**values))

    def unsealed(self, node: str) -> Sequence[tuple[Session, str]]:
        """(session, path) of every recording still `open` whose session is over, of this node or of one that does not run.

        Oldest first.
        """
        nobodys = SESSION.c.node.not_in(select(NODE.c.id))
        here = ((SESSION.c.node == node) | nobodys) & SESSION.c.state.in_(_OVER) & (RECORDING.c.state == OPEN)
        joined = select(SESSION, RECORDING.c.path).join(RECORDING, RECORDING.c.session_id == SESSION.c.id).where(here)
        rows = self._connection.execute(joined.order_by(RECORDING.c.started_at, RECORDING.c.id)).mappings()
        return [(row_to_session(row), Cells(SESSION, row).text("path")) for row in rows]
