"""The list of sessions: running now, over, or all, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, func, select, true

from gateway.sessions.session import Session, State
from gateway.storage.cells import Cells
from gateway.storage.queries.work import WorkFilter, meets, worked
from gateway.storage.stores.sessions import row_to_session
from gateway.storage.tables import PERSON, SESSION, TERMINAL, WORK_ORDER

_LIVE = (State.OPENING.value, State.RUNNING.value)


class Shown(Enum):
    """Which sessions a list shows."""

    RUNNING = "running"  # opening or running
    OVER = "over"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter(WorkFilter):
    """What to list; None asks for everything."""

    shown: Shown = Shown.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """One line of the list. `employer` is the person's present one (id); `clients` are ids."""

    session: Session
    terminal_name: str
    purpose: str
    clients: tuple[str, ...]
    employer: str


def sessions(connection: Connection, wanted: SessionFilter) -> Sequence[SessionLine]:
    """Sessions that meet every part of the filter, newest first."""
    newest = (SESSION.c.started_at.desc(), SESSION.c.id.desc())
    chosen = _chosen().where(_condition(wanted)).order_by(*newest).limit(wanted.limit).offset(wanted.offset)
    return [_line(row) for row in connection.execute(chosen).mappings()]


def sessions_counted(connection: Connection, wanted: SessionFilter) -> int:
    """How many there are, whatever the page."""
    counted = select(func.count()).select_from(worked()).where(_condition(wanted))
    return int(connection.execute(counted).scalar_one())


def session(connection: Connection, session_id: str) -> SessionLine | None:
    """One session by id."""
    row = connection.execute(_chosen().where(SESSION.c.id == session_id)).mappings().one_or_none()
    return None if row is None else _line(row)


def _chosen() -> Select[tuple[object, ...]]:
    beside = (TERMINAL.c.name.label("terminal_name"), WORK_ORDER.c.purpose, WORK_ORDER.c.clients, PERSON.c.employer_id)
    return select(SESSION, *beside).select_from(worked())


def _condition(wanted: SessionFilter) -> ColumnElement[bool]:
    live = SESSION.c.state.in_(_LIVE)
    shown = {Shown.RUNNING: live, Shown.OVER: SESSION.c.state.not_in(_LIVE), Shown.ALL: true()}
    return and_(shown[wanted.shown], meets(wanted))


def _line(row: RowMapping) -> SessionLine:
    cells = Cells(SESSION, row)
    return SessionLine(
        session=row_to_session(row),
        terminal_name=cells.text("terminal_name"),
        purpose=cells.text("purpose"),
        clients=cells.texts("clients"),
        employer=cells.text("employer_id"),
    )
