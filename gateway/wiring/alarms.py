"""The watch for alarms inside the worker's process: a thread of its own, so that nothing else's waiting delays an alarm."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Engine

from gateway.audit.entry import Entry, EntryMalformed, read_body
from gateway.audit.event import EventRefused
from gateway.authentication.events import LoginCompleted
from gateway.registrar.events import OfficeCommitted
from gateway.storage.engine import reading
from gateway.storage.queries.journal import JournalFilter, entries
from gateway.storage.queries.recent import beyond
from gateway.storage.stores.journal import Journal
from gateway.vocabulary.clock import moment_of
from gateway.worker.events import AlarmMailed, AlarmUnsent
from gateway.worker.ports import Seen

log = logging.getLogger(__name__)
NOWHERE: Final = -1
UNKNOWN_MOMENT: Final = datetime(1970, 1, 1, tzinfo=UTC)


class JournalTail:
    """Fills `worker.ports.Tail` from the database, each call one snapshot. What an entry says is read from its bytes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def last_seq(self) -> int:
        """The last entry's sequence number, -1 for an empty journal."""
        with reading(self._engine) as connection:
            head = Journal(connection).head()
        return NOWHERE if head is None else head.seq

    def after(self, seq: int, kinds: Collection[str], limit: int) -> Sequence[Seen]:
        """The first `limit` entries of these kinds beyond `seq`, in order."""
        with reading(self._engine) as connection:
            return [_seen(entry) for entry in beyond(connection, seq, kinds, limit)]

    def mailed_through(self) -> int:
        """How far alarms were mailed. From the beginning again where that entry was damaged: told twice, not forgotten."""
        newest = self._newest(AlarmMailed.kind)
        if newest is None:
            return NOWHERE
        try:
            event = newest.event()
        except (EntryMalformed, EventRefused):
            log.error("entry %d of the journal cannot be read; run: sekisho audit verify", newest.seq)  # noqa: TRY400
            return NOWHERE
        return event.through if isinstance(event, AlarmMailed) else NOWHERE

    def outage_told(self) -> bool:
        """Whether the newest `alarm.unsent` is newer than the newest `alarm.mailed`."""
        unsent, mailed = self._newest(AlarmUnsent.kind), self._newest(AlarmMailed.kind)
        return unsent is not None and (mailed is None or unsent.seq > mailed.seq)

    def name_of(self, known: str) -> str | None:
        """The user name of a person's id, from his newest log-in, or the name of a terminal's, from its newest change."""
        name = self._said(self._newest(LoginCompleted.kind, person=known)).get("username")
        if name is None:
            facts = self._said(self._newest(OfficeCommitted.kind, terminal=known)).get("facts")
            name = facts.get("name") if isinstance(facts, dict) else None
        return name if isinstance(name, str) else None

    @staticmethod
    def _said(entry: Entry | None) -> Mapping[str, Any]:
        return {} if entry is None else _seen(entry).data or {}

    def _newest(self, kind: str, *, person: str | None = None, terminal: str | None = None) -> Entry | None:
        with reading(self._engine) as connection:
            found = entries(connection, JournalFilter(kind=kind, person=person, terminal=terminal, limit=1))
        return found[0] if found else None


def _seen(entry: Entry) -> Seen:
    try:
        body = read_body(entry.body)
        return Seen(seq=entry.seq, at=moment_of(body.at), kind=body.kind, data=body.data)
    except (EntryMalformed, ValueError):
        return Seen(seq=entry.seq, at=UNKNOWN_MOMENT, kind=entry.kind, data=None)
