"""What inquiries read of the disclosure records (R-47, R-48): sessions that showed somebody, and what nobody can look up.

Digests go in, session ids and counts come out. One client's rows of a period are looked through in the order they lie in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, distinct, func, select

from gateway.disclosure.inquiry import Inquiry
from gateway.disclosure.ledger import Asked, Sought, people_in
from gateway.storage.stores.inquiries import row_to_inquiry
from gateway.storage.tables import (
    DISCLOSED_PERSON,
    DISCLOSURE,
    INQUIRY,
    PERSON,
    RETIRED_RECORDING,
    SESSION,
    SHELL_SIGHT,
    SHOWN_PEOPLE,
    TERMINAL,
    WORK_ORDER,
)
from gateway.vocabulary.clock import moment_of

_AT_ONCE: Final = 400  # values of one question
_ROWS_AT_ONCE: Final = 2_000
_COUNTED: Final = ("masked", "at_most", "revealed", "estimated", "withheld")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whose records (client codes), of which days in Japan."""

    clients: tuple[str, ...]
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A session that showed some of the people asked about, among `shown` different ones of the clients'."""

    session: str
    people: frozenset[Asked]
    shown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShown:
    """One session that showed a client's data: who, when, from where, for what, and how much. `employer` is that day's (id).

    `ended_at` is None while it runs; `retired_at`: since when its recording is destroyed, as agreed.
    """

    session: str
    person: str
    username: str
    employer: str
    terminal: str
    target: str
    capability: str
    purpose: str
    order: str
    recording: str
    address: str
    started_at: datetime
    ended_at: datetime | None
    retired_at: datetime | None
    masked: int
    at_most: int
    revealed: int
    estimated: int
    withheld: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """What a look-up says nothing of: rows of nobody known, rows nobody told of, people in shells, sessions before it was kept.

    `sessions` have at least one of these.
    """

    unnamed: int
    at_most: int
    estimated: int
    before: int
    sessions: int


def met(connection: Connection, wanted: Period, sought: Sought, digests: Mapping[bytes, Asked]) -> list[Met]:
    """Sessions that showed any of the people sought, masked or in clear, at either door; `digests` are theirs, whole."""
    found: dict[str, tuple[set[Asked], int]] = {}
    for session, people, shown in _packed(connection, wanted, sought):
        _add(found, session, people, shown)
    for table, column in ((DISCLOSED_PERSON, "digest"), (SHELL_SIGHT, "who")):
        _add_whole(connection, wanted, digests, found, table, column)
    return [Met(session=session, people=frozenset(who), shown=shown) for session, (who, shown) in found.items()]


def sessions(
    connection: Connection, wanted: Period, *, limit: int, only: Sequence[str] | None = None
) -> list[SessionShown]:
    """Sessions that showed (or were refused) the clients' data, the newest first; of `only` these, where given."""
    if only is None:
        return _sessions(connection, wanted, limit, None)
    pieces = (only[start : start + _AT_ONCE] for start in range(0, len(only), _AT_ONCE))
    return [line for piece in pieces for line in _sessions(connection, wanted, limit, piece)]


def uncovered(connection: Connection, wanted: Period) -> Uncovered:
    """What of that period no look-up can say anything about."""
    kept, shown = SHOWN_PEOPLE.c, DISCLOSURE.c
    unnamed = connection.execute(
        select(func.coalesce(func.sum(kept.unnamed), 0)).where(_period(SHOWN_PEOPLE, wanted))
    ).scalar_one()
    named = select(kept.session_id).where(
        kept.client == shown.client, kept.day == shown.day, kept.session_id == shown.session_id
    )
    is_before = and_(shown.masked > 0, ~named.exists())
    sums = [func.coalesce(func.sum(column), 0) for column in (shown.at_most, shown.estimated)]
    at_most, estimated = connection.execute(select(*sums).where(_period(DISCLOSURE, wanted))).one()
    before = connection.execute(
        select(func.coalesce(func.sum(shown.masked), 0)).where(_period(DISCLOSURE, wanted), is_before)
    ).scalar_one()
    untold = select(kept.session_id).where(_period(SHOWN_PEOPLE, wanted), kept.unnamed > 0)
    without = and_(_period(DISCLOSURE, wanted), (shown.at_most > 0) | (shown.estimated > 0) | is_before)
    either = untold.union(select(shown.session_id).where(without)).subquery()
    number = connection.execute(select(func.count()).select_from(either)).scalar_one()
    return Uncovered(
        unnamed=int(unnamed), at_most=int(at_most), estimated=int(estimated), before=int(before), sessions=int(number)
    )


def first_day(connection: Connection) -> date | None:
    """The first day of which anything shown is on record, of anybody's data; None where nothing is."""
    found = connection.execute(select(func.min(DISCLOSURE.c.day))).scalar_one()
    return None if found is None else date.fromisoformat(found)


