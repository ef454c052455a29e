"""Where a client's requests are answered, one after another: the table says what is done with each, a function here does it.

The handles a client sees are names of ours, good for this session. An answer is a message; content is answered later, when
the target has answered, through `reply`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from gateway.audit.event import Event
from gateway.relay.events import UploadFolderMade, UploadMoved, UploadRemoved
from gateway.relay.ssh.sftp import replies, requests, words
from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.far import Far
from gateway.relay.ssh.sftp.folder import Declined, Place, place_of, shown, spelled
from gateway.relay.ssh.sftp.ground import Ground
from gateway.relay.ssh.sftp.intake import Duties, Intake, move
from gateway.relay.ssh.sftp.landing import NOT_FOR_OTHERS, PLAIN_BITS, Landing, may_be_set
from gateway.relay.ssh.sftp.listing import Listing, remade
from gateway.relay.ssh.sftp.message import Message
from gateway.relay.ssh.sftp.packets import PACKET_BYTES_MAX
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.table import Handling, Refuse, handling
from gateway.vocabulary.outcome import Text

HANDLES_MAX = 64
Answer = Message | None


class Desk:
    """One session's. `reply` sends a late answer, `say` puts words before the person, `refused` counts for the journal."""

    def __init__(
        self,
        *,
        far: Far,
        ground: Ground,
        duties: Duties,
        reply: Callable[[Message], None],
        say: Callable[[str | None, Text], None],
        refused: Callable[[str], None],
    ) -> None:
        self._far, self._ground, self._duties = far, ground, duties
        self.intake = Intake(far, ground, duties)
        self._reply, self._say, self._refused = reply, say, refused
        self._handles: dict[bytes, Landing | Listing] = {}
        self._opened = 0

    def answer(self, request: Message) -> Answer:
        """The answer to one request, or None where it comes later. Raises TargetError, GatewayFault: the session ends."""
        how = handling(request)
        try:
            if isinstance(how, Refuse):
                raise Declined(how.code, how.text, how.kind)
            return _DOES[how](self, request)
        except Declined as declined:
            return self._declined(request, declined)

    def _declined(self, request: Message, declined: Declined) -> Message:
        if declined.kind is not None:
            self._refused(declined.kind)
        if declined.text not in words.OF_CODE.values():  # what every client has words for itself is not said twice
            self._say(self._about(request), declined.text)
        return replies.Status(id=request.id, code=declined.code, words=declined.text.both().encode(), language=b"ja")

    def _about(self, request: Message) -> str | None:
        """The name a request is about, as the person wrote it."""
        landing = self._handles.get(getattr(request, "handle", b""))
        if landing is not None:
            return spelled(shown(landing.place))
        path: bytes = getattr(request, "path", getattr(request, "old", b""))
        return spelled(path[:300]) or None

    # -- files --------------------------------------------------------------------------------------------------------

    def begin_file(self, request: requests.Open) -> Answer:
        """OPEN."""
        self._check_room()
        return self._handle(request, self.intake.begin(place_of(request.path), request.flags, request.attributes))

    def take_content(self, request: requests.Write) -> Answer:
        """WRITE."""
        landing = self._landing(request.handle)
        self.intake.take(landing, request.offset, request.data, lambda code: self._reply(_coded(request.id, code)))
        return None

    def close(self, request: requests.Close) -> Answer:
        """CLOSE, of a file or of a listing."""
        match self._handles.get(request.handle):
            case Landing() as landing:
                del self._handles[request.handle]
                self.intake.finish(landing)
            case Listing(far=far):
                del self._handles[request.handle]
                self._far.do(lambda number: requests.Close(id=number, handle=far))
            case None:
                raise Declined(Code.FAILURE, words.NO_SUCH_HANDLE)
        return _ok(request)

    def sync(self, request: requests.FSync) -> Answer:
        """fsync@openssh.com."""
        landing = self._landing(request.handle)
        self._far.settle()
        if not self._far.offers(requests.FSync):
            raise Declined.of(Code.OP_UNSUPPORTED)
        self._far.do(lambda number: requests.FSync(id=number, handle=landing.far))
        return _ok(request)

    def show_open(self, request: requests.FStat) -> Answer:
        """FSTAT."""
        landing = self._landing(request.handle)
        self._far.settle()
        found = self._far.ask(lambda number: requests.FStat(id=number, handle=landing.far), replies.Attrs)
        return replies.Attrs(id=request.id, attributes=found.attributes.bare())

    def note_attributes(self, request: requests.FSetStat) -> Answer:
        """FSETSTAT: kept until the file is accepted."""
        self.intake.note(self._landing(request.handle), request.attributes)
        return _ok(request)

    # -- names --------------------------------------------------------------------------------------------------------

    def spell_path(self, request: requests.RealPath) -> Answer:
        """REALPATH: ours alone; the target is not asked."""
        spelling = shown(place_of(request.path))
        entry = replies.Entry(name=spelling, line=spelling, attributes=Attributes())
        return replies.Names(id=request.id, entries=(entry,))

    def show_attributes(self, request: requests.Stat | requests.LStat) -> Answer:
        """STAT and LSTAT."""
        place = place_of(request.path)
        follow = isinstance(request, requests.Stat)
        found = self._ground.attributes(place) if follow else self._ground.own_attributes(place)
        return replies.Attrs(id=request.id, attributes=found.bare())

    def set_attributes(self, request: requests.SetStat) -> Answer:
        """SETSTAT, of what is there and is no link."""
        place = place_of(request.path)
        if not place or not may_be_set(request.attributes):
            raise Declined(Code.PERMISSION_DENIED, words.ATTRIBUTES_REFUSED)
        self._file_or_folder(place)
        path, wanted = self._ground.name(place), _plain(request.attributes)
        self._far.do(lambda number: requests.SetStat(id=number, path=path, attributes=wanted))
        return _ok(request)

    def make_folder(self, request: requests.MkDir) -> Answer:
        """MKDIR."""
        place = place_of(request.path)
        if not place:
            raise Declined.of(Code.FAILURE)
        if not may_be_set(Attributes(permissions=request.attributes.permissions)):
            raise Declined(Code.PERMISSION_DENIED, words.ATTRIBUTES_REFUSED)
        path, asked = self._ground.name(place), request.attributes.permissions
        mode = (0o755 if asked is None else asked & PLAIN_BITS) & ~NOT_FOR_OTHERS
        wanted = Attributes(permissions=mode)
        self._far.do(lambda number: requests.MkDir(id=number, path=path, attributes=wanted))
        self._journal(UploadFolderMade(**self.intake.index, path=spelled(shown(place))))
        return _ok(request)

    def move(self, request: requests.Rename) -> Answer:
        """RENAME and posix-rename@openssh.com."""
        old, new = place_of(request.old), place_of(request.new)
        if not old or not new:
            raise Declined.of(Code.FAILURE)
        if self.intake.is_open_under(old) or self.intake.is_open_under(new):
            raise Declined(Code.FAILURE, words.IN_USE)
        self._file_or_folder(old)
        there = self._far.attributes(self._ground.name(new))
        if there is not None and not isinstance(request, requests.PosixRename):
            raise Declined.of(Code.FAILURE)
        if there is not None and not there.is_file:
            raise Declined(Code.PERMISSION_DENIED, words.NOT_A_FILE)
        move(self._far, self._ground.name(old), self._ground.name(new), replaces=there is not None)
        self._journal(UploadMoved(**self.intake.index, path=spelled(shown(old)), to=spelled(shown(new))))
        self.intake.own = {_moved(place, old, new) for place in self.intake.own}
        return _ok(request)

    def delete_own(self, request: requests.Remove) -> Answer:
        """REMOVE, of what this session has sent."""
        place = place_of(request.path)
        if place not in self.intake.own:
            raise Declined(Code.PERMISSION_DENIED, words.NOT_YOURS, kind="sftp.remove")
        path = self._ground.name(place)
        self._file_or_folder(place)
        self._far.do(lambda number: requests.Remove(id=number, path=path))
        self._journal(UploadRemoved(**self.intake.index, path=spelled(shown(place))))
        self.intake.own.discard(place)
        return _ok(request)

    def _file_or_folder(self, place: Place) -> None:
        found = self._ground.own_attributes(place)
        if not (found.is_file or found.is_folder):
            raise Declined(Code.PERMISSION_DENIED, words.NOT_A_FILE)

    # -- listings -----------------------------------------------------------------------------------------------------

    def begin_listing(self, request: requests.OpenDir) -> Answer:
        """OPENDIR."""
        self._check_room()
        place = place_of(request.path)
        real = self._ground.folder(place)
        opened = self._far.ask(lambda number: requests.OpenDir(id=number, path=real), replies.Handle)
        return self._handle(request, Listing(place=place, far=opened.handle))

    def go_on_listing(self, request: requests.ReadDir) -> Answer:
        """READDIR: what may be seen of the target's next names, recorded before it is shown."""
        listing = self._handles.get(request.handle)
        if not isinstance(listing, Listing):
            raise Declined(Code.FAILURE, words.NO_SUCH_HANDLE)
        while (
            True
        ):  # until the target says EOF, which is Declined here; an answer without names would end a client's list
            more = self._far.ask(lambda number: requests.ReadDir(id=number, handle=listing.far), replies.Names)
            entries = remade(more.entries)
            if entries:
                break
        lines = "".join(f"{spelled(one.line)}\r\n" for one in entries)
        self._duties.recorder.output(lines.encode())
        return replies.Names(id=request.id, entries=entries)

    def tell_limits(self, request: requests.AskLimits) -> Answer:
        """limits@openssh.com; nothing can be read, so nothing is said of reading."""
        return replies.LimitsReply(
            id=request.id,
            packet_bytes=PACKET_BYTES_MAX,
            read_bytes=0,
            write_bytes=PACKET_BYTES_MAX - 1024,
            handles=HANDLES_MAX,
        )

    # -- handles ------------------------------------------------------------------------------------------------------

    def _check_room(self) -> None:
        if len(self._handles) >= HANDLES_MAX:
            raise Declined(Code.FAILURE, words.TOO_MANY_HANDLES)

    def _handle(self, request: Message, opened: Landing | Listing) -> Message:
        self._opened += 1
        handle = b"%d" % self._opened
        self._handles[handle] = opened
        return replies.Handle(id=request.id, handle=handle)

    def _landing(self, handle: bytes) -> Landing:
        landing = self._handles.get(handle)
        if not isinstance(landing, Landing):
            raise Declined(Code.FAILURE, words.NO_SUCH_HANDLE)
        return landing

    def _journal(self, event: Event) -> None:
        self._duties.journal([event])


