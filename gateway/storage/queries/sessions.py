"""The list of sessions: running now, or all, by person, target and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select, true

from gateway.sessions.session import Session, State
from gateway.storage.stores.sessions import row_to_session
from gateway.storage.tables import SESSION, TERMINAL
from gateway.vocabulary.clock import timestamp


class Shown(Enum):
    """Which sessions a list shows."""

    RUNNING = "running"  # opening or running
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """What to list; None asks for everything. `person` is a user name; the days are [started_from, started_before)."""

    shown: Shown = Shown.ALL
    person: str | None = None
    target: str | None = None
    started_from: datetime | None = None
    started_before: datetime | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """One line of the list."""

    session: Session
    terminal_name: str


def sessions(connection: Connection, wanted: SessionFilter) -> Sequence[SessionLine]:
    """Sessions that meet every part of the filter, newest first."""
    newest = (SESSION.c.started_at.desc(), SESSION.c.id.desc())
    chosen = select(SESSION, TERMINAL.c.name.label("terminal_name")).join(TERMINAL).where(_condition(wanted))
    rows = connection.execute(chosen.order_by(*newest).limit(wanted.limit)).mappings()
    return [_line(row) for row in rows]


def session(connection: Connection, session_id: str) -> SessionLine | None:
    """One session by id."""
    chosen = select(SESSION, TERMINAL.c.name.label("terminal_name")).join(TERMINAL).where(SESSION.c.id == session_id)
    row = connection.execute(chosen).mappings().one_or_none()
    return None if row is None else _line(row)


def _condition(wanted: SessionFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.shown is Shown.RUNNING:
        parts.append(SESSION.c.state.in_((State.OPENING.value, State.RUNNING.value)))
    if wanted.person is not None:
        parts.append(SESSION.c.username == wanted.person)
    if wanted.target is not None:
        parts.append(SESSION.c.target == wanted.target)
    if wanted.started_from is not None:
        parts.append(SESSION.c.started_at >= timestamp(wanted.started_from))
    if wanted.started_before is not None:
        parts.append(SESSION.c.started_at < timestamp(wanted.started_before))
    return and_(*parts)


def _line(row: RowMapping) -> SessionLine:
    return SessionLine(session=row_to_session(row), terminal_name=row["terminal_name"])
