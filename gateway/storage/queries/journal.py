"""Searching the journal by its index columns, newest first.

The columns are copies for finding a row, never believed: what a row means is read from its body, and whether its columns
tell the truth is the verifier's question.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, select, true

from gateway.audit.entry import Entry
from gateway.audit.event import Event
from gateway.storage.stores.journal import row_to_entry
from gateway.storage.tables import JOURNAL, PERSON
from gateway.vocabulary.clock import timestamp

_PLACES: Final = MappingProxyType(
    {
        "person": JOURNAL.c.person, "session": JOURNAL.c.session, "terminal": JOURNAL.c.terminal,
        "target": JOURNAL.c.target, "order": JOURNAL.c.order_id, "subject": JOURNAL.c.subject,
    }
)  # fmt: skip
PLACES: Final = frozenset(_PLACES)


CLOCKS_APART: Final = timedelta(days=1)
"""How far clocks may have been apart where a time is turned into a place in the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilter:
    """What to find; None asks for everything. Ids are ids, not names; times are [since, until); seq < `before`.

    `people` are ids, any of them; `kinds` are whole kinds, any of them; `subject` is what an office's change was about.
    """

    kind: str | None = None
    person: str | None = None
    session: str | None = None
    terminal: str | None = None
    target: str | None = None
    order: str | None = None
    subject: str | None = None
    people: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 200


def entries(connection: Connection, wanted: JournalFilter) -> Sequence[Entry]:
    """Entries that meet every part of the filter, newest first, exactly as stored. Go on with `before` the last one's seq."""
    condition = and_(_condition(wanted), *_bounds(connection, wanted))
    chosen = select(JOURNAL).where(condition).order_by(JOURNAL.c.seq.desc()).limit(wanted.limit)
    return [row_to_entry(row) for row in connection.execute(chosen)]


def entries_about(
    connection: Connection, places: Collection[tuple[str, str]], kinds: Collection[str] | None, limit: int
) -> Sequence[Entry]:
    """The newest entries of which one of these columns (a name of PLACES, its value) says so; `kinds` None: of any kind.

    Every place is walked by its own index, and rows are fetched only once they are chosen.
    """
    found: set[int] = set()
    for name, value in places:
        chosen = select(JOURNAL.c.seq).where(_PLACES[name] == value)
        if kinds is not None:
            chosen = chosen.where(JOURNAL.c.kind.in_(sorted(kinds)))
        found |= set(connection.execute(chosen.order_by(JOURNAL.c.seq.desc()).limit(limit)).scalars())
    newest = sorted(found, reverse=True)[:limit]
    rows = connection.execute(select(JOURNAL).where(JOURNAL.c.seq.in_(newest)).order_by(JOURNAL.c.seq.desc()))
    return [row_to_entry(row) for row in rows]


def usernames(connection: Connection, ids: Collection[str]) -> Mapping[str, str]:
    """User names by person's id; ids nobody has are left out."""
    rows = connection.execute(select(PERSON.c.id, PERSON.c.username).where(PERSON.c.id.in_(sorted(ids))))
    return {row.id: row.username for row in rows}


def last_of_kind(connection: Connection, kind: str) -> Event | None:
    """The newest event of this kind, None if there is none. Raises EntryMalformed or EventRefused for a tampered body."""
    found = entries(connection, JournalFilter(kind=kind, limit=1))
    return found[0].event() if found else None


def _condition(wanted: JournalFilter) -> ColumnElement[bool]:
    equal = {
        JOURNAL.c.kind: wanted.kind, JOURNAL.c.person: wanted.person, JOURNAL.c.session: wanted.session,
        JOURNAL.c.terminal: wanted.terminal, JOURNAL.c.target: wanted.target, JOURNAL.c.order_id: wanted.order,
        JOURNAL.c.subject: wanted.subject,
    }  # fmt: skip
    parts: list[ColumnElement[bool]] = [true()]
    parts += [column == value for column, value in equal.items() if value is not None]
    if wanted.people is not None:
        parts.append(JOURNAL.c.person.in_(wanted.people))
    if wanted.kinds is not None:
        parts.append(JOURNAL.c.kind.in_(wanted.kinds))
    if wanted.since is not None:
        parts.append(JOURNAL.c.at >= timestamp(wanted.since))
    if wanted.until is not None:
        parts.append(JOURNAL.c.at < timestamp(wanted.until))
    if wanted.before is not None:
        parts.append(JOURNAL.c.seq < wanted.before)
    return and_(*parts)


def _bounds(connection: Connection, wanted: JournalFilter) -> Iterator[ColumnElement[bool]]:
    """The times as places, so that every index begins near them: time runs with the sequence but for clocks that differ."""
    if wanted.since is not None:
        before = JOURNAL.c.at < timestamp(wanted.since - CLOCKS_APART)
        last = connection.execute(select(JOURNAL.c.seq).where(before).order_by(JOURNAL.c.at.desc()).limit(1)).scalar()
        yield true() if last is None else JOURNAL.c.seq > last
    if wanted.until is not None:
        after = JOURNAL.c.at >= timestamp(wanted.until + CLOCKS_APART)
        first = connection.execute(select(JOURNAL.c.seq).where(after).order_by(JOURNAL.c.at).limit(1)).scalar()
        yield true() if first is None else JOURNAL.c.seq < first
