"""The target's SFTP, asked by us: one request at a time and its answer, but for content, which is sent ahead.

Two threads: whoever serves the client asks; whoever reads the target's bytes calls `heard`. Content is sent ahead up to
AHEAD_MAX requests, each answered by its own callback on the reading thread; `settle` waits for all of them.
A target that answers what nobody asked, or in another shape, is a TargetError. After `stop` nobody waits any more.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

from gateway.crypto.wire import Malformed
from gateway.relay.ssh.sftp import replies, requests
from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.folder import Declined, is_plain
from gateway.relay.ssh.sftp.message import Message
from gateway.relay.ssh.sftp.packets import Packets, packet
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.words import NO_SFTP, of_target
from gateway.vocabulary.outcome import TargetError

AHEAD_MAX = 64
ANSWER_SECONDS = 60.0  # a slow disk may take its time; a dead connection is noticed by TCP earlier or later
WRITE_BYTES_MAX = 255 * 1024
WRITE_BYTES_SURE = 32 * 1024  # every server takes packets of 34,000 bytes (draft §3)
M = TypeVar("M", bound=Message)


class Stopped(Exception):
    """The session is being ended; nobody waits for the target any more."""


class Far:
    """One connection to a target's SFTP server. `send` puts bytes on the wire; it raises what the wire raises."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._packets = Packets()
        self._changed = threading.Condition()
        self._next = 0
        self._waiting: dict[int, Message | None] = {}
        self._ahead: dict[int, Callable[[int], None]] = {}
        self._version: replies.Version | None = None
        self._broken: TargetError | None = None
        self._stopped = False
        self.write_bytes = WRITE_BYTES_SURE

    # -- the reading thread -------------------------------------------------------------------------------------------

    def heard(self, data: bytes) -> None:
        """Bytes from the target. Raises TargetError."""
        try:
            for body in self._packets.feed(data):
                self._answered(body)
        except Malformed as wrong:
            raise TargetError(f"the target's SFTP: {wrong}") from wrong

    def gone(self, why: TargetError) -> None:
        """Nothing more comes from the target."""
        with self._changed:
            self._broken = self._broken or why
            self._changed.notify_all()

    def _answered(self, body: bytes) -> None:
        if self._version is None:
            with self._changed:
                self._version = replies.parse_version(body)
                self._changed.notify_all()
            return
        reply = replies.parse_reply(body)
        with self._changed:
            ahead = self._ahead.get(reply.id)
            if ahead is None:
                if self._waiting.get(reply.id, reply) is not None:
                    raise Malformed("an answer to nothing")
                self._waiting[reply.id] = reply
                self._changed.notify_all()
                return
        try:
            ahead(_status(reply))
        finally:
            with self._changed:
                del self._ahead[reply.id]
                self._changed.notify_all()

    # -- the asking thread --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Agree on the version, and learn how much fits into one request. Raises TargetError with words."""
        self._send(packet(requests.Init(version=requests.VERSION).encoded()))
        try:
            self._wait(lambda: self._version is not None, ANSWER_SECONDS)
        except TargetError as error:
            raise TargetError(str(error), NO_SFTP) from error
        if self.offers(requests.AskLimits):
            limits = self.ask(lambda number: requests.AskLimits(id=number), replies.LimitsReply)
            self.write_bytes = max(WRITE_BYTES_SURE, min(limits.write_bytes, WRITE_BYTES_MAX))

    def offers(self, kind: type[Message]) -> bool:
        """True if the target announced this extended request."""
        return self._version is not None and kind.NAME in self._version.extensions

    def ask(
        self, make: Callable[[int], Message], wanted: type[M], *, seconds: float = ANSWER_SECONDS, last: bool = False
    ) -> M:
        """Ask, and wait for an answer of the wanted kind; `last` asks on although everybody was told to stop.

        Raises Declined when the target says no (with our words), TargetError when it answers something else or not at all.
        """
        number = self._post(make, last=last)
        self._wait(lambda: self._waiting[number] is not None, seconds, last=last)
        with self._changed:
            reply = self._waiting.pop(number)
        if isinstance(reply, wanted) and (not isinstance(reply, replies.Status) or reply.code == Code.OK):
            return reply
        if isinstance(reply, replies.Status) and reply.code != Code.OK:
            raise Declined(*of_target(reply.code))
        raise TargetError(f"the target's SFTP answered with {type(reply).__name__}")

    def do(self, make: Callable[[int], Message], *, seconds: float = ANSWER_SECONDS, last: bool = False) -> None:
        """Ask for something that is answered by a status. Raises Declined and TargetError."""
        self.ask(make, replies.Status, seconds=seconds, last=last)

    def write_ahead(self, handle: bytes, offset: int, data: bytes, answered: Callable[[int], None]) -> None:
        """Send content without waiting for its answer; waits while AHEAD_MAX are on their way."""
        self._wait(lambda: len(self._ahead) < AHEAD_MAX, ANSWER_SECONDS)
        with self._changed:
            number = self._number()
            self._ahead[number] = answered
        self._send(packet(requests.Write(id=number, handle=handle, offset=offset, data=data).encoded()))

    def settle(self) -> None:
        """Until everything that was sent ahead is answered."""
        self._wait(lambda: not self._ahead, ANSWER_SECONDS)

    def real_path(self, path: bytes) -> bytes:
        """Where a path leads, without links. Raises Declined, and TargetError for an answer in another spelling."""
        names = self.ask(lambda number: requests.RealPath(id=number, path=path), replies.Names)
        if len(names.entries) != 1 or not is_plain(names.entries[0].name):
            raise TargetError("the target's SFTP gave no plain path")
        return names.entries[0].name

    def attributes(self, path: bytes) -> Attributes | None:
        """Attributes of a name without following a link; None if there is no such name. Raises Declined, TargetError."""
        try:
            return self.ask(lambda number: requests.LStat(id=number, path=path), replies.Attrs).attributes
        except Declined as declined:
            if declined.code is Code.NO_SUCH_FILE:
                return None
            raise

    def stop(self) -> None:
        """Let whoever waits go on with Stopped. Callable from any thread."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _post(self, make: Callable[[int], Message], *, last: bool) -> int:
        with self._changed:
            if self._broken is not None:
                raise self._broken
            if self._stopped and not last:
                raise Stopped
            number = self._number()
            self._waiting[number] = None
        self._send(packet(make(number).encoded()))
        return number

    def _number(self) -> int:
        self._next = (self._next + 1) % 2**32
        return self._next

    def _wait(self, done: Callable[[], bool], seconds: float, *, last: bool = False) -> None:
        with self._changed:
            self._changed.wait_for(lambda: done() or self._broken is not None or (self._stopped and not last), seconds)
            if done():
                return
            if self._broken is not None:
                raise self._broken
            if self._stopped and not last:
                raise Stopped
        raise TargetError(f"the target's SFTP did not answer within {seconds:g} s")


def _status(reply: Message) -> int:
    if not isinstance(reply, replies.Status):
        raise Malformed(f"{type(reply).__name__} in answer to content")
    return reply.code
