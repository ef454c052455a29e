"""The journal as an auditor asks for it: verified, exported, one entry proved, or read. Needs database and public keys only.

An exported folder needs not even those (audit/verify_export.py). An export is made by a named person; the journal hears it.
"""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gateway.audit.entry import Entry, EntryMalformed, read_body
from gateway.audit.entry_proof import prove
from gateway.audit.export import export_journal
from gateway.audit.finding import What
from gateway.audit.folder import FolderTiles
from gateway.audit.report import Outcome, Report
from gateway.audit.verify import verify
from gateway.audit.witness import FolderWitness
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.registrar.office_events import JournalExported
from gateway.storage.engine import reading
from gateway.storage.journal_source import DatabaseJournal
from gateway.storage.stores.journal import Journal
from gateway.vocabulary.outcome import Text
from gateway.wiring.office import Office

LOOKS_AGAIN, LOOK_AGAIN_SECONDS = 3, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which entries to show; None asks for everything. Times are `timestamp()` texts, [since, until)."""

    kind: str | None = None
    person: str | None = None
    session: str | None = None
    terminal: str | None = None
    target: str | None = None
    order: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One entry as read from its bytes; `readable` is False where they are no body, and `data` is empty then."""

    seq: int
    at: str
    node: str
    kind: str
    data: dict[str, Any]
    readable: bool


def verify_database(office: Office, *, witness: Path | None) -> Report:
    """Verify the journal where it lies, with its tiles. Raises GatewayFault if it cannot be read.

    What another node has just signed is tiled here within a second: where nothing but tiles is missing, it is looked at again.
    """
    report = _verified(office, witness)
    for _ in range(LOOKS_AGAIN if office.engine.dialect.name == "postgresql" else 0):
        if not report.findings or any(each.what is not What.FILE_MISSING for each in report.findings):
            break
        time.sleep(LOOK_AGAIN_SECONDS)
        report = _verified(office, witness)
    return report


def _verified(office: Office, witness: Path | None) -> Report:
    return verify(
        DatabaseJournal(office.engine),
        key=office.journal_key,
        now=office.clock.now(),
        witness=None if witness is None else FolderWitness(witness),
        tiles=FolderTiles(office.places.journal),
    )


def export(office: Office, directory: Path, purpose: str) -> Report:
    """Write an export in the name of whoever entered. Raises CallRefused, GatewayFault."""
    who = office.require(Permission.JOURNAL_EXPORT)
    report = export_journal(DatabaseJournal(office.engine), directory, key=office.journal_key, now=office.clock.now())
    if report.outcome is Outcome.HOLDS:
        event = JournalExported(
            person=who.person, by_username=who.username, os_user=who.os_user, size=report.size, purpose=purpose
        )
        try:
            office.append([event])
        except BaseException:
            shutil.rmtree(directory)  # it was new or empty; what nobody was told of does not stay
            raise
    return report


def proof(office: Office, seq: int) -> bytes:
    """The proof document of one entry. Raises CallRefused where no checkpoint covers it, GatewayFault."""
    with reading(office.engine) as connection:
        journal = Journal(connection)
        entry = next(iter(journal.batch(seq, seq + 1)), None)
        signed = journal.last_checkpoint()
    if entry is None:
        raise CallRefused("journal.absent", _NO_ENTRY)
    if signed is None or signed.size <= seq:
        raise CallRefused("journal.unsigned", _UNSIGNED)
    return prove(entry, signed, FolderTiles(office.places.journal), office.journal_key)


def entries(office: Office, wanted: EntryFilter, limit: int) -> list[Shown]:
    """The newest `limit` entries that meet the filter, oldest of them first."""
    found: list[Shown] = []
    for shown in shown_backwards(office):
        if _meets(shown, wanted):
            found.append(shown)
            if len(found) == limit:
                break
    return found[::-1]


def shown_backwards(office: Office) -> Iterator[Shown]:
    """Every entry, newest first."""
    return map(_shown, _backwards(office))


_PIECE: Final = 1000


def _backwards(office: Office) -> Iterator[Entry]:
    with reading(office.engine) as connection:
        head = Journal(connection).head()
    stop = 0 if head is None else head.seq + 1
    while stop > 0:
        start = max(0, stop - _PIECE)
        yield from reversed(list(DatabaseJournal(office.engine).read(start, stop)))
        stop = start


def _shown(entry: Entry) -> Shown:
    try:
        read = read_body(entry.body)
    except EntryMalformed:
        return Shown(seq=entry.seq, at=entry.at, node=entry.node, kind=entry.kind, data={}, readable=False)
    return Shown(seq=entry.seq, at=read.at, node=read.node, kind=read.kind, data=read.data, readable=True)


def _meets(shown: Shown, wanted: EntryFilter) -> bool:
    kind_fits = wanted.kind is None or shown.kind == wanted.kind or shown.kind.startswith(wanted.kind + ".")
    in_time = (wanted.since is None or shown.at >= wanted.since) and (wanted.until is None or shown.at < wanted.until)
    asked = {name: getattr(wanted, name) for name in ("person", "session", "terminal", "target", "order")}
    return (
        kind_fits and in_time and all(value is None or shown.data.get(name) == value for name, value in asked.items())
    )


_NO_ENTRY: Final = Text(
    ja="その番号の記録はありません。「sekisho audit show」で確認してください。",
    en="There is no entry of that number. Check with: sekisho audit show",
)
_UNSIGNED: Final = Text(
    ja="この記録はまだチェックポイントに署名されていません。1 分ほど待ってからやり直してください。",
    en="No checkpoint covers this entry yet. Wait a minute, then try again.",
)