def inquiries(connection: Connection, *, limit: int) -> list[tuple[Inquiry, str]]:
    """The newest inquiries, each with the user name of whose it was."""
    chosen = select(INQUIRY, PERSON.c.username).join(PERSON, INQUIRY.c.person_id == PERSON.c.id)
    rows = connection.execute(chosen.order_by(INQUIRY.c.at.desc(), INQUIRY.c.id).limit(limit)).mappings()
    return [(row_to_inquiry(row), str(row["username"])) for row in rows]


# -- looking through


def _packed(connection: Connection, wanted: Period, sought: Sought) -> Iterator[tuple[str, set[Asked], int]]:
    """(session, who of them, how many it showed) of each client, day and session in which one of them is."""
    table = SHOWN_PEOPLE.c
    chosen = select(table.client, table.day, table.session_id, table.people).where(_period(SHOWN_PEOPLE, wanted))
    chosen = chosen.order_by(table.client, table.day, table.session_id)
    rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(chosen)
    for (_, _, session), parts in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
        people, shown = set[Asked](), 0
        for *_, part in parts:
            people |= sought.among(part)
            shown += people_in(part)
        if people:
            yield session, people, shown


def _add_whole(
    connection: Connection,
    wanted: Period,
    digests: Mapping[bytes, Asked],
    found: dict[str, tuple[set[Asked], int]],
    table: Table,
    person: str,
) -> None:
    """Those in a table that keeps digests whole and finds them by an index; `person` is what tells different people apart."""
    values, here = sorted(digests), dict[str, set[Asked]]()
    for start in range(0, len(values), _AT_ONCE):
        among = table.c.digest.in_(values[start : start + _AT_ONCE])
        chosen = select(table.c.session_id, table.c.digest).where(_period(table, wanted), among)
        for session, digest in connection.execute(chosen):
            here.setdefault(session, set()).add(digests[bytes(digest)])
    for session, people in here.items():
        number = select(func.count(distinct(table.c[person]))).where(
            _period(table, wanted), table.c.session_id == session
        )
        _add(found, session, people, int(connection.execute(number).scalar_one()))


def _add(found: dict[str, tuple[set[Asked], int]], session: str, people: set[Asked], shown: int) -> None:
    known, before = found.get(session, (set[Asked](), 0))
    found[session] = (known | people, before + shown)


def _sessions(connection: Connection, wanted: Period, limit: int, only: Sequence[str] | None) -> list[SessionShown]:
    """Those of `only` are there even where no line of counts is."""
    table = DISCLOSURE.c
    sums = select(
        table.session_id,
        func.min(table.employer_id).label("employer"),
        *(func.sum(table[each]).label(each) for each in _COUNTED),
    )
    counted = sums.where(_period(DISCLOSURE, wanted))
    shown = (
        (counted if only is None else counted.where(table.session_id.in_(only))).group_by(table.session_id).subquery()
    )
    session = SESSION.c
    lines = select(
        session.id.label("session"), session.person_id.label("person"), session.username, shown.c.employer,
        TERMINAL.c.name.label("terminal"), session.target, session.capability, WORK_ORDER.c.purpose,
        session.order_id.label("order"), session.recording_id.label("recording"), session.peer_address.label("address"),
        session.started_at, session.ended_at, RETIRED_RECORDING.c.at.label("retired_at"), *(shown.c[each] for each in _COUNTED),
    )  # fmt: skip
    joined = SESSION.join(shown, shown.c.session_id == session.id, isouter=only is not None)
    joined = joined.join(WORK_ORDER, session.order_id == WORK_ORDER.c.id)
    retired = RETIRED_RECORDING.c.recording_id == session.recording_id
    joined = joined.join(RETIRED_RECORDING, retired, isouter=True)
    lines = lines.select_from(joined.join(TERMINAL, session.terminal_id == TERMINAL.c.id))
    lines = (
        (lines if only is None else lines.where(session.id.in_(only)))
        .order_by(session.started_at.desc(), session.id)
        .limit(limit)
    )
    return [_line(row) for row in connection.execute(lines).mappings()]


def _line(row: Any) -> SessionShown:
    sums = {name: int(row[name] or 0) for name in _COUNTED}
    times = {
        "started_at": moment_of(row["started_at"]),
        "ended_at": None if row["ended_at"] is None else moment_of(row["ended_at"]),
        "retired_at": None if row["retired_at"] is None else moment_of(row["retired_at"]),
    }
    return SessionShown(**{**row, **sums, **times, "employer": row["employer"] or ""})


def _period(table: Table, wanted: Period) -> ColumnElement[bool]:
    columns = table.c
    days = and_(columns.day >= wanted.since.isoformat(), columns.day <= wanted.until.isoformat())
    return and_(columns.client.in_(wanted.clients), days)
