"""The register of copies (R-86): every copy the gateway made of what was seen, until when it stays, and what proves its end.

Nothing is registered by hand: the list is read from the journal's own entries (a recording shipped, a backup made, an export
handed out), and the end of a copy is only what an entry proves. What left the gateway is open for good here: nobody measured
that medium.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from gateway.audit.entry import Entry, EntryMalformed, read_body
from gateway.backups.events import BackupMade, NodeExported
from gateway.recording.content_key import began_on, over_on
from gateway.recording.events import RecordingExported
from gateway.recording.store.events import RecordingLeft, RecordingShipped, RecordingUnshelved
from gateway.registrar.office_events import JournalExported
from gateway.registrar.retention_events import RecordingRetired
from gateway.storage.engine import reading
from gateway.storage.queries.journal import JournalFilter
from gateway.storage.queries.journal import entries as found_entries
from gateway.vocabulary.clock import moment_of
from gateway.wiring.office import Office
from gateway.wiring.office_reading import RecordingFilter, RecordingLine

PAGE: Final = 500
_ENDS: Final = (RecordingRetired.kind, RecordingLeft.kind, RecordingUnshelved.kind)
_MADE: Final = (
    RecordingShipped.kind, RecordingExported.kind, BackupMade.kind, JournalExported.kind, NodeExported.kind,
)  # fmt: skip


class Place(StrEnum):
    """Where a copy is, or what it is."""

    FOLDER = "folder"  # the recording's own file, beside the gateway
    STORE = "store"
    EXPORT = "export"
    BACKUP = "backup"
    JOURNAL = "journal"  # a copy of the audit log
    NODE = "node"  # what a further node needs


OUTSIDE: Final = frozenset({Place.EXPORT, Place.BACKUP, Place.JOURNAL, Place.NODE})
"""Handed out: the gateway cannot see the medium, so it proves no end of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The entry of the journal that proves the end, and its kind."""

    seq: int
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """One copy. `what` is a recording's or a backup's id; `clients` whose work it shows, None for everybody's.

    `until` is the last day it is to be kept, where the gateway keeps it; `proof` None: nothing proves that it is gone.
    """

    place: Place
    what: str
    clients: tuple[str, ...] | None
    made_at: datetime
    made_by: str
    size: int | None
    digest: bytes | None
    until: date | None
    proof: End | None = None

    def holds(self, client: str) -> bool:
        """True if work for this client is, or may be, in it."""
        return self.clients is None or client in self.clients


@dataclass(slots=True)
class _Heard:
    """What the journal says: copies made, and the end of each recording's file and of the store's copy."""

    made: dict[tuple[Place, str], Copied] = field(default_factory=dict)
    files: dict[str, End] = field(default_factory=dict)
    stored: dict[str, End] = field(default_factory=dict)


def copies(office: Office, client: str | None = None) -> Sequence[Copied]:
    """All, the newest first; with `client`, those that hold, or may hold, work for it."""
    lines = {line.id: line for line in _lines(office)}
    heard = _heard(office)
    found = [_file(office, line, heard.files.get(line.id)) for line in lines.values()]
    for each in heard.made.values():
        line = lines.get(each.what)
        clients = each.clients if line is None else line.clients
        proof = heard.stored.get(each.what) if each.place is Place.STORE else None
        found.append(replace(each, clients=clients, proof=proof))
    wanted = found if client is None else [each for each in found if each.holds(client)]
    return sorted(wanted, key=lambda each: each.made_at, reverse=True)


def unproved(office: Office, client: str) -> Sequence[Copied]:
    """Copies that hold, or may hold, work for this client, and whose end nothing proves; the audit log shows no data."""
    return [each for each in copies(office, client) if each.proof is None and each.place is not Place.JOURNAL]


def _file(office: Office, line: RecordingLine, end: End | None) -> Copied:
    began = began_on(line.id)
    return Copied(
        place=Place.FOLDER,
        what=line.id,
        clients=line.clients,
        made_at=line.started_at,
        made_by=line.username,
        size=line.stored_bytes,
        digest=None,
        until=over_on(began, office.policy.limits.recordings.of(line.clients)) - timedelta(days=1),
        proof=end,
    )


def _heard(office: Office) -> _Heard:
    heard = _Heard()
    for entry in _entries(office):
        try:
            body = read_body(entry.body)
        except EntryMalformed:
            continue  # `audit verify` names it
        _hear(heard, entry.seq, body.kind, moment_of(body.at), body.data)
    return heard


def _hear(heard: _Heard, seq: int, kind: str, at: datetime, data: Mapping[str, Any]) -> None:
    """Newest first: of a recording that was shipped, or whose end was said, several times, the last one counts."""
    what = str(data.get("recording") or data.get("backup") or data.get("bundle") or seq)
    end = End(seq=seq, at=at, kind=kind)
    if kind in (RecordingRetired.kind, RecordingLeft.kind):
        heard.files.setdefault(what, end)
    elif kind == RecordingUnshelved.kind:
        if data.get("gone") is True:
            heard.stored.setdefault(what, end)
    else:
        made = _made(kind, what, at, data)
        again = what if made.place is Place.STORE else str(seq)
        heard.made.setdefault((made.place, again), made)


def _made(kind: str, what: str, at: datetime, data: Mapping[str, Any]) -> Copied:
    place = {
        RecordingShipped.kind: Place.STORE,
        RecordingExported.kind: Place.EXPORT,
        BackupMade.kind: Place.BACKUP,
        JournalExported.kind: Place.JOURNAL,
        NodeExported.kind: Place.NODE,
    }[kind]
    digest = data.get("digest") or data.get("manifest")
    size = data.get("stored_bytes") or data.get("exported_bytes") or data.get("size")
    locked = str(data.get("locked_until") or "")[:10]
    return Copied(
        place=place,
        what=what,
        clients=None,
        made_at=at,
        made_by=str(data.get("by_username") or data.get("os_user") or ""),
        size=size if isinstance(size, int) and place is not Place.JOURNAL else None,
        digest=bytes.fromhex(digest) if isinstance(digest, str) else None,
        until=date.fromisoformat(locked) if locked else None,
    )


def _entries(office: Office) -> Iterator[Entry]:
    before: int | None = None
    while True:
        with reading(office.engine) as connection:
            page = found_entries(connection, JournalFilter(kinds=(*_ENDS, *_MADE), before=before, limit=PAGE))
        yield from page
        if len(page) < PAGE:
            return
        before = page[-1].seq


def _lines(office: Office) -> Iterator[RecordingLine]:
    offset = 0
    while page := office.lists.recordings(RecordingFilter(limit=PAGE, offset=offset)):
        yield from page
        offset += len(page)
