"""A terminal's channel joined to a target's channel, faithfully (docs/architecture.md, "SSH walk").

Exit status goes before EOF, because OpenSSH answers EOF with CLOSE and what comes later is lost. Half-close is passed on.
From the target only its bytes, exit status and the name of an exit signal pass; its words in signals, banners, debug and
disconnect messages do not.
"""

import threading
from collections.abc import Mapping
from types import MappingProxyType

from paramiko import Channel, Message

from gateway.relay.ports import Recorder
from gateway.relay.pump import Pumps
from gateway.relay.screen import Screen
from gateway.relay.ssh.messages import (
    ChannelRequest,
    answer_message,
    exit_status,
    parse_size,
    request_message,
)
from gateway.relay.ssh.transport import OrderedTransport

READ_BYTES = 2 * 1024 * 1024  # at least the window: paramiko moves what a smaller read leaves behind
STATUS_SECONDS = 2.0
# RFC 4254 §6.10
SIGNALS = frozenset(
    {"ABRT", "ALRM", "FPE", "HUP", "ILL", "INT", "KILL", "PIPE", "QUIT", "SEGV", "TERM", "USR1", "USR2"}
)
LIVE_REQUESTS: Mapping[str, str] = MappingProxyType({"window-change": "resize", "signal": "signal"})


class Join:
    """Carries one running session until either end is done."""

    def __init__(
        self,
        *,
        client: tuple[OrderedTransport, Channel],
        target: tuple[OrderedTransport, Channel],
        screen: Screen,
        recorder: Recorder,
    ) -> None:
        self._client_transport, self._client = client
        self._target_transport, self._target = target
        # Taken now, before the target is asked to start: a short command's exit status comes before anybody waits for it.
        self._target_requests = self._target_transport.requests_of(self._target)
        self._client_requests = self._client_transport.requests_of(self._client)
        self._screen, self._recorder = screen, recorder
        self._pumps = Pumps(self.stop)
        self.shown_bytes = self.typed_bytes = 0
        self._ending: ChannelRequest | None = None
        self._status_known = threading.Event()

    def run(self) -> ChannelRequest | None:
        """Carry until the target has said everything; returns its exit-status or exit-signal, if it gave one.

        Raises what went wrong first in any direction.
        """
        down = self._pumps.start("down", self._down)
        errors = self._pumps.start("errors", self._errors)
        self._pumps.start("status", self._status)
        self._pumps.start("up", self._up)
        self._pumps.start("requests", self._requests)
        down.join()
        errors.join()
        if self._pumps.failure is not None:
            raise self._pumps.failure
        self._status_known.wait(STATUS_SECONDS)
        return self._ending

    def fail(self, failure: BaseException) -> None:
        """End the session for a reason from outside (a cut, a failed recorder). Callable from any thread."""
        self._pumps.fail(failure)

    def stop(self) -> None:
        """Close both channels' target side; the client's side is closed by whoever says the last word."""
        self._target_transport.close()

    def _down(self) -> None:
        while data := self._target.recv(READ_BYTES):
            self._screen.show(data)
            self.shown_bytes += len(data)

    def _errors(self) -> None:
        while data := self._target.recv_stderr(READ_BYTES):
            self._screen.show_error(data)
            self.shown_bytes += len(data)

    def _up(self) -> None:
        while data := self._client.recv(READ_BYTES):
            self._recorder.input(data)
            self.typed_bytes += len(data)
            self._target.sendall(data)
        if self._client.closed:
            self._target_transport.close()
        else:
            self._target.shutdown_write()

    def _requests(self) -> None:
        for request in iter(self._client_requests.get, None):
            handling = LIVE_REQUESTS.get(request.kind)
            if handling == "resize":
                self._recorder.resize(*parse_size(request.fields))
                self._pass_on(request)
            elif handling == "signal" and Message(request.fields).get_text() in SIGNALS:
                self._pass_on(request)
            elif request.want_reply:
                self._client_transport.send(answer_message(self._client, granted=False))

    def _pass_on(self, request: ChannelRequest) -> None:
        quiet = ChannelRequest(request.kind, want_reply=False, fields=request.fields)
        self._target_transport.send(request_message(self._target, quiet))

    def _status(self) -> None:
        for request in iter(self._target_requests.get, None):
            if request.kind == "exit-status":
                self._ending = exit_status(Message(request.fields).get_int())
            elif request.kind == "exit-signal":
                self._ending = bare_exit_signal(request.fields)
            if self._ending is not None:
                self._status_known.set()
        self._status_known.set()


def bare_exit_signal(fields: bytes) -> ChannelRequest:
    """An exit-signal with its name (KILL for one RFC 4254 does not list) and core flag, without the target's words."""
    m = Message(fields)
    name, core = m.get_text(), m.get_boolean()
    bare = Message()
    bare.add_string(name if name in SIGNALS else "KILL")
    bare.add_boolean(core)
    bare.add_string("")
    bare.add_string("")
    return ChannelRequest("exit-signal", want_reply=False, fields=bare.asbytes())
