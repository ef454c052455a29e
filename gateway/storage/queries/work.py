"""What was worked, by whom, for whom: the conditions that lists of sessions and of recordings share.

A person's employer is the present one; the one at the time of the work stands, sealed, in the recording's header.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Join, and_, exists, true

from gateway.storage.tables import ORDER_CLIENT, PERSON, SESSION, TERMINAL, WORK_ORDER
from gateway.vocabulary.clock import timestamp

LINES_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFilter:
    """What to list; None asks for everything. `person` is a user name, `people`, `employer`, `client` and `order` are ids.

    The days are [started_from, started_before); `limit` lines behind the first `offset`.
    """

    person: str | None = None
    people: tuple[str, ...] | None = None
    employer: str | None = None
    client: str | None = None
    target: str | None = None
    purpose: str | None = None
    order: str | None = None
    started_from: datetime | None = None
    started_before: datetime | None = None
    limit: int = LINES_MAX
    offset: int = 0


def worked() -> Join:
    """Sessions with their person, terminal and order."""
    people = SESSION.join(PERSON, SESSION.c.person_id == PERSON.c.id)
    return people.join(TERMINAL, SESSION.c.terminal_id == TERMINAL.c.id).join(
        WORK_ORDER, SESSION.c.order_id == WORK_ORDER.c.id
    )


def meets(wanted: WorkFilter) -> ColumnElement[bool]:
    """True for a session that meets every part of the filter."""
    equal = {
        SESSION.c.username: wanted.person, PERSON.c.employer_id: wanted.employer, SESSION.c.target: wanted.target,
        WORK_ORDER.c.purpose: wanted.purpose, SESSION.c.order_id: wanted.order,
    }  # fmt: skip
    parts: list[ColumnElement[bool]] = [true()]
    parts += [column == value for column, value in equal.items() if value is not None]
    if wanted.people is not None:
        parts.append(SESSION.c.person_id.in_(wanted.people))
    if wanted.client is not None:
        named = (ORDER_CLIENT.c.order_id == SESSION.c.order_id) & (ORDER_CLIENT.c.client == wanted.client)
        parts.append(exists().where(named))
    if wanted.started_from is not None:
        parts.append(SESSION.c.started_at >= timestamp(wanted.started_from))
    if wanted.started_before is not None:
        parts.append(SESSION.c.started_at < timestamp(wanted.started_before))
    return and_(*parts)
