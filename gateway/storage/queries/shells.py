"""How many different people shells showed each person, as an estimate: today, in 30 and in 365 days (R-06, R-07)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, distinct, func, select

from gateway.disclosure.spans import DAYS, Span
from gateway.storage.tables import SHELL_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellLine:
    """One person's, of all clients together: a shell does not tell whose customers they are."""

    person: str
    day: int
    days_30: int
    days_365: int


def used(connection: Connection, today: date) -> Sequence[ShellLine]:
    """Everybody whose shells showed anybody in the 365 days that end today, by id."""
    table = SHELL_PERSON.c

    def different(span: Span) -> ColumnElement[Any]:
        return func.count(distinct(case((table.day >= _first(today, span), table.who))))

    spans = (Span.DAY, Span.DAYS_30, Span.DAYS_365)
    chosen = select(table.person_id, *map(different, spans)).where(table.day >= _first(today, Span.DAYS_365))
    rows = connection.execute(chosen.group_by(table.person_id).order_by(table.person_id))
    return [
        ShellLine(person=person, day=int(day), days_30=int(month), days_365=int(year))
        for person, day, month, year in rows
    ]


def _first(today: date, span: Span) -> str:
    return (today - timedelta(days=DAYS[span] - 1)).isoformat()
