"""Searching the journal by its index columns, newest first.

The columns are copies for finding a row, never believed: what a row means is read from its body, and whether its columns
tell the truth is the verifier's question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, true

from gateway.audit.entry import Entry
from gateway.audit.event import Event
from gateway.storage.stores.journal import row_to_entry
from gateway.storage.tables import JOURNAL
from gateway.vocabulary.clock import timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilter:
    """What to find; None asks for everything. Ids are ids, not names; times are [since, until); seq < `before`."""

    kind: str | None = None
    person: str | None = None
    session: str | None = None
    terminal: str | None = None
    target: str | None = None
    order: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 200


def entries(connection: Connection, wanted: JournalFilter) -> Sequence[Entry]:
    """Entries that meet every part of the filter, newest first, exactly as stored. Go on with `before` the last one's seq."""
    chosen = select(JOURNAL).where(_condition(wanted)).order_by(JOURNAL.c.seq.desc()).limit(wanted.limit)
    return [row_to_entry(row) for row in connection.execute(chosen)]


def last_of_kind(connection: Connection, kind: str) -> Event | None:
    """The newest event of this kind, None if there is none. Raises EntryMalformed or EventRefused for a tampered body."""
    found = entries(connection, JournalFilter(kind=kind, limit=1))
    return found[0].event() if found else None


def _condition(wanted: JournalFilter) -> ColumnElement[bool]:
    equal = {
        JOURNAL.c.kind: wanted.kind, JOURNAL.c.person: wanted.person, JOURNAL.c.session: wanted.session,
        JOURNAL.c.terminal: wanted.terminal, JOURNAL.c.target: wanted.target, JOURNAL.c.order_id: wanted.order,
    }  # fmt: skip
    parts: list[ColumnElement[bool]] = [true()]
    parts += [column == value for column, value in equal.items() if value is not None]
    if wanted.since is not None:
        parts.append(JOURNAL.c.at >= timestamp(wanted.since))
    if wanted.until is not None:
        parts.append(JOURNAL.c.at < timestamp(wanted.until))
    if wanted.before is not None:
        parts.append(JOURNAL.c.seq < wanted.before)
    return and_(*parts)
