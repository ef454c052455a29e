"""The target's half without SSH: OpenSSH's own sftp-server on pipes, or answers that a test writes itself."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gateway.audit.event import Event
from gateway.authorization.obligations import FilesLimited, PeopleCounted
from gateway.guards.personal_data.bounds import Bounds
from gateway.guards.personal_data.file import FileLook
from gateway.relay.names import Names
from gateway.relay.ssh.sftp import replies, requests
from gateway.relay.ssh.sftp.attributes import NOTHING, Attributes
from gateway.relay.ssh.sftp.desk import Desk
from gateway.relay.ssh.sftp.far import Far
from gateway.relay.ssh.sftp.ground import Ground
from gateway.relay.ssh.sftp.intake import Duties
from gateway.relay.ssh.sftp.message import Message
from gateway.relay.ssh.sftp.packets import Packets, packet
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.requests import Flag
from gateway.vocabulary.outcome import TargetError, Text
from tests.gateway.authorization.a_request import the_policy
from tests.gateway.sessions.an_office import ARecorder

NAMES = Names(person="P-1", session="S-1", terminal="TM-1", target="build-host", order="WO-1")
NEW = Flag.WRITE | Flag.CREAT | Flag.TRUNC
BOUNDS = Bounds(unpacked_bytes=1 << 26, unpacked_files=1000, nesting=3)


def server_path() -> str:
    """OpenSSH keeps it out of everybody's PATH."""
    for folder in ("/usr/lib/openssh", "/usr/libexec/openssh", "/usr/lib/ssh", "/usr/libexec"):
        found = shutil.which("sftp-server", path=folder)
        if found is not None:
            return found
    raise AssertionError("install openssh-sftp-server")


@contextmanager
def a_far(home: Path) -> Iterator[Far]:
    """A real server whose home is `home`."""
    process = subprocess.Popen(
        [server_path(), "-d", str(home), "-u", "022"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None
    assert stdout is not None

    def send(data: bytes) -> None:
        stdin.write(data)
        stdin.flush()

    far = Far(send)

    def read() -> None:
        while data := stdout.read1(65536):  # type: ignore[attr-defined]
            far.heard(data)
        far.gone(TargetError("it ended"))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        far.begin()
        yield far
    finally:
        process.kill()
        process.wait(10)
        reader.join(10)
        stdin.close()
        stdout.close()


def answering(answer: Callable[[Message], Message | bytes | None], **extensions: str) -> Far:
    """A target that answers what `answer` says: a message, raw bytes, or nothing."""
    packets = Packets()
    greeted: list[bytes] = []

    def send(data: bytes) -> None:
        for body in packets.feed(data):
            if not greeted:
                greeted.append(body)
                names = {name.encode(): value.encode() for name, value in extensions.items()}
                far.heard(packet(replies.Version(version=3, extensions=names).encoded()))
                continue
            said = answer(requests.parse_request(body))
            if said is not None:
                far.heard(said if isinstance(said, bytes) else packet(said.encoded()))

    far = Far(send)
    far.begin()
    return far


class ADesk:
    """A desk, and everything it said to anybody."""

    def __init__(self, far: Far, ground: Ground, **limits: Any) -> None:
        self.events: list[Event] = []
        self.recorder = ARecorder()
        self.late: list[Message] = []
        self.said: list[tuple[str | None, str]] = []
        self.refused: list[str] = []
        self.journal_fails: Exception | None = None
        self._number = 0
        self._changed = threading.Condition()
        upload = the_policy().limits.upload
        self.duties = Duties(
            names=NAMES,
            limited=FilesLimited(**{"file_bytes": 1 << 20, "session_bytes": 1 << 22, "files": 10, **limits}),
            counted=PeopleCounted(limits=upload),
            look=lambda: FileLook(BOUNDS),
            new_upload=self._new_upload,
            journal=self._journal,
            recorder=self.recorder,
        )
        self.desk = Desk(
            far=far, ground=ground, duties=self.duties, reply=self._reply, say=self._say, refused=self.refused.append
        )

    def ask(self, kind: type[Message], **fields: Any) -> Any:
        """Ask something; its answer, also where that comes late."""
        self._number += 1
        answer = self.desk.answer(kind(id=self._number, **fields))
        if answer is not None:
            assert answer.id == self._number
            return answer
        with self._changed:
            assert self._changed.wait_for(lambda: any(one.id == self._number for one in self.late), 10)
        return next(one for one in self.late if one.id == self._number)

    def open(self, path: bytes, flags: int = NEW, attributes: Attributes = NOTHING) -> Any:
        return self.ask(requests.Open, path=path, flags=flags, attributes=attributes)

    def put(self, path: bytes, *pieces: bytes, flags: int = NEW) -> int:
        """Send a file; the code of the first thing that was not OK, or of the close."""
        opened = self.open(path, flags)
        if not isinstance(opened, replies.Handle):
            return int(opened.code)
        at = 0
        for piece in pieces:
            wrote = self.ask(requests.Write, handle=opened.handle, offset=at, data=piece)
            if wrote.code != Code.OK:
                self.ask(requests.Close, handle=opened.handle)
                return int(wrote.code)
            at += len(piece)
        return int(self.ask(requests.Close, handle=opened.handle).code)

    def of(self, kind: str) -> list[Any]:
        return [event for event in self.events if event.kind == kind]

    def _new_upload(self) -> str:
        return f"U-20261122-{len(self.recorder.kept):010d}"

    def _journal(self, events: Sequence[Event]) -> None:
        if self.journal_fails is not None:
            raise self.journal_fails
        self.events.extend(events)

    def _reply(self, message: Message) -> None:
        with self._changed:
            self.late.append(message)
            self._changed.notify_all()

    def _say(self, about: str | None, text: Text) -> None:
        self.said.append((about, text.en))


@contextmanager
def a_desk(folder: Path, **limits: Any) -> Iterator[ADesk]:
    """A desk before a real server; `folder/drop` is the drop folder, `folder/home` the account's home."""
    (folder / "home").mkdir(exist_ok=True)
    (folder / "drop").mkdir(exist_ok=True)
    with a_far(folder / "home") as far:
        yield ADesk(far, Ground.find(far, str(folder / "drop")), **limits)
