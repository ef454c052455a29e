"""The list of recordings, each with the session it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, select, true

from gateway.storage.cells import Cells
from gateway.storage.tables import RECORDING, SESSION


class RecordingState(StrEnum):
    """How a recording stands: being written, closed by its session, or closed for it afterwards."""

    OPEN = "open"
    SEALED = "sealed"
    INTERRUPTED = "interrupted"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingLine:
    """One recording. What the closing seal said is None while it is open; `final_hash` has 32 bytes."""

    id: str
    session: str
    username: str
    target: str
    account: str
    path: str
    state: RecordingState
    started_at: datetime
    last_at: datetime | None
    sealed_at: datetime | None
    chunks: int | None
    stored_bytes: int | None
    final_hash: bytes | None


def recordings(connection: Connection, *, person: str | None = None, limit: int = 200) -> Sequence[RecordingLine]:
    """The newest recordings, of everybody or of the person with this user name."""
    return _chosen(connection, true() if person is None else SESSION.c.username == person, limit)


def recording(connection: Connection, recording_id: str) -> RecordingLine | None:
    """One recording by id."""
    found = _chosen(connection, RECORDING.c.id == recording_id, 1)
    return found[0] if found else None


def _chosen(connection: Connection, condition: ColumnElement[bool], limit: int) -> Sequence[RecordingLine]:
    newest = (RECORDING.c.started_at.desc(), RECORDING.c.id.desc())
    shown = (SESSION.c.username, SESSION.c.target, SESSION.c.account)
    joined = select(RECORDING, *shown).join(SESSION, RECORDING.c.session_id == SESSION.c.id).where(condition)
    rows = connection.execute(joined.order_by(*newest).limit(limit)).mappings()
    return [_line(row) for row in rows]


def _line(row: RowMapping) -> RecordingLine:
    cells = Cells(RECORDING, row)
    closed = row["final_hash"] is not None
    return RecordingLine(
        id=cells.text("id"),
        session=cells.text("session_id"),
        username=cells.text("username"),
        target=cells.text("target"),
        account=cells.text("account"),
        path=cells.text("path"),
        state=cells.word("state", RecordingState),
        started_at=cells.moment("started_at"),
        last_at=cells.maybe_moment("last_at"),
        sealed_at=cells.maybe_moment("sealed_at"),
        chunks=cells.number("chunks") if closed else None,
        stored_bytes=cells.number("stored_bytes") if closed else None,
        final_hash=cells.blob("final_hash") if closed else None,
    )
