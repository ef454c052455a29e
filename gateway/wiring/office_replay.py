"""A recording in the office's pages: judged, permitted to one person in one web session, opened once, streamed, searched.

The order never changes: verdict, purpose, journal and permission in one transaction, then the registrar takes the permission
(once, within a minute), then the keeper opens this one recording for this auditor. What is not proved whole is not played;
an interrupted one plays the prefix that verifies, and says so.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.keeper.clients import RecordingKeys
from gateway.recording import plain_text
from gateway.recording.asciicast import CastEvent, EventLines, Version, header_line
from gateway.recording.events import RecordingViewed, Viewing
from gateway.recording.export import cast_events, cast_header
from gateway.recording.plain_text import Hit
from gateway.recording.play import GOOD_FOR, Play, search_hindrance
from gateway.recording.reading import Reading
from gateway.registrar.changes import PlayPermitted, PlayTaken
from gateway.storage.engine import reading as snapshot
from gateway.storage.queries.journal import entries_about
from gateway.storage.stores.plays import Plays
from gateway.vocabulary.identifiers import IDENTIFIER, new_identifier
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_recordings as recordings
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_history import lines_of
from gateway.wiring.office_playable import SAYS, Playable, playable_of
from gateway.wiring.office_reading import RecordingLine
from gateway.wiring.office_recordings import Judged
from gateway.wiring.office_told import told_by

PIECE_BYTES: Final = 64 * 1024
STREAM_BYTES_MAX: Final = 96 * 1024 * 1024  # what a browser can be asked to hold
HITS_MAX: Final = 200
NEEDLE_LETTERS_MAX: Final = 100
MARKED: Final = frozenset(
    {
        "channel.refused", "recording.viewed", "refusal.repeated", "session.cut", "session.killed", "session.warned",
        "session.attended", "session.paused", "session.frozen", "session.resumed",
        "session.left", "session.unwatched", "session.watched", "upload.done", "upload.interrupted", "upload.refused",
    }
)  # fmt: skip
"""Kinds of the session's journal that are marks on the time line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One recording as its page shows it."""

    line: RecordingLine
    judged: Judged
    playable: Playable
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place on the time line, in seconds from the start."""

    at: float
    label: Text


def shown(office: Office, recording: str) -> Shown:
    """The recording and its verdict, judged now. Raises CallRefused (`recording.absent`), GatewayFault."""
    line = listed(office, recording)
    with snapshot(office.engine) as connection:
        told = told_by(entries_about(connection, [("session", line.session)], _TOLD, 100))
    judged = recordings.judged(recordings.library(office), recording, told)
    session = office.lists.session(line.session)
    playable = playable_of(judged, over=session is not None and session.session.ended_at is not None)
    return Shown(line=line, judged=judged, playable=playable, says=SAYS[playable])


def listed(office: Office, recording: str) -> RecordingLine:
    """The recording's line, nothing verified. Raises CallRefused (`recording.absent`)."""
    line = office.lists.recording(recording) if IDENTIFIER.fullmatch(recording) else None
    if line is None:
        raise CallRefused("recording.absent", texts.absent("操作記録", "recording", recording, "recording list"))
    return line


def permit(office: Office, recording: str, purpose: str) -> str:
    """Journal who will look and why, and permit it once: the play's id. Raises CallRefused, GatewayFault."""
    who = office.require(Permission.RECORDING_REPLAY, recording)
    recordings.require_purpose(purpose)
    found = _require_playable(office, recording)
    play = new_identifier("V", office.clock.now())
    viewed = RecordingViewed(
        person=who.person,
        session=found.line.session,
        recording=recording,
        how=Viewing.REPLAY,
        purpose=purpose.strip(),
        by_username=who.username,
        os_user=who.os_user,
    )
    change = PlayPermitted(play=play, recording=recording, person=who.person, web=_web(office))
    office.commit(change, [viewed])
    return play


def play_of(office: Office, recording: str, play: str) -> Play:
    """A play of whoever asks, in his web session. Raises CallRefused (`play.absent`) for any other."""
    who = office.require(Permission.RECORDING_REPLAY, recording)
    found = _stored(office, play)
    if found is None or not found.is_of(recording=recording, person=who.person, web=_web(office)):
        raise CallRefused("play.absent", _ABSENT)
    return found


def may_begin(office: Office, play: Play) -> bool:
    """True while the play was not begun and its minute is not over."""
    return play.taken_at is None and office.clock.now() <= play.made_at + GOOD_FOR


def begin(office: Office, recording: str, play: str) -> "Frames":
    """Take the permission and open the recording. Raises CallRefused, RecordingDamaged, GatewayFault."""
    who = office.require(Permission.RECORDING_REPLAY, recording)
    found = _require_playable(office, recording)
    office.commit(PlayTaken(play=play, recording=recording, person=who.person, web=_web(office)))
    opener = RecordingKeys(office.keeper, "replay")
    reading = recordings.library(office).open_damaged(recording, opener=opener)
    try:
        return Frames(reading, found)
    except BaseException:
        reading.close()
        raise


