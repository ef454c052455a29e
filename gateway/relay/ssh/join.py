"""A terminal's channel joined to a target's channel, faithfully (docs/architecture.md, "SSH walk").

Exit status goes before EOF, because OpenSSH answers EOF with CLOSE and what comes later is lost; so a program that closes its
output and runs on keeps its channel until it says how it ended. Half-close is passed on.
From the target only its bytes, exit status and the name of an exit signal pass; its words in signals, banners, debug and
disconnect messages do not.
"""

import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from paramiko import Channel, Message, SSHException

from gateway.relay.keyboard import Keyboard
from gateway.relay.pump import Pumps
from gateway.relay.screen import Screen
from gateway.relay.ssh.live_requests import SIGNALS, Live, live
from gateway.relay.ssh.messages import (
    ChannelRequest,
    answer_message,
    cells,
    exit_status,
    parse_size,
    request_message,
    resized,
)
from gateway.relay.ssh.transport import OrderedTransport
from gateway.relay.ssh.typed_file import HELD_BYTES, TypedFile
from gateway.sessions.ending import PersonLeft
from gateway.vocabulary.outcome import PeerError, TargetError

READ_BYTES = 2 * 1024 * 1024  # at least the window: paramiko moves what a smaller read leaves behind
POLL_SECONDS = 0.005
IDLE_SECONDS = 0.015  # after which a guard lets go what it held only in case more would come
P = ParamSpec("P")
R = TypeVar("R")


