"""Recordings as the office handles them: verified from the journal, and opened only for a named person with a purpose.

Verification needs the journal and the files, no keeper and no service. Opening goes: verdict, then the journal hears who
looks and why, then the keeper opens this one recording. So nothing is ever shown that nobody was told of.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.keeper.clients import RecordingKeys
from gateway.recording import export
from gateway.recording.asciicast import Version
from gateway.recording.events import RecordingExported, RecordingViewed, Viewing
from gateway.recording.following import Following
from gateway.recording.library import Library
from gateway.recording.paths import SUFFIX
from gateway.recording.reading import Reading
from gateway.recording.verdict import Verdict
from gateway.storage.journal_source import DatabaseJournal
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_told import Told, told_of

FORM: Final = "asciicast-3"
PURPOSE_LETTERS_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One recording and its verdict. `journalled`: the final hash it was compared with came from the journal."""

    recording: str
    verdict: Verdict
    journalled: bool
    unknown: bool

    @property
    def holds(self) -> bool:
        """True for a sealed recording without a flaw whose final hash is the journal's."""
        return self.verdict.holds and self.journalled and not self.unknown

    @property
    def running(self) -> bool:
        """True for a sound recording that nobody has closed yet: not broken, and not to be called whole either."""
        return self.verdict.unsealed and not self.journalled and not self.unknown


def library(office: Office) -> Library:
    """The shelf of all recordings."""
    return Library(office.places.recordings, vkey=office.keys.recording_vkey)


def verified(office: Office, recording: str) -> Judged:
    """The verdict on one recording. Raises CallRefused for one that neither journal, list nor shelf knows."""
    told = told_of(DatabaseJournal(office.engine))
    _require_known(office, recording, told)
    return judged(library(office), recording, told)


def verified_all(office: Office) -> Iterator[Judged]:
    """Verdicts on every recording of the journal, of the list and of the shelf, by identifier."""
    told, shelf = told_of(DatabaseJournal(office.engine)), library(office)
    listed = {line.id for line in office.lists.recordings(limit=10_000_000)}
    for recording in sorted(told.begun | told.closed.keys() | listed | _on_disk(office)):
        yield judged(shelf, recording, told)


def viewed(office: Office, recording: str, how: Viewing, purpose: str) -> Reading:
    """An open recording, after its verdict and the journal. Raises CallRefused, RecordingDamaged, GatewayFault."""
    who = office.require(Permission.RECORDING_REPLAY, recording)
    require_purpose(purpose)
    told, shelf = told_of(DatabaseJournal(office.engine)), library(office)
    _require_known(office, recording, told)
    opener = RecordingKeys(office.keeper, "replay" if how is Viewing.REPLAY else "export")
    reading = shelf.open(recording, opener=opener, expected_final_hash=told.closed.get(recording))
    try:
        office.append(
            [
                RecordingViewed(
                    person=_journal_person(office),
                    session=reading.header.session,
                    recording=recording,
                    how=how,
                    purpose=purpose,
                    by_username=who.username,
                    os_user=who.os_user,
                )
            ]
        )
    except BaseException:
        reading.close()
        raise
    return reading


def exported(office: Office, reading: Reading, purpose: str) -> Iterator[bytes]:
    """The asciicast, line by line; when the last is taken the journal has heard the hash of the whole."""
    who, digest, size = office.require_person(), hashlib.sha256(), 0
    for line in export.lines(reading, Version.THREE):
        data = line.encode("utf-8")
        digest.update(data)
        size += len(data)
        yield data
    office.append(
        [
            RecordingExported(
                person=_journal_person(office),
                session=reading.header.session,
                recording=reading.header.recording,
                form=FORM,
                purpose=purpose,
                by_username=who.username,
                os_user=who.os_user,
                digest=digest.digest(),
                exported_bytes=size,
            )
        ]
    )


def watched(office: Office, session: str, purpose: str) -> Following:
    """A running session's recording, journalled as viewed before its first frame. Raises CallRefused, GatewayFault."""
    who = office.require(Permission.SESSION_WATCH, session)
    require_purpose(purpose)
    line = office.lists.session(session)
    if line is None:
        raise CallRefused("session.absent", texts.absent("セッション", "session", session, "session list"))
    if line.session.ended_at is not None:
        raise CallRefused("session.over", _OVER)
    office.append(
        [
            RecordingViewed(
                person=_journal_person(office),
                session=session,
                recording=line.session.recording,
                how=Viewing.WATCH,
                purpose=purpose,
                by_username=who.username,
                os_user=who.os_user,
            )
        ]
    )
    opener = RecordingKeys(office.keeper, "watch")
    return library(office).watch(line.session.recording, opener=opener, clock=office.clock)


def judged(shelf: Library, recording: str, told: Told) -> Judged:
    """The verdict on one recording against what the journal told of it. Raises GatewayFault."""
    expected = told.closed.get(recording)
    return Judged(
        recording=recording,
        verdict=shelf.verify(recording, expected),
        journalled=expected is not None,
        unknown=recording not in told.begun,
    )


def _require_known(office: Office, recording: str, told: Told) -> None:
    known = recording in told.begun or recording in told.closed
    if not IDENTIFIER.fullmatch(recording) or not (
        known or office.lists.recording(recording) or _exists(office, recording)
    ):
        raise CallRefused("recording.absent", texts.absent("録画", "recording", recording, "recording list"))


def _exists(office: Office, recording: str) -> bool:
    return library(office).path_of(recording).exists()


def _on_disk(office: Office) -> set[str]:
    found = {path.stem for path in office.places.recordings.glob(f"*/*{SUFFIX}")}
    return {each for each in found if IDENTIFIER.fullmatch(each)}


def require_purpose(purpose: str) -> None:
    """Raise CallRefused unless it is one printable line of bounded length."""
    if not purpose.strip() or not purpose.isprintable() or len(purpose) > PURPOSE_LETTERS_MAX:
        raise CallRefused("purpose.unfit", _PURPOSE)


def _journal_person(office: Office) -> str | None:
    return None if office.who is None else office.who.person


_OVER: Final = Text(
    ja="このセッションは終了しています。再生は「sekisho replay」で、監査者が行います。",
    en="This session has ended. An auditor replays it with: sekisho replay",
)
_PURPOSE: Final = Text(
    ja=f"閲覧の目的は必須です（1 行、{PURPOSE_LETTERS_MAX} 文字以内。個人データは書かないでください）。",
    en=f"State a purpose: one line of at most {PURPOSE_LETTERS_MAX} letters, without personal data.",
)