class Frames:
    """The opened recording as asciicast v3. Take its `pieces` to the end, or `close` it."""

    def __init__(self, reading: Reading, found: Shown) -> None:
        """Asks the keeper for the key, so that a refusal comes before the first byte. Raises CallRefused, GatewayFault."""
        self._reading = reading
        self._found = found
        personal = reading.personal()
        self._facts = {} if personal is None else {"name": personal.name, "employer": personal.employer}

    def close(self) -> None:
        """Give the file back."""
        self._reading.close()

    def pieces(self) -> Iterator[bytes]:
        """UTF-8 pieces of whole lines. The last line is a comment: `# whole`, `# prefix` or `# cut` (STREAM_BYTES_MAX)."""
        held, size, sent = [], 0, 0
        try:
            for line in self._lines():
                held.append(line)
                size += len(line)
                if size >= PIECE_BYTES or (sent == 0 and len(held) > 1):
                    sent += size
                    yield "".join(held).encode("utf-8", "replace")
                    held, size = [], 0
                if sent > STREAM_BYTES_MAX:
                    yield b"# cut\n"
                    return
            held.append(f"# {self._found.playable.value}\n")
            yield "".join(held).encode("utf-8", "replace")
        finally:
            self.close()

    def _lines(self) -> Iterator[str]:
        header, written = self._reading.header, EventLines(Version.THREE)
        facts = cast_header(header, self._reading.sealed)
        first = json.loads(header_line(Version.THREE, facts))
        first["title"] = ""  # nothing of a recording names the page
        first["sekisho"] |= {"personal": self._facts}
        yield json.dumps(first, ensure_ascii=False) + "\n"
        events: Iterator[CastEvent] = cast_events(self._reading.events(), header.encoding.value)
        yield from map(written.line, events)


def search(office: Office, recording: str, play: str, needle: str) -> list[Hit]:
    """Where a text was shown or typed, at most HITS_MAX. Raises CallRefused, GatewayFault."""
    who = office.require(Permission.RECORDING_REPLAY, recording)
    if not needle.strip() or len(needle) > NEEDLE_LETTERS_MAX:
        raise CallRefused("search.unfit", _NEEDLE)
    now = office.clock.now()
    if search_hindrance(_stored(office, play), recording=recording, person=who.person, web=_web(office), now=now):
        raise CallRefused("play.absent", _ABSENT)
    opener = RecordingKeys(office.keeper, "replay")
    with recordings.library(office).open_damaged(recording, opener=opener) as reading:
        hits = plain_text.search(reading.events(), needle, reading.header.encoding.value)
        return list(islice(hits, HITS_MAX))


def marks(office: Office, line: RecordingLine) -> tuple[Mark, ...]:
    """What the journal says of the session, on the recording's time line, in order."""
    with snapshot(office.engine) as connection:
        entries = entries_about(connection, [("session", line.session)], MARKED, 200)
    began = line.started_at.timestamp()
    told = [Mark(at=max(0.0, each.at.timestamp() - began), label=each.text) for each in lines_of(office, entries)]
    last = None if line.last_at is None else line.last_at.timestamp() - began
    return tuple(sorted((mark for mark in told if last is None or mark.at <= last + 1), key=lambda mark: mark.at))


def _require_playable(office: Office, recording: str) -> Shown:
    found = shown(office, recording)
    if not found.playable.plays:
        raise CallRefused("recording.refused", found.says)
    return found


def _stored(office: Office, play: str) -> Play | None:
    if not IDENTIFIER.fullmatch(play):
        return None
    with snapshot(office.engine) as connection:
        return Plays(connection).get(play)


def _web(office: Office) -> str:
    web = office.require_person().web
    if web is None:
        raise CallRefused("play.web-only", _WEB_ONLY)
    return web


_TOLD: Final = ("session.opened", "recording.closed", "recording.retired")
_ABSENT: Final = Text(
    ja="この再生はありません。操作記録の画面を開き直し、目的を入力してください。",
    en="There is no such replay. Open the recording again and state a purpose.",
)
_NEEDLE: Final = Text(
    ja=f"検索する文字を 1～{NEEDLE_LETTERS_MAX} 文字で入力してください。",
    en=f"Give 1 to {NEEDLE_LETTERS_MAX} letters to search for.",
)
_WEB_ONLY: Final = Text(
    ja="この再生は管理画面で行います。コマンドでは「sekisho replay」を使ってください。",
    en="This replay belongs to the pages. At the command line use: sekisho replay",
)
