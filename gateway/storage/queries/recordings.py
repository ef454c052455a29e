"""The list of recordings, each with the session it shows, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Join, RowMapping, and_, func, select, true

from gateway.storage.cells import Cells
from gateway.storage.queries.work import LINES_MAX, WorkFilter, meets, worked
from gateway.storage.tables import PERSON, RECORDING, RETIRED_RECORDING, SESSION, TERMINAL, WORK_ORDER
from gateway.vocabulary.clock import moment_of


class RecordingState(StrEnum):
    """How a recording stands: being written, closed by its session, or closed for it afterwards."""

    OPEN = "open"
    SEALED = "sealed"
    INTERRUPTED = "interrupted"
    LATE = "late"
    RETIRED = "retired"  # its time is over: destroyed as agreed, or about to be


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingLine:
    """One recording. What the closing seal said is None while it is open; `final_hash` has 32 bytes.

    `person`, `order`, `clients` and `employer` (the person's present one) are ids.
    """

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
    retired_at: datetime | None
    chunks: int | None
    stored_bytes: int | None
    final_hash: bytes | None
    person: str
    order: str
    terminal_name: str
    purpose: str
    clients: tuple[str, ...]
    employer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFilter(WorkFilter):
    """What to list; None asks for everything."""

    state: RecordingState | None = None


def recordings(
    connection: Connection, wanted: RecordingFilter | None = None, *, person: str | None = None, limit: int = LINES_MAX
) -> Sequence[RecordingLine]:
    """Recordings that meet the filter, newest first; without one, of everybody or of the person with this user name."""
    wanted = RecordingFilter(person=person, limit=limit) if wanted is None else wanted
    return _chosen(connection, _condition(wanted), wanted)


def recordings_counted(connection: Connection, wanted: RecordingFilter) -> int:
    """How many there are, whatever the page."""
    counted = select(func.count()).select_from(_recorded()).where(_condition(wanted))
    return int(connection.execute(counted).scalar_one())


def recording(connection: Connection, recording_id: str) -> RecordingLine | None:
    """One recording by id."""
    found = _chosen(connection, RECORDING.c.id == recording_id, RecordingFilter(limit=1))
    return found[0] if found else None


def _recorded() -> Join:
    closed = worked().join(RECORDING, RECORDING.c.session_id == SESSION.c.id)
    return closed.outerjoin(RETIRED_RECORDING, RETIRED_RECORDING.c.recording_id == RECORDING.c.id)


def _condition(wanted: RecordingFilter) -> ColumnElement[bool]:
    return and_(_stands(wanted.state), meets(wanted))


def _stands(state: RecordingState | None) -> ColumnElement[bool]:
    living = RETIRED_RECORDING.c.recording_id.is_(None)
    if state is None:
        return true()
    return ~living if state is RecordingState.RETIRED else living & (RECORDING.c.state == state.value)


def _chosen(connection: Connection, condition: ColumnElement[bool], page: WorkFilter) -> Sequence[RecordingLine]:
    newest = (RECORDING.c.started_at.desc(), RECORDING.c.id.desc())
    shown = (
        SESSION.c.username, SESSION.c.target, SESSION.c.account, SESSION.c.person_id, SESSION.c.order_id,
        WORK_ORDER.c.purpose, WORK_ORDER.c.clients, PERSON.c.employer_id, TERMINAL.c.name.label("terminal_name"),
        RETIRED_RECORDING.c.at.label("retired_at"),
    )  # fmt: skip
    chosen = select(RECORDING, *shown).select_from(_recorded()).where(condition).order_by(*newest)
    rows = connection.execute(chosen.limit(page.limit).offset(page.offset)).mappings()
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
        state=cells.word("state", RecordingState) if row["retired_at"] is None else RecordingState.RETIRED,
        started_at=cells.moment("started_at"),
        last_at=cells.maybe_moment("last_at"),
        sealed_at=cells.maybe_moment("sealed_at"),
        retired_at=None if row["retired_at"] is None else moment_of(row["retired_at"]),
        chunks=cells.number("chunks") if closed else None,
        stored_bytes=cells.number("stored_bytes") if closed else None,
        final_hash=cells.blob("final_hash") if closed else None,
        person=cells.text("person_id"),
        order=cells.text("order_id"),
        terminal_name=cells.text("terminal_name"),
        purpose=cells.text("purpose"),
        clients=cells.texts("clients"),
        employer=cells.text("employer_id"),
    )
