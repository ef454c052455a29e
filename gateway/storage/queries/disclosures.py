"""The disclosure index (R-47), and where everybody's budget stands: sums over the stored rows, no personal data in any.

Built for ten years of 69 clients: a client and a period are the beginning of the table's key, and only sums leave the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, distinct, func, select

from gateway.disclosure.keeping import Door, Freeze
from gateway.storage.stores.disclosures import row_to_freeze
from gateway.storage.tables import (
    BUDGET_FREEZE,
    BUDGET_STEP,
    DISCLOSED_PERSON,
    DISCLOSURE,
    DISCLOSURE_RESERVE,
    PERSON,
    SESSION,
    TERMINAL,
    WORK_ORDER,
)

LINES_MAX = 10_000
FREEZES_MAX = 200
COUNTED = ("masked", "at_most", "revealed", "withheld", "estimated")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFilter:
    """What to sum: days in Japan from `since` to `until`, of one client's code ("" is nobody's) or, for None, of each."""

    client: str | None = None
    since: date
    until: date
    limit: int = LINES_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexTotal:
    """Of one client: rows shown masked, at most so many more, records in clear, rows withheld, people in shells (an estimate).

    `people` are the different ones shown in clear, `persons` and `sessions` those that were shown anything.
    """

    client: str
    masked: int
    at_most: int
    revealed: int
    withheld: int
    estimated: int
    people: int
    persons: int
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexLine:
    """Who saw how much of which table of a client's, for which purpose, from which terminal; `employer` as it was then (id)."""

    client: str
    person: str
    username: str
    employer: str
    terminal: str
    terminal_name: str
    target: str
    purpose: str
    table: str
    first: date
    last: date
    sessions: int
    masked: int
    at_most: int
    revealed: int
    withheld: int
    estimated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedLine:
    """What one person has used of one client's data: masked rows today, different people today, in 30 and in 365 days."""

    person: str
    client: str
    rows_day: int
    day: int
    days_30: int
    days_365: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """What was added to a person's caps at the database door for today."""

    person: str
    people: int
    rows: int


def totals(connection: Connection, wanted: IndexFilter) -> Sequence[IndexTotal]:
    """One line a client, by code."""
    table = DISCLOSURE.c
    chosen: Select[Any] = select(
        table.client, *_sums(), func.count(distinct(table.person_id)), func.count(distinct(table.session_id))
    )
    rows = connection.execute(chosen.where(_period(DISCLOSURE, wanted)).group_by(table.client).order_by(table.client))
    people = _people(connection, wanted)
    return [
        IndexTotal(
            client=client,
            masked=int(masked),
            at_most=int(at_most),
            revealed=int(revealed),
            withheld=int(withheld),
            estimated=int(estimated),
            people=people.get(client, 0),
            persons=persons,
            sessions=sessions,
        )
        for client, masked, at_most, revealed, withheld, estimated, persons, sessions in rows
    ]


def lines(connection: Connection, wanted: IndexFilter) -> Sequence[IndexLine]:
    """The most rows first; at most `limit`."""
    sums = _sums()
    largest = sum(sums[1:], start=sums[0]).desc()
    chosen = _lines(*sums).where(_period(DISCLOSURE, wanted))
    chosen = chosen.order_by(largest, DISCLOSURE.c.client, DISCLOSURE.c.person_id).limit(wanted.limit)
    return [
        IndexLine(**{**row, "first": date.fromisoformat(row["first"]), "last": date.fromisoformat(row["last"])})
        for row in ({**each} for each in connection.execute(chosen).mappings())
    ]


