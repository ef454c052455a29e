"""The journal as an auditor's page asks for it: found by its indices, read from its bytes, proved by its tree.

A row's columns lead to it and are then held against its bytes; what differs is said, not hidden. The whole is only judged by
a verification, whose result goes into the journal itself.
"""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from gateway.audit.canonical import canonical
from gateway.audit.entry import Entry, EntryMalformed, differences, read_body
from gateway.audit.event import KINDS
from gateway.audit.merkle import leaf_hash
from gateway.audit.report import Outcome, Report
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.registrar.office_events import JournalVerified
from gateway.storage.engine import reading
from gateway.storage.queries.journal import JournalFilter, last_of_kind
from gateway.storage.queries.journal import entries as found_entries
from gateway.storage.stores.journal import Journal
from gateway.vocabulary.outcome import Fault, Text
from gateway.wiring import office_journal
from gateway.wiring.office import Office
from gateway.wiring.office_filling import spelled
from gateway.wiring.office_history import HistoryLine, lines_of

SEQ_MAX: Final = 2**53
_VERIFYING: Final = threading.Lock()

__all__ = ["JournalFilter", "OneEntry", "Outcome", "State", "found", "kinds", "one", "proof", "state", "verified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneEntry:
    """One entry with everything that can be said of it alone. `line` is None where its bytes are no entry.

    `fields` are (name, value as text) of the body's data; `flaws` what does not agree within it or with the one before;
    `signed` the size of a checkpoint that covers it, None if none does yet.
    """

    entry: Entry
    line: HistoryLine | None
    fields: tuple[tuple[str, str], ...]
    flaws: tuple[Text, ...]
    signed: int | None
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where the journal stands: entries, the last checkpoint's size and moment, and the last verification that was run."""

    entries: int
    signed: int
    signed_at: datetime | None
    verified: JournalVerified | None

    @property
    def tail(self) -> int:
        """Entries after the last checkpoint."""
        return max(0, self.entries - self.signed)


def kinds() -> tuple[str, ...]:
    """Every kind of event, by name."""
    return tuple(sorted(KINDS))


def found(office: Office, wanted: JournalFilter) -> tuple[HistoryLine, ...]:
    """The entries that meet the filter, newest first, in sentences. Raises CallRefused, GatewayFault."""
    office.require(Permission.JOURNAL_READ)
    with reading(office.engine) as connection:
        entries: Sequence[Entry] = found_entries(connection, wanted)
    return lines_of(office, entries)


def one(office: Office, seq: int) -> OneEntry:
    """One entry. Raises CallRefused (`journal.absent`), GatewayFault."""
    office.require(Permission.JOURNAL_READ)
    with reading(office.engine) as connection:
        journal = Journal(connection)
        rows = journal.batch(max(0, seq - 1), seq + 1) if 0 <= seq < SEQ_MAX else []
        signed, head = journal.last_checkpoint(), journal.head()
    entry = next((row for row in rows if row.seq == seq), None)
    if entry is None:
        raise CallRefused("journal.absent", _NO_ENTRY)
    before = next((row for row in rows if row.seq == seq - 1), None)
    covered = signed is not None and signed.size > seq
    return OneEntry(
        entry=entry,
        line=next(iter(lines_of(office, [entry])), None),
        fields=_fields(entry),
        flaws=tuple(_flaws(entry, before)),
        signed=signed.size if signed is not None and covered else None,
        last=seq if head is None else head.seq,
    )


def proof(office: Office, seq: int) -> bytes:
    """The proof document of one entry. Raises CallRefused where none is possible yet, GatewayFault."""
    office.require(Permission.JOURNAL_READ)
    if not 0 <= seq < SEQ_MAX:
        raise CallRefused("journal.absent", _NO_ENTRY)
    return office_journal.proof(office, seq)


def state(office: Office) -> State:
    """Where the journal stands. Raises CallRefused, GatewayFault."""
    office.require(Permission.JOURNAL_READ)
    with reading(office.engine) as connection:
        journal = Journal(connection)
        head, signed = journal.head(), journal.last_checkpoint()
        try:
            last = last_of_kind(connection, JournalVerified.kind)
        except (EntryMalformed, ValueError):
            last = None
    return State(
        entries=0 if head is None else head.seq + 1,
        signed=0 if signed is None else signed.size,
        signed_at=None if signed is None else signed.at,
        verified=last if isinstance(last, JournalVerified) else None,
    )


def verified(office: Office) -> Report:
    """Verify the whole journal now and journal what came of it. One at a time. Raises CallRefused, GatewayFault."""
    who = office.require(Permission.JOURNAL_VERIFY)
    if not _VERIFYING.acquire(blocking=False):
        raise CallRefused("journal.verifying", _BUSY)
    try:
        began = office.clock.monotonic()
        witness = office.settings.state.witness
        report = office_journal.verify_database(office, witness=witness if _readable(witness) else None)
        event = JournalVerified(
            person=who.person,
            by_username=who.username,
            os_user=who.os_user,
            outcome=report.outcome.name.lower().replace("_", "-"),
            entries=report.entries,
            findings=len(report.findings) + report.left_out,
            checked_at=report.checked_at,
            milliseconds=int((office.clock.monotonic() - began) * 1000),
            witness_size=None if report.witness is None else report.witness.agreed_size,
        )
        office.append([event])
        return report
    finally:
        _VERIFYING.release()


def _readable(witness: Path) -> bool:
    """Whether this process may read the folder and what lies in it; where not, the report says that nothing was compared."""
    if not os.access(witness, os.R_OK | os.X_OK):
        return False
    return all(os.access(each, os.R_OK | (os.X_OK if each.is_dir() else 0)) for each in witness.iterdir())


def _fields(entry: Entry) -> tuple[tuple[str, str], ...]:
    try:
        data = read_body(entry.body).data
    except EntryMalformed:
        return ()
    return tuple((name, _as_text(value)) for name, value in sorted(data.items()))


def _as_text(value: Any) -> str:
    """What is a list or an object as JSON; nothing that a screen obeys."""
    return spelled(value if isinstance(value, str) else canonical(value).decode())


def _flaws(entry: Entry, before: Entry | None) -> list[Text]:
    flaws: list[Text] = []
    if leaf_hash(entry.body) != entry.hash:
        flaws.append(_HASH)
    try:
        flaws += [_column(column) for column, _, _ in differences(entry) if column != "hash"]
        if before is not None and bytes.fromhex(read_body(entry.body).prev) != before.hash:
            flaws.append(_CHAIN)
    except EntryMalformed:
        flaws.append(_UNREADABLE)
    return flaws


def _column(column: str) -> Text:
    return Text(
        ja=f"列「{column}」が本文と一致しません。", en=f"The column {column} is not what the entry's bytes say."
    )


def failed(fault: Fault) -> Text:
    """What to say where a verification could not be run."""
    return fault.text or _FAILED


_NO_ENTRY: Final = Text(ja="その番号の記録はありません。", en="There is no entry of that number.")
_BUSY: Final = Text(
    ja="ほかの検証が実行中です。終わるまで待ってからやり直してください。",
    en="Another verification is running. Wait for its end, then try again.",
)
_FAILED: Final = Text(
    ja="検証を実行できませんでした。関所の運用担当者に連絡してください。",
    en="The verification could not be run. Tell whoever operates Sekisho.",
)
_HASH: Final = Text(ja="ハッシュが本文と一致しません。", en="The hash is not that of the bytes.")
_CHAIN: Final = Text(ja="直前の記録のハッシュとつながっていません。", en="It is not chained to the entry before it.")
_UNREADABLE: Final = Text(
    ja="本文を読めません。改変された疑いがあります。", en="Its bytes are no entry. It may have been changed."
)
