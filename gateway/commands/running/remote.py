"""One exec on the target: what it says, how it ended, and how it is made to end.

Three threads wait for the channel (output, errors, requests); whoever runs the command takes pieces from one queue, so that a
person who does not read holds the target up, not our memory.
"""

import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, Queue
from typing import Final

from paramiko import Channel, ChannelException, Message, SSHException

from gateway.crypto.openssh import string
from gateway.relay.ssh.join import bare_exit_signal
from gateway.relay.ssh.messages import ChannelRequest, request_message, status_of
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.outcome import TargetError, Text

OPEN_SECONDS: Final = 10.0
_OPEN_PAUSES: Final = (0.05, 0.1, 0.2, 0.0)  # after each refusal
PIECE_BYTES: Final = 256 * 1024
_WAITING_PIECES: Final = 4
TERM_SECONDS: Final = 0.3  # after SIGTERM was asked for, before the leash is let go
KILL_SECONDS: Final = 1.2  # after the leash was let go

NO_CHANNEL: Final = Text(
    ja="接続先がコマンドの実行を受け付けません。接続先の管理者に連絡してください。",
    en="The target takes no command. Tell whoever runs it.",
)


class NoChannel(TargetError):
    """The target takes no further command just now; the connection may be well."""


class Stream(StrEnum):
    """Where a piece came from."""

    OUT = "out"
    ERR = "err"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of one stream, at most PIECE_BYTES."""

    stream: Stream
    data: bytes


class Remote:
    """One running exec. Used by one thread."""

    def __init__(self, transport: OrderedTransport, line: bytes) -> None:
        """Start `line` on the target. Raises NoChannel where it takes none, TargetError where it went away."""
        self._transport = transport
        self._channel = _opened(transport)
        self._requests = transport.requests_of(self._channel)
        self.ending: ChannelRequest | None = None
        self._pieces: Queue[Piece | None] = Queue(_WAITING_PIECES)
        self._waiting = 0
        self._is_heard = threading.Event()
        try:
            self._start(line)
        except BaseException:
            self._channel.close()
            raise

    def _start(self, line: bytes) -> None:
        if not self._transport.ask(self._channel, [ChannelRequest("exec", want_reply=True, fields=string(line))]):
            raise NoChannel("the target refused exec", NO_CHANNEL)
        for wait in (self._outputs, self._errors, self._endings):
            self._waiting += 1
            threading.Thread(target=wait, name=f"command {wait.__name__}", daemon=True).start()

    @property
    def is_over(self) -> bool:
        """True once everything was taken and no more can come."""
        return self._waiting == 0

    @property
    def has_ended(self) -> bool:
        """True once the target said how it ended; some of its output may still be on its way."""
        return self._is_heard.is_set()

    @property
    def status(self) -> int | None:
        """The exit status the target reported, if it did."""
        return status_of(self.ending)

    @property
    def signal(self) -> str | None:
        """The bare name of the signal that ended it, where the target reported one."""
        if self.ending is None or self.ending.kind != "exit-signal":
            return None
        return str(Message(self.ending.fields).get_text())

    def take(self, seconds: float) -> Piece | None:
        """The next piece; None if none came in so many seconds, or the end of a stream did (look at `is_over`)."""
        try:
            piece = self._pieces.get(timeout=seconds)
        except Empty:
            return None
        if piece is None:
            self._waiting -= 1
        return piece

    def give(self, data: bytes) -> None:
        """All of its standard input, and the end of it; nothing to one that has ended already. Raises TargetError."""
        try:
            self._channel.sendall(data)
            self._channel.shutdown_write()
        except (OSError, EOFError, SSHException) as error:
            if self._channel.eof_received:
                return
            raise TargetError(f"the connection to the target broke: {error}") from error

    def check_line(self) -> None:
        """Raises TargetError when it is over because the connection broke, not because the target said so."""
        if self.ending is None and not self._channel.eof_received:
            raise TargetError("the connection to the target broke")

    def stop(self) -> bool:
        """End it now: SIGTERM where sshd passes it on, then the leash, which kills. True if the target said that it is gone.

        Takes TERM_SECONDS and KILL_SECONDS at most. What it still says is thrown away.
        """
        try:
            if not self._is_heard.is_set():
                quiet = ChannelRequest("signal", want_reply=False, fields=string(b"TERM"))
                self._transport.send(self._channel, request_message(self._channel, quiet))
                self._drain(TERM_SECONDS)
                self._channel.shutdown_write()
                self._drain(KILL_SECONDS)
        except (OSError, EOFError, SSHException):
            pass  # the line is gone: sshd lets the leash go, or the clock ends it
        self.close()
        return self.ending is not None

    def hang_up(self) -> None:
        """Close the channel: no more comes, though what was said already can still be taken."""
        self._channel.close()

    def close(self) -> None:
        """Give the channel back. Nobody takes pieces any more."""
        self.hang_up()
        threading.Thread(target=self._forget, name="command rest", daemon=True).start()

    def _forget(self) -> None:
        while not self.is_over:
            self.take(1.0)

    def _drain(self, seconds: float) -> None:
        """Throw away what comes, until the target has said how it ended; for so long at most."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not (self._is_heard.is_set() or self.is_over):
            self.take(0.02)

    def _outputs(self) -> None:
        self._carry(Stream.OUT)

    def _errors(self) -> None:
        self._carry(Stream.ERR)

    def _carry(self, stream: Stream) -> None:
        receive = self._channel.recv if stream is Stream.OUT else self._channel.recv_stderr
        try:
            while data := receive(PIECE_BYTES):
                self._pieces.put(Piece(stream, data))
        finally:
            self._pieces.put(None)

    def _endings(self) -> None:
        try:
            for request in iter(self._requests.get, None):
                if request.kind == "exit-status":
                    self.ending = request
                elif request.kind == "exit-signal":
                    self.ending = bare_exit_signal(request.fields)
                if self.ending is not None:
                    self._is_heard.set()
                    return
        finally:
            self._pieces.put(None)


def _opened(transport: OrderedTransport) -> Channel:
    """A session channel. sshd may need a moment to forget one that was just closed. Raises NoChannel, TargetError."""
    for pause in _OPEN_PAUSES:
        try:
            return transport.open_session(timeout=OPEN_SECONDS)
        except ChannelException as error:
            refused = error
            time.sleep(pause)
        except (SSHException, EOFError, OSError) as error:
            raise TargetError(f"the connection to the target broke: {error}") from error
    raise NoChannel(f"no channel for a command: {refused}", NO_CHANNEL)
