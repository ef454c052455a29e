"""Legal holds (証跡の保全, R-87) as the office places, shows and asks to lift them, and the list of files in their scope."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.recording.content_key import began_on
from gateway.recording.legal_hold import LegalHold
from gateway.recording.library import Library
from gateway.registrar import changes
from gateway.storage.journal_source import DatabaseJournal
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_budgets import reason_of, require_client
from gateway.wiring.office_reading import RecordingFilter, RecordingLine
from gateway.wiring.office_recordings import library, retired_text
from gateway.wiring.office_second import ask_second
from gateway.wiring.office_told import Told, told_of

REFERENCE_LETTERS_MAX: Final = 200
PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """One recording in a hold's scope. `sha256` and `size` of the file as it lies there; None where `missing` says why.

    `final_hash` is the journal's: by it the file can be verified anywhere, by whoever has the public key.
    """

    recording: str
    session: str
    path: str
    started_at: datetime
    size: int | None
    sha256: bytes | None
    final_hash: bytes | None
    missing: Text | None


def place(office: Office, client: str, since: date, until: date, *, reason: str, reference: str) -> str:
    """Place a hold on the client's recordings of those days in Japan; its id. Raises CallRefused, GatewayFault."""
    office.require(Permission.HOLD_KEEP, client)
    require_client(office, client)
    if since > until:
        raise CallRefused("hold.period", PERIOD)
    if not reference.strip() or not reference.isprintable() or len(reference) > REFERENCE_LETTERS_MAX:
        raise CallRefused("hold.reference", REFERENCE)
    hold = new_identifier("H", office.clock.now())
    office.commit(
        changes.HoldPlaced(
            id=hold,
            client=client,
            since=_first_utc(since),
            until=until,
            reason=reason_of(reason),
            reference=reference.strip(),
        )
    )
    return hold


def ask_lift(office: Office, hold: str, reason: str) -> str:
    """Ask that a hold be lifted; the id another confirms. Raises CallRefused, GatewayFault."""
    office.require(Permission.HOLD_KEEP, hold)
    hold_named(office, hold)
    return ask_second(office, changes.HoldLifted(hold=hold, reason=reason_of(reason)))


def hold_named(office: Office, hold: str) -> LegalHold:
    """The hold of this id, lifted or not. Raises CallRefused."""
    found = next((each for each in office.lists.legal_holds() if each.id == hold), None)
    if found is None:
        raise CallRefused("hold.absent", texts.absent("保全", "legal hold", hold, "hold list"))
    return found


def files(office: Office, hold: LegalHold) -> Iterator[HeldFile]:
    """Every recording in the hold's scope, lifted or not, the newest first, each file read through."""
    told = told_of(DatabaseJournal(office.engine))
    for line in _in_scope(office, hold):
        yield _file(office, line, told)


def in_scope(office: Office, hold: LegalHold) -> Sequence[RecordingLine]:
    """Every recording in the hold's scope, lifted or not, the newest first; no file is opened. Raises CallRefused."""
    office.require(Permission.HOLD_KEEP, hold.id)
    return list(_in_scope(office, hold))


def _in_scope(office: Office, hold: LegalHold) -> Iterator[RecordingLine]:
    return (line for line in _lines(office, hold) if _covers(hold, line))


def _covers(hold: LegalHold, line: RecordingLine) -> bool:
    last = line.started_at if line.last_at is None else line.last_at
    return began_on(line.id) <= hold.until and hold.since <= last.date()


def _lines(office: Office, hold: LegalHold) -> Iterator[RecordingLine]:
    before = datetime.combine(hold.until, datetime.min.time(), tzinfo=UTC) + timedelta(days=2)
    offset = 0
    while page := _page(office, hold.client, before, offset):
        yield from page
        offset += len(page)


def _page(office: Office, client: str, before: datetime, offset: int) -> Sequence[RecordingLine]:
    wanted = RecordingFilter(client=client, started_before=before, limit=PAGE, offset=offset)
    return office.lists.recordings(wanted)


def _file(office: Office, line: RecordingLine, told: Told) -> HeldFile:
    found = _measured(library(office), line.id)
    retired = told.retired.get(line.id)
    return HeldFile(
        recording=line.id,
        session=line.session,
        path=line.path,
        started_at=line.started_at,
        size=None if found is None else found[0],
        sha256=None if found is None else found[1],
        final_hash=told.closed.get(line.id),
        missing=None if found is not None else MISSING if retired is None else retired_text(retired),
    )


def _measured(shelf: Library, recording: str) -> tuple[int, bytes] | None:
    """Of the file here, or of the store's copy; None where there is neither."""
    try:
        file = shelf.opened(recording)
    except FileNotFoundError:
        return None
    except OSError as away:
        raise GatewayFault(f"the recording {recording} cannot be read: {away}") from away
    digest, size = hashlib.sha256(), 0
    with file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            size += len(piece)
    return size, digest.digest()


def _first_utc(day: date) -> date:
    """The day in UTC on which a day in Japan begins: a hold keeps rather too much than too little."""
    return datetime.combine(day, datetime.min.time(), tzinfo=JST).astimezone(UTC).date()


PERIOD: Final = Text(
    ja="保全の期間が逆です。開始日を終了日以前にしてください。",
    en="The hold ends before it begins. Put the first day before the last.",
)
REFERENCE: Final = Text(
    ja=f"案件番号（警察・個人情報保護委員会・委託元の照会番号など）を {REFERENCE_LETTERS_MAX} 文字以内で入力してください。",
    en=f"Name the case (of the police, the PPC or the client) in at most {REFERENCE_LETTERS_MAX} letters.",
)
NO_LIFT: Final = Text(
    ja="この保全の解除の申請が見つかりません。保全の画面を開き直してください。",
    en="Nobody asked for this hold to be lifted. Open the hold's page again.",
)
MISSING: Final = Text(
    ja="ファイルがありません（消去の記録もありません）。「sekisho recording verify」で確認してください。",
    en="The file is missing, and nothing says that it was destroyed. See: sekisho recording verify",
)