class Join:
    """Carries one running session until either end is done."""

    def __init__(
        self,
        *,
        client: tuple[OrderedTransport, Channel],
        target: tuple[OrderedTransport, Channel],
        screen: Screen,
        keyboard: Keyboard,
        on_resize: Callable[[int, int], None],
        on_refused: Callable[[str], None],
        typed_file: TypedFile | None = None,
    ) -> None:
        """`on_resize` hears columns and rows of the terminal, before the target does.

        `on_refused` hears the kind of every further request that is refused, and never waits. `typed_file` looks into
        standard input, which is held back while more is on its way.
        """
        self._client_transport, self._client = client
        self._target_transport, self._target = target
        # Taken now, before the target is asked to start: a short command's exit status comes before anybody waits for it.
        self._target_requests = self._target_transport.requests_of(self._target)
        self._client_requests = self._client_transport.requests_of(self._client)
        self._screen, self._keyboard, self._on_refused = screen, keyboard, on_refused
        self._on_resize = on_resize
        self._typed_file = typed_file
        self._pumps = Pumps(self.stop)
        self.shown_bytes = self.typed_bytes = 0
        self._ending: ChannelRequest | None = None

    def run(self) -> ChannelRequest | None:
        """Carry until the target has said everything; returns its exit-status or exit-signal, if it gave one.

        Raises what went wrong first in any direction, soon after it did; TargetError when the target went without a CLOSE.
        """
        self._pumps.start("down", self._down)
        self._pumps.start("errors", self._errors)
        self._pumps.start("status", self._status)
        self._pumps.start("up", self._up)
        self._pumps.start("requests", self._requests)
        self._pumps.wait("down", "errors", "status")
        if self._ending is None and not self._target.eof_received and not self._client.closed:
            raise TargetError("the connection to the target broke")
        return self._ending

    def fail(self, failure: BaseException) -> None:
        """End the session for a reason from outside (a cut, a failed recorder). Callable from any thread."""
        self._pumps.fail(failure)

    def stop(self) -> None:
        """Close both channels' target side; the client's side is closed by whoever says the last word."""
        self._target_transport.close()

    def _down(self) -> None:
        while data := _of_target(self._target.recv, READ_BYTES):
            _of_client(self._screen.show, data)
            self.shown_bytes += len(data)
            if self._screen.holds and not _comes(self._target, self._target.recv_ready, IDLE_SECONDS):
                _of_client(self._screen.idle)
        _of_client(self._screen.close)

    def _errors(self) -> None:
        while data := _of_target(self._target.recv_stderr, READ_BYTES):
            _of_client(self._screen.show_error, data)
            self.shown_bytes += len(data)
            if self._screen.holds and not _comes(self._target, self._target.recv_stderr_ready, IDLE_SECONDS):
                _of_client(self._screen.idle)
        _of_client(self._screen.close_error)

    def _up(self) -> None:
        held = b""
        while data := _of_client(self._client.recv, READ_BYTES):
            held += self._passed(data)
            if self._waits_for_more(len(held)):
                continue
            if not self._typed(held):
                return
            held = b""
        if self._typed_file is not None and not self._client.closed:
            self._typed_file.close()
        held += self._keyboard.close()
        if held and not self._typed(held):
            return
        if not self._client.closed:
            _of_target(self._target.shutdown_write)

    def _passed(self, data: bytes) -> bytes:
        """What the guards let through of what was typed."""
        self.typed_bytes += len(data)
        passed = self._keyboard.typed(data)
        if self._keyboard.holds and not self._more_comes(IDLE_SECONDS):
            passed += self._keyboard.idle()
        if self._typed_file is not None:
            self._typed_file.feed(data)
        return passed

    def _waits_for_more(self, held: int) -> bool:
        return (
            self._typed_file is not None and held < HELD_BYTES and self._more_comes(self._typed_file.patience_seconds)
        )

    def _more_comes(self, seconds: float) -> bool:
        return _comes(self._client, self._client.recv_ready, seconds)

    def _typed(self, data: bytes) -> bool:
        """False once the target wants no more: what is typed at a program that has ended is no fault of anybody."""
        try:
            _of_target(self._target.sendall, data)
        except TargetError:
            if self._target.closed:
                return False
            raise
        return True

    def _requests(self) -> None:
        for request in iter(self._client_requests.get, None):
            match live(request.kind, request.fields):
                case Live.RESIZE:
                    columns, rows = parse_size(request.fields)
                    self._on_resize(cells(columns), cells(rows))
                    self._pass_on(resized(request, *self._screen.told(columns, rows)))
                case Live.SIGNAL:
                    if self._keyboard.listens:  # an interrupt that is not typed is no other one
                        self._pass_on(request)
                case Live.DECLINE:
                    self._decline(request)
                case Live.REFUSE:
                    self._on_refused(request.kind)
                    self._decline(request)
        self._pumps.settle("up")  # the client has gone; what it typed before that still arrives, if anybody takes it
        self._target_transport.close()

    def _decline(self, request: ChannelRequest) -> None:
        if request.want_reply:
            self._client_transport.send(self._client, answer_message(self._client, granted=False))

    def _pass_on(self, request: ChannelRequest) -> None:
        quiet = ChannelRequest(request.kind, want_reply=False, fields=request.fields)
        _of_target(self._target_transport.send, self._target, request_message(self._target, quiet))

    def _status(self) -> None:
        for request in iter(self._target_requests.get, None):
            if request.kind == "exit-status":
                self._ending = exit_status(Message(request.fields).get_int())
            elif request.kind == "exit-signal":
                self._ending = bare_exit_signal(request.fields)
            if self._ending is not None:
                return


def _comes(channel: Channel, is_ready: Callable[[], bool], seconds: float) -> bool:
    """True once there is more, or the end; False if nothing came for so long."""
    until = time.monotonic() + seconds
    while not (is_ready() or channel.eof_received or channel.closed):
        if time.monotonic() > until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _of_target(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do something with the target's channel; a line that breaks under it is the target's."""
    try:
        return act(*args, **kwargs)
    except (OSError, EOFError, SSHException) as error:
        raise TargetError(f"the connection to the target broke: {error}") from error


def _of_client(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do something with the terminal's channel; a line that breaks under it means that the person left."""
    try:
        return act(*args, **kwargs)
    except (OSError, EOFError) as error:
        raise PersonLeft from error
    except SSHException as error:  # a key exchange the client began and does not finish
        raise PeerError(str(error)) from error


def bare_exit_signal(fields: bytes) -> ChannelRequest:
    """An exit-signal with its name (KILL for one RFC 4254 does not list) and core flag, without the target's words."""
    m = Message(fields)
    name, core = m.get_binary().decode("ascii", errors="replace"), m.get_boolean()
    bare = Message()
    bare.add_string(name if name in SIGNALS else "KILL")
    bare.add_boolean(core)
    bare.add_string("")
    bare.add_string("")
    return ChannelRequest("exit-signal", want_reply=False, fields=bare.asbytes())
