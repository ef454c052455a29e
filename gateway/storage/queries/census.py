"""How much of what there is, in a few numbers for the monitor: by indexes or over what is open now, never over ten years."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, case, func, select

from gateway.approvals.proposal import Standing as ProposalStanding
from gateway.disclosure.keeping import Door
from gateway.metrics.figures import Census
from gateway.sessions.session import State
from gateway.sessions.standing import Course
from gateway.storage.stores.recordings import OPEN
from gateway.storage.tables import (
    BUDGET_FREEZE,
    CHECKPOINT,
    DISCLOSURE,
    JOURNAL,
    LOCKOUT,
    PROPOSAL,
    RECORDING,
    SESSION,
    SESSION_STANDING,
    WORK_ORDER,
)
from gateway.vocabulary.clock import moment_of, timestamp
from gateway.work_orders.order import Standing as OrderStanding

_LIVE: Final = (State.OPENING.value, State.RUNNING.value)
WITNESS_MAILED: Final = "witness.mailed"


def census(connection: Connection, now: datetime, today: date, pin_ends_at: float | None) -> Census:
    """At `now`, which is `today` in Japan. Moments are Unix seconds."""
    checkpoint = connection.execute(
        select(CHECKPOINT.c.size, CHECKPOINT.c.at).order_by(CHECKPOINT.c.size.desc()).limit(1)
    ).first()
    in_use, unsealed = _recordings(connection)
    return Census(
        entries=_entries(connection),
        signed_entries=0 if checkpoint is None else checkpoint.size,
        checkpoint_at=None if checkpoint is None else _unix(checkpoint.at),
        witness_mailed_at=_last(connection, WITNESS_MAILED),
        sessions=_courses(connection),
        freezes=_freezes(connection),
        orders_waiting=_count(
            connection, select(func.count()).where(WORK_ORDER.c.standing == OrderStanding.ASKED.value)
        ),
        proposals_waiting=_count(
            connection,
            select(func.count()).where(
                PROPOSAL.c.standing == ProposalStanding.OPEN.value, PROPOSAL.c.expires_at > timestamp(now)
            ),
        ),
        accounts_locked=_count(connection, select(func.count()).where(LOCKOUT.c.locked_until > timestamp(now))),
        recordings_open=in_use,
        recordings_unsealed=unsealed,
        shown_today=_shown(connection, today),
        pin_ends_at=pin_ends_at,
        database_bytes=_bytes(connection),
    )


def _entries(connection: Connection) -> int:
    last = connection.scalar(select(JOURNAL.c.seq).order_by(JOURNAL.c.seq.desc()).limit(1))
    return 0 if last is None else last + 1  # the first entry's seq is 0


def _last(connection: Connection, kind: str) -> float | None:
    at = connection.scalar(select(JOURNAL.c.at).where(JOURNAL.c.kind == kind).order_by(JOURNAL.c.seq.desc()).limit(1))
    return None if at is None else _unix(at)


def _courses(connection: Connection) -> dict[str, int]:
    """A session without a row of its own in `session_standing` runs."""
    course = func.coalesce(SESSION_STANDING.c.course, Course.RUNNING.value)
    both = SESSION.outerjoin(SESSION_STANDING, SESSION_STANDING.c.session_id == SESSION.c.id)
    grouped = select(course, func.count()).select_from(both).where(SESSION.c.state.in_(_LIVE)).group_by(course)
    return {each.value: 0 for each in Course} | _by_word(connection, grouped)


def _freezes(connection: Connection) -> dict[str, int]:
    """A person may be frozen twice at one door."""
    people = func.count(BUDGET_FREEZE.c.person_id.distinct())
    standing = select(BUDGET_FREEZE.c.door, people).where(BUDGET_FREEZE.c.released_at.is_(None))
    return {each.value: 0 for each in Door} | _by_word(connection, standing.group_by(BUDGET_FREEZE.c.door))


def _recordings(connection: Connection) -> tuple[int, int]:
    """Being written, and without a seal after their session's end."""
    over = case((SESSION.c.state.in_(_LIVE), "open"), else_="unsealed")
    both = RECORDING.join(SESSION, SESSION.c.id == RECORDING.c.session_id)
    grouped = select(over, func.count()).select_from(both).where(RECORDING.c.state == OPEN).group_by(over)
    found = _by_word(connection, grouped)
    return found.get("open", 0), found.get("unsealed", 0)


def _shown(connection: Connection, today: date) -> dict[str, int]:
    columns = (DISCLOSURE.c.masked, DISCLOSURE.c.revealed, DISCLOSURE.c.estimated)
    summed = select(*(func.coalesce(func.sum(column), 0) for column in columns))
    row = connection.execute(summed.where(DISCLOSURE.c.day == today.isoformat())).one()
    return {column.name: int(value) for column, value in zip(columns, row, strict=True)}


def _bytes(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


def _by_word(connection: Connection, grouped: Select[Any, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(grouped)}


def _count(connection: Connection, chosen: Select[int]) -> int:
    return connection.execute(chosen).scalar_one()


def _unix(stamp: str) -> float:
    return moment_of(stamp).timestamp()
