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
from gateway.recording.library import Copy, Library
from gateway.recording.reading import Reading
from gateway.recording.retiring import Why
from gateway.recording.verdict import Flaw, Verdict
from gateway.storage.journal_source import DatabaseJournal
from gateway.vocabulary.clock import JST, moment_of
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring import recording_store
from gateway.wiring.office import Office
from gateway.wiring.office_reading import SessionLine
from gateway.wiring.office_told import Retired, Told, told_of

_AS_AGREED: Final = frozenset({Flaw.MISSING, Flaw.KEY_DESTROYED})
FORM: Final = "asciicast-3"
PURPOSE_LETTERS_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One recording and its verdict. `journalled`: the final hash it was compared with came from the journal.

    `retired`: what the journal says of the end of its life, where that was reached. `copy` is the one that was judged.
    """

    recording: str
    verdict: Verdict
    journalled: bool
    unknown: bool
    retired: Retired | None = None
    copy: Copy = Copy.HERE

    @property
    def holds(self) -> bool:
        """True for a sealed recording without a flaw whose final hash is the journal's, and for one that went as agreed."""
        if self.gone:
            return True
        return self.verdict.holds and self.journalled and not self.unknown

    @property
    def gone(self) -> bool:
        """True for a retired one: its key is destroyed, and with it, sooner or later, its file. No loss, and not to be played."""
        flaws = {finding.flaw for finding in self.verdict.findings}
        return self.retired is not None and self.journalled and not self.unknown and flaws <= _AS_AGREED

    @property
    def running(self) -> bool:
        """True for a sound recording that nobody has closed yet: not broken, and not to be called whole either."""
        return self.verdict.unsealed and not self.journalled and not self.unknown


def library(office: Office) -> Library:
    """The shelf of all recordings."""
    return recording_store.library(office.settings, office.keys.recording_vkey)


def verified(office: Office, recording: str) -> Judged:
    """The verdict on one recording. Raises CallRefused for one that neither journal, list nor shelf knows."""
    told = told_of(DatabaseJournal(office.engine))
    _require_known(office, recording, told)
    return judged_copies(library(office), recording, told)


def verified_all(office: Office) -> Iterator[Judged]:
    """Verdicts on every recording of the journal, of the list and of the shelf, by identifier."""
    told, shelf = told_of(DatabaseJournal(office.engine)), library(office)
    listed = {line.id for line in office.lists.recordings(limit=10_000_000)}
    for recording in sorted(told.begun | told.closed.keys() | listed | _shelved(shelf)):
        yield judged_copies(shelf, recording, told)


def viewed(office: Office, recording: str, how: Viewing, purpose: str) -> Reading:
    """An open recording, after its verdict and the journal. Raises CallRefused, RecordingDamaged, GatewayFault."""
    who = office.require(Permission.RECORDING_REPLAY, recording)
    require_purpose(purpose)
    told, shelf = told_of(DatabaseJournal(office.engine)), library(office)
    _require_known(office, recording, told)
    require_not_retired(told.retired.get(recording))
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
    """A running session's recording; he stands by it as long as he looks. Raises CallRefused, GatewayFault; so does a look."""
    line = watchable(office, session, purpose)
    office.attend(session)
    looks_live(office, line, purpose)
    opener = RecordingKeys(office.keeper, "watch")
    return library(office).watch(
        line.session.recording, opener=opener, clock=office.clock, on_touch=lambda: _stay(office, session)
    )


def _stay(office: Office, session: str) -> None:
    """He says that he is still there; a session that is just over needs nobody. Raises CallRefused, GatewayFault."""
    try:
        office.attend(session)
    except CallRefused as refused:
        if refused.code != "session.not-live":
            raise


def watchable(office: Office, session: str, purpose: str) -> SessionLine:
    """A running session that whoever entered may watch. Raises CallRefused, GatewayFault."""
    office.require(Permission.SESSION_WATCH, session)
    require_purpose(purpose)
    line = office.lists.session(session) if IDENTIFIER.fullmatch(session) else None
    if line is None:
        raise CallRefused("session.absent", texts.absent("セッション", "session", session, "session list"))
    if line.session.ended_at is not None:
        raise CallRefused("session.over", _OVER)
    if line.session.person == _journal_person(office):
        raise CallRefused("session.own", _OWN)
    return line