_DOES: Mapping[Handling, Callable[[Desk, Any], Answer]] = MappingProxyType(
    {
        Handling.BEGIN_FILE: Desk.begin_file,
        Handling.TAKE_CONTENT: Desk.take_content,
        Handling.CLOSE: Desk.close,
        Handling.SYNC: Desk.sync,
        Handling.SHOW_ATTRIBUTES: Desk.show_attributes,
        Handling.SHOW_OPEN: Desk.show_open,
        Handling.SET_ATTRIBUTES: Desk.set_attributes,
        Handling.NOTE_ATTRIBUTES: Desk.note_attributes,
        Handling.BEGIN_LISTING: Desk.begin_listing,
        Handling.GO_ON_LISTING: Desk.go_on_listing,
        Handling.SPELL_PATH: Desk.spell_path,
        Handling.MAKE_FOLDER: Desk.make_folder,
        Handling.MOVE: Desk.move,
        Handling.DELETE_OWN: Desk.delete_own,
        Handling.TELL_LIMITS: Desk.tell_limits,
    }
)


def _ok(request: Message) -> replies.Status:
    return replies.Status(id=request.id, code=Code.OK)


def _coded(number: int, code: int) -> replies.Status:
    known, text = words.of_target(code)
    return replies.Status(
        id=number, code=known, words=b"" if known is Code.OK else text.both().encode(), language=b"ja"
    )


def _plain(attributes: Attributes) -> Attributes:
    permissions = None if attributes.permissions is None else attributes.permissions & PLAIN_BITS
    return Attributes(permissions=permissions, times=attributes.times)


def _moved(place: Place, old: Place, new: Place) -> Place:
    """Where a place is after `old` was renamed to `new`."""
    return (*new, *place[len(old) :]) if place[: len(old)] == old else place