def used(connection: Connection, today: date) -> Sequence[UsedLine]:
    """Everybody who has used anything of a span that today is in, by person and client."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for person, client, rows in connection.execute(_rows_today(today)):
        own = found.setdefault((person, client), {})
        own["rows_day"] = own.get("rows_day", 0) + int(rows)
    for person, client, *counts in connection.execute(_people_lately(today)):
        found.setdefault((person, client), {}).update(
            zip(("day", "days_30", "days_365"), map(int, counts), strict=True)
        )
    nothing = {"rows_day": 0, "day": 0, "days_30": 0, "days_365": 0}
    return [
        UsedLine(person=person, client=client, **{**nothing, **counts})
        for (person, client), counts in sorted(found.items())
    ]


def freezes(connection: Connection, *, limit: int = FREEZES_MAX) -> Sequence[Freeze]:
    """Those that stand first, then those released; the newest first."""
    table = BUDGET_FREEZE.c
    newest = (table.released_at.is_not(None), table.since.desc(), table.id)
    chosen = select(BUDGET_FREEZE).order_by(*newest).limit(limit)
    return [row_to_freeze(row) for row in connection.execute(chosen).mappings()]


def steps(connection: Connection, today: date) -> Sequence[StepLine]:
    """What holds today at the database door, whose caps the budgets' pages show; a shell's step lifts a window of minutes."""
    table = BUDGET_STEP.c
    chosen = select(table.person_id, func.sum(table.people), func.sum(table.extra_rows))
    mine = (table.day >= today.isoformat()) & (table.door == Door.DATABASE.value)
    chosen = chosen.where(mine).group_by(table.person_id).order_by(table.person_id)
    return [
        StepLine(person=person, people=int(people), rows=int(rows))
        for person, people, rows in connection.execute(chosen)
    ]


def _sums() -> tuple[ColumnElement[Any], ...]:
    return tuple(func.sum(DISCLOSURE.c[name]).label(name) for name in COUNTED)


def _period(table: Any, wanted: IndexFilter) -> ColumnElement[bool]:
    days = and_(table.c.day >= wanted.since.isoformat(), table.c.day <= wanted.until.isoformat())
    return days if wanted.client is None else and_(table.c.client == wanted.client, days)


def _lines(*sums: ColumnElement[Any]) -> Select[tuple[Any, ...]]:
    table = DISCLOSURE.c
    who = (
        table.client,
        table.person_id.label("person"),
        PERSON.c.username,
        table.employer_id.label("employer"),
        SESSION.c.terminal_id.label("terminal"),
        TERMINAL.c.name.label("terminal_name"),
        SESSION.c.target,
        WORK_ORDER.c.purpose,
        table.relation.label("table"),
    )
    spans = (
        func.min(table.day).label("first"),
        func.max(table.day).label("last"),
        func.count(distinct(table.session_id)).label("sessions"),
    )
    joined = DISCLOSURE.join(SESSION).join(WORK_ORDER, SESSION.c.order_id == WORK_ORDER.c.id)
    joined = joined.join(TERMINAL, SESSION.c.terminal_id == TERMINAL.c.id)
    joined = joined.join(PERSON, table.person_id == PERSON.c.id)
    return select(*who, *spans, *sums).select_from(joined).group_by(*who)


def _people(connection: Connection, wanted: IndexFilter) -> dict[str, int]:
    """Different people shown in clear, by client."""
    table = DISCLOSED_PERSON.c
    chosen = select(table.client, func.count(distinct(table.digest))).where(_period(DISCLOSED_PERSON, wanted))
    return {row[0]: int(row[1]) for row in connection.execute(chosen.group_by(table.client))}


def _rows_today(today: date) -> Select[tuple[Any, ...]]:
    day = today.isoformat()
    shown, held = DISCLOSURE.c, DISCLOSURE_RESERVE.c
    counted = select(shown.person_id, shown.client, (shown.masked + shown.at_most).label("rows")).where(
        shown.day >= day
    )
    both = counted.union_all(
        select(held.person_id, held.client, held.kept.label("rows")).where(held.day >= day)
    ).subquery()
    return select(both.c.person_id, both.c.client, func.sum(both.c.rows)).group_by(both.c.person_id, both.c.client)


def _people_lately(today: date) -> Select[tuple[Any, ...]]:
    table = DISCLOSED_PERSON.c

    def different(days: int) -> ColumnElement[Any]:
        first = (today - timedelta(days=days - 1)).isoformat()
        return func.count(distinct(case((table.day >= first, table.digest))))

    since = (today - timedelta(days=364)).isoformat()
    chosen = select(table.person_id, table.client, different(1), different(30), different(365))
    return chosen.where(table.day >= since).group_by(table.person_id, table.client)
