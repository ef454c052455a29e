"""Files coming in: a temporary name, whole and in order; judged when they end; only then their own name, and the journal.

A file that is refused is removed. Its own name exists on the target only after the judgement, and the client hears OK only
after the journal has it. What cannot be journalled is taken away again, and the session ends.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from gateway.audit.event import Event
from gateway.authorization.limits import Unreadable
from gateway.authorization.obligations import FilesLimited, PeopleCounted
from gateway.relay.events import Why
from gateway.relay.names import Names
from gateway.relay.ports import Recorder
from gateway.relay.ssh.sftp import replies, requests, told, words
from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.far import Far, Stopped
from gateway.relay.ssh.sftp.folder import Declined, Place, shown, spelled, temporary
from gateway.relay.ssh.sftp.ground import Ground
from gateway.relay.ssh.sftp.landing import Landing, Look, first_permissions, may_be_set
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.requests import Flag
from gateway.vocabulary.outcome import TargetError, Text

_MEBIBYTE = 1024 * 1024
_KNOWN_FLAGS = sum(Flag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What the permit demands of an upload, and who helps to keep it."""

    names: Names
    limited: FilesLimited
    counted: PeopleCounted
    look: Callable[[], Look]
    new_upload: Callable[[], str]
    journal: Callable[[Sequence[Event]], None]
    recorder: Recorder