def looks_live(office: Office, line: SessionLine, purpose: str) -> None:
    """Journal who is about to see a running session, and why. Raises CallRefused, GatewayFault."""
    who = office.require_person()
    office.append(
        [
            RecordingViewed(
                person=_journal_person(office),
                session=line.session.id,
                recording=line.session.recording,
                how=Viewing.WATCH,
                purpose=purpose,
                by_username=who.username,
                os_user=who.os_user,
            )
        ]
    )


def judged(shelf: Library, recording: str, told: Told) -> Judged:
    """The verdict on one recording against what the journal told of it. Raises GatewayFault."""
    expected = told.closed.get(recording)
    return Judged(
        recording=recording,
        verdict=shelf.verify(recording, expected),
        journalled=expected is not None,
        unknown=recording not in told.begun,
        retired=told.retired.get(recording),
    )


def judged_copies(shelf: Library, recording: str, told: Told) -> Judged:
    """The same of every copy: the first that does not hold decides. Raises GatewayFault."""
    expected = told.closed.get(recording)
    verdicts = shelf.verify_copies(recording, expected)
    copy = next((each for each, verdict in verdicts.items() if not verdict.holds), next(iter(verdicts)))
    return Judged(
        recording=recording,
        verdict=verdicts[copy],
        journalled=expected is not None,
        unknown=recording not in told.begun,
        retired=told.retired.get(recording),
        copy=copy,
    )


def _require_known(office: Office, recording: str, told: Told) -> None:
    known = recording in told.begun or recording in told.closed
    if not IDENTIFIER.fullmatch(recording) or not (
        known or office.lists.recording(recording) or _exists(office, recording)
    ):
        raise CallRefused("recording.absent", texts.absent("録画", "recording", recording, "recording list"))


def _exists(office: Office, recording: str) -> bool:
    return library(office).exists(recording)


def _shelved(shelf: Library) -> set[str]:
    return {each for each in shelf.known() if IDENTIFIER.fullmatch(each)}


def require_not_retired(retired: Retired | None) -> None:
    """Raise CallRefused for a recording whose life is over, saying since when and why."""
    if retired is not None:
        raise CallRefused("recording.retired", retired_text(retired))


def retired_text(retired: Retired) -> Text:
    """Since when it is gone, and why; what stays."""
    day = f"{moment_of(retired.at).astimezone(JST):%Y-%m-%d}"
    why = _WHY.get(retired.why, Text(ja=retired.why, en=retired.why))
    return Text(
        ja=f"この録画は {day} に消去されました（{why.ja}）。再生できません。だれがいつ何の作業をしたか、開示の件数、"
        "最終ハッシュは監査ログに残っています。",
        en=f"This recording was destroyed on {day} ({why.en}) and cannot be played. Who worked when and why, what was shown, and "
        "its final hash stay in the journal.",
    )


def require_purpose(purpose: str) -> None:
    """Raise CallRefused unless it is one printable line of bounded length."""
    if not purpose.strip() or not purpose.isprintable() or len(purpose) > PURPOSE_LETTERS_MAX:
        raise CallRefused("purpose.unfit", _PURPOSE)


def _journal_person(office: Office) -> str | None:
    return None if office.who is None else office.who.person


_WHY: Final = {
    Why.TIME_OVER.value: Text(ja="保存期間の満了", en="its time was over"),
    Why.CONTRACT_OVER.value: Text(ja="委託契約の終了", en="the client's contract is over"),
}
CANNOT_WATCH: Final = Text(
    ja="実行中の画面を表示できません。関所の運用担当者に連絡してください。",
    en="The running session cannot be shown. Tell whoever operates Sekisho.",
)
_OVER: Final = Text(
    ja="このセッションは終了しています。再生は「sekisho replay」で、監査者が行います。",
    en="This session has ended. An auditor replays it with: sekisho replay",
)
_OWN: Final = Text(
    ja="自分のセッションに自分で立ち会うことはできません。別の管理監督者に依頼してください。",
    en="Nobody watches a session of his own. Ask another supervisor.",
)
_PURPOSE: Final = Text(
    ja=f"閲覧の目的は必須です（1 行、{PURPOSE_LETTERS_MAX} 文字以内。個人データは書かないでください）。",
    en=f"State a purpose: one line of at most {PURPOSE_LETTERS_MAX} letters, without personal data.",
)