class Intake:
    """One session's files. Used by the one thread that serves the client."""

    def __init__(self, far: Far, ground: Ground, duties: Duties) -> None:
        self._far, self._ground, self._duties = far, ground, duties
        self._open: list[Landing] = []
        self._files = self._bytes = self._people = 0
        self.own: set[Place] = set()
        """What this session has sent and not renamed or deleted since."""

    def is_open_under(self, place: Place) -> bool:
        """True if a file is being sent to this place or below it."""
        return any(landing.place[: len(place)] == place for landing in self._open if landing.refused is None)

    # -- a file's beginning -------------------------------------------------------------------------------------------

    def begin(self, place: Place, flags: int, attributes: Attributes) -> Landing:
        """Open a temporary file for what will have the name `place`. Raises Declined."""
        _check_flags(flags)
        self._check_share()
        if not place:
            raise Declined(Code.FAILURE, words.NOT_A_FILE)
        if self.is_open_under(place):
            raise Declined(Code.FAILURE, words.IN_USE)
        if not may_be_set(Attributes(permissions=attributes.permissions)):
            raise Declined(Code.PERMISSION_DENIED, words.ATTRIBUTES_REFUSED)
        folder = self._ground.folder(place[:-1])
        there = self._may_take(folder.rstrip(b"/") + b"/" + place[-1], flags)
        landing = self._landing(place, folder, there, first_permissions(attributes))
        landing.least = 0 if there is None or flags & Flag.TRUNC else there.size or 0
        self._open.append(landing)
        self._files += 1
        self._duties.recorder.marker(f"upload begins: {spelled(shown(place))} as {spelled(landing.temporary)}")
        return landing

    def _check_share(self) -> None:
        limited = self._duties.limited
        if self._files >= limited.files or self._bytes >= limited.session_bytes:
            raise Declined(Code.PERMISSION_DENIED, self._session_full())

    def _may_take(self, path: bytes, flags: int) -> Attributes | None:
        """The file of that name that this one replaces, if there is one. Raises Declined."""
        there = self._far.attributes(path)
        if there is None:
            if not flags & Flag.CREAT:
                raise Declined.of(Code.NO_SUCH_FILE)
            return None
        if not there.is_file:
            raise Declined(Code.PERMISSION_DENIED, words.NOT_A_FILE)
        if flags & Flag.EXCL:
            raise Declined.of(Code.FAILURE)
        return there

    def _landing(self, place: Place, folder: bytes, there: Attributes | None, permissions: int) -> Landing:
        upload = self._duties.new_upload()
        path = folder.rstrip(b"/") + b"/" + temporary(upload)
        opened = self._far.ask(
            lambda number: requests.Open(
                id=number,
                path=path,
                flags=Flag.WRITE | Flag.CREAT | Flag.EXCL,
                attributes=Attributes(permissions=0o600),
            ),
            replies.Handle,
        )
        return Landing(
            upload=upload,
            place=place,
            folder=folder,
            temporary=path,
            far=opened.handle,
            replaces=there is not None,
            least=0,
            look=self._duties.look(),
            permissions=permissions,
        )

    # -- its content --------------------------------------------------------------------------------------------------

    def take(self, landing: Landing, offset: int, data: bytes, answered: Callable[[int], None]) -> None:
        """The next bytes; `answered` hears the target's code later, on another thread. Raises Declined: the file is lost."""
        self._check_whole(landing)
        limited = self._duties.limited
        if offset != landing.received:
            self._refuse(landing, Why.OUT_OF_ORDER, words.WHOLE_ONLY)
        if landing.received + len(data) > limited.file_bytes:
            self._refuse(landing, Why.TOO_LARGE, words.too_large(limited.file_bytes // _MEBIBYTE))
        if self._bytes + len(data) > limited.session_bytes:
            self._refuse(landing, Why.SESSION_FULL, self._session_full())
        at = landing.received
        self._bytes += len(data)
        landing.take(data)
        self._judge(landing)
        self._send(landing, at, data, answered)

    def _send(self, landing: Landing, at: int, data: bytes, answered: Callable[[int], None]) -> None:
        """In pieces that the target takes; the client hears once, after the last."""
        pieces = [data[cut : cut + self._far.write_bytes] for cut in range(0, len(data), self._far.write_bytes)] or [
            b""
        ]

        def heard(code: int) -> None:
            if code != Code.OK and landing.target_code is None:
                landing.target_code = code

        def heard_last(code: int) -> None:
            heard(code)
            answered(landing.target_code or Code.OK)

        for number, piece in enumerate(pieces, 1):
            self._far.write_ahead(landing.far, at, piece, heard_last if number == len(pieces) else heard)
            at += len(piece)

    def _judge(self, landing: Landing) -> None:
        """Refuse what may not come in, as soon as it shows."""
        limits, people = self._duties.counted.limits, landing.look.people
        if people > limits.people:
            self._refuse(landing, Why.PERSONAL_DATA, words.people_found(limits.people))
        if people >= limits.summed_from and self._people + people > limits.people:
            self._refuse(landing, Why.PERSONAL_DATA, words.people_summed(limits.people))
        if landing.look.unreadable is not None and limits.unreadable is Unreadable.REFUSE:
            self._refuse(landing, Why.UNREADABLE, words.UNREADABLE)

    # -- its end ------------------------------------------------------------------------------------------------------

    def note(self, landing: Landing, attributes: Attributes) -> None:
        """Permissions and times for later. Raises Declined."""
        self._check_whole(landing)
        if attributes.size is not None and landing.may_end_at(attributes.size):
            attributes = replace(attributes, size=None)
        if not may_be_set(attributes):
            raise Declined(Code.PERMISSION_DENIED, words.ATTRIBUTES_REFUSED)
        landing.note(attributes)

    def finish(self, landing: Landing) -> None:
        """The client closes it: judged, named, journalled. Raises Declined when it was refused, GatewayFault to end all."""
        self._check_whole(landing)
        self._far.settle()
        if landing.target_code is not None:
            self._refuse(landing, Why.TARGET_FAILED, words.of_target(landing.target_code)[1])
        if landing.received < landing.least:
            self._refuse(landing, Why.OUT_OF_ORDER, words.WHOLE_ONLY)
        landing.is_whole = True
        landing.look.close()
        self._judge(landing)
        self._duties.recorder.marker(told.line("upload", landing))
        try:
            self._name(landing)
        except Declined as declined:
            self._refuse(landing, Why.TARGET_FAILED, declined.text)
        self._open.remove(landing)
        self._journal_done(landing)
        if landing.look.people >= self._duties.counted.limits.summed_from:
            self._people += landing.look.people
        self.own.add(landing.place)

    def _name(self, landing: Landing) -> None:
        """Give it its permissions and its own name. Raises Declined."""
        final = landing.folder.rstrip(b"/") + b"/" + landing.name
        wanted = landing.final_attributes()
        self._far.do(lambda number: requests.FSetStat(id=number, handle=landing.far, attributes=wanted))
        self._far.do(lambda number: requests.Close(id=number, handle=landing.far))
        if self._ground.folder(landing.place[:-1]) != landing.folder:
            raise Declined(Code.FAILURE, words.OUTSIDE, kind="sftp.outside")
        move(self._far, landing.temporary, final, replaces=landing.replaces)

    def _journal_done(self, landing: Landing) -> None:
        done = told.done(self._duties.names, landing)
        try:
            self._duties.journal([done])
        except Exception:  # what is not in the journal may not stand on the target
            self._take_away(landing.folder.rstrip(b"/") + b"/" + landing.name)
            raise

    def _refuse(self, landing: Landing, why: Why, text: Text) -> None:
        """Remove it, journal it, and say so. Raises Declined, always."""
        landing.refused = why
        self._open.remove(landing)
        with suppress(Declined, TargetError, Stopped):
            self._far.settle()
        left = not self._take_away(landing.temporary)
        refused = told.refused(self._duties.names, landing, why, left=left)
        self._duties.journal([refused])
        self._duties.recorder.marker(told.line(f"upload refused ({why})", landing))
        raise Declined(Code.PERMISSION_DENIED, text)

    def abandon(self, seconds: float) -> None:
        """The session ends: what is still on its way is removed, if the target can still be asked, and journalled."""
        abandoned, self._open = self._open, []
        events, answers = [], seconds > 0
        for landing in abandoned:
            answers = answers and self._take_away(
                landing.temporary, seconds
            )  # who does not answer once is not asked again
            events.append(told.interrupted(self._duties.names, landing, left=not answers))
        if events:
            self._duties.journal(events)

    def _take_away(self, path: bytes, seconds: float = 5.0) -> bool:
        """Delete on the target, even while everything is being stopped. False if that could not be done."""
        try:
            self._far.do(lambda number: requests.Remove(id=number, path=path), seconds=seconds, last=True)
        except Declined as declined:
            return declined.code is Code.NO_SUCH_FILE
        except (TargetError, OSError):
            return False
        return True

    def _check_whole(self, landing: Landing) -> None:
        if landing.refused is not None:
            raise Declined(Code.PERMISSION_DENIED, words.FILE_BROKEN)

    def _session_full(self) -> Text:
        limited = self._duties.limited
        return words.session_full(limited.session_bytes // _MEBIBYTE, limited.files)

    @property
    def index(self) -> dict[str, str]:
        """The index fields every event of this session has."""
        return asdict(self._duties.names)


def move(far: Far, old: bytes, new: bytes, *, replaces: bool) -> None:
    """Rename on the target; over what is there only if `replaces`. Raises Declined."""
    if far.offers(requests.PosixRename) and replaces:
        far.do(lambda number: requests.PosixRename(id=number, old=old, new=new))
        return
    if replaces:  # a server of version 3 alone: a moment in which there is neither
        far.do(lambda number: requests.Remove(id=number, path=new))
    far.do(lambda number: requests.Rename(id=number, old=old, new=new))


def _check_flags(flags: int) -> None:
    """For writing only, whole. Raises Declined."""
    if flags & Flag.READ:
        raise Declined(
            Code.PERMISSION_DENIED, words.NOT_WRITTEN_ONLY if flags & Flag.WRITE else words.NOT_OUT, kind="sftp.read"
        )
    if not flags & Flag.WRITE or flags & ~_KNOWN_FLAGS:
        raise Declined(Code.PERMISSION_DENIED, words.NOT_WRITTEN_ONLY)
    if flags & Flag.APPEND:
        raise Declined(Code.PERMISSION_DENIED, words.WHOLE_ONLY)
