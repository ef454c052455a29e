"""One session channel from its first request to its last word. Runs in a thread of its own, so nothing here is a callback.

Until a shell or command is asked for, requests are kept; then the session is admitted, the target is reached, and the kept
requests are said to the target before the channel is joined to it. The client's request is answered with the target's answer.
"""

from collections.abc import Callable
from contextlib import suppress

from paramiko import Channel

from gateway.authorization.obligations import Environment
from gateway.authorization.request import Capability
from gateway.listener.channel_requests import Handling, State, handling
from gateway.relay.ssh.messages import (
    ChannelRequest,
    Terminal,
    answer_message,
    cells,
    exit_status,
    parse_environment,
    parse_size,
    parse_terminal,
    request_message,
)
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.outcome import Text

REFUSED_STATUS = 254  # ours; OpenSSH itself says 255 for its own failures
ENVIRONMENT_MAX = 64
ENVIRONMENT_BYTES_MAX = 128 * 1024
NOT_OFFERED = Text(
    ja="この操作はゲートウェイでは利用できません。端末の画面での作業だけができます。必要な場合は管理監督者に相談してください。",
    en="This is not available through the gateway; work in a terminal is. Ask a supervisor if you need more.",
)
"""The fixed answer to subsystems, agents, X11 and whatever else nobody named."""


class ClientChannel:
    """The terminal's side of one channel."""

    def __init__(self, transport: OrderedTransport, channel: Channel) -> None:
        self.transport, self.channel = transport, channel
        self._requests = transport.requests_of(channel)
        self._environment: list[ChannelRequest] = []
        self._environment_bytes = 0
        self.terminal: Terminal | None = None
        self.state = State.OPEN

    def wanted(self, on_refused: Callable[[str], None]) -> tuple[ChannelRequest, Capability] | None:
        """Keep requests until one starts something; None when the client goes first."""
        for request in iter(self._requests.get, None):
            match handling(self.state, request.kind):
                case Handling.KEEP_ENVIRONMENT:
                    self._keep_environment(request)
                case Handling.KEEP_TERMINAL:
                    self._keep_terminal(request)
                case Handling.KEEP_SIZE:
                    self._keep_size(request)
                case Handling.START_SHELL:
                    return request, Capability.SHELL
                case Handling.START_COMMAND:
                    return request, Capability.EXEC
                case Handling.REFUSE:
                    self._refuse(request, on_refused)
        return None

    def size(self) -> tuple[int, int]:
        """Columns and rows; 80 x 24 for a channel without a terminal, as asciicast needs some."""
        if self.terminal is None:
            return 80, 24
        return cells(self.terminal.columns), cells(self.terminal.rows)

    def preliminaries(self, environment: Environment) -> list[ChannelRequest]:
        """What was kept, in the order a server expects it: permitted variables, then the terminal."""
        kept = [
            ChannelRequest(request.kind, want_reply=False, fields=request.fields)
            for request in self._environment
            if environment.admits(_name(request))
        ]
        if self.terminal is not None:
            kept.append(ChannelRequest("pty-req", want_reply=True, fields=self.terminal.fields))
        return kept

    def answer(self, request: ChannelRequest, *, granted: bool) -> None:
        """Say yes or no, if an answer is wanted."""
        if request.want_reply:
            self.transport.send(self.channel, answer_message(self.channel, granted=granted))

    def running(self) -> None:
        """The session runs; `relay.ssh.join` answers what is asked from here on."""
        self.state = State.RUNNING

    @property
    def is_running(self) -> bool:
        """True once the session was started on the target."""
        return self.state is State.RUNNING

    def refuse(self, request: ChannelRequest, text: Text) -> None:
        """Refuse in words: grant the request so that the client listens, say why, and end."""
        self.answer(request, granted=True)
        self.tell(text)
        self.close(exit_status(REFUSED_STATUS))

    def close(self, ending: ChannelRequest | None) -> None:
        """Exit status first, EOF next, CLOSE last (ssh-notes: OpenSSH drops what comes after EOF)."""
        with suppress(OSError, EOFError):  # it has gone already
            if ending is not None:
                self.transport.send(self.channel, request_message(self.channel, ending))
            self.channel.close()

    def tell(self, text: Text) -> None:
        """The gateway's own words: on the terminal, or on the error stream where there is none."""
        with suppress(OSError, EOFError):  # the client may have gone; the refusal is in the journal
            if self.terminal is None:
                self.channel.sendall_stderr(text.both().encode() + b"\n")
            else:
                self.channel.sendall(text.both().replace("\n", "\r\n").encode() + b"\r\n")

    def _keep_environment(self, request: ChannelRequest) -> None:
        self._environment_bytes += len(request.fields)
        fits = len(self._environment) < ENVIRONMENT_MAX and self._environment_bytes <= ENVIRONMENT_BYTES_MAX
        if fits:
            self._environment.append(request)
        self.answer(request, granted=fits)

    def _keep_terminal(self, request: ChannelRequest) -> None:
        self.terminal = parse_terminal(request.fields)
        self.state = State.TERMINAL
        self.answer(request, granted=True)

    def _keep_size(self, request: ChannelRequest) -> None:
        if self.terminal is not None:
            columns, rows = parse_size(request.fields)
            self.terminal = self.terminal.resized(columns, rows)

    def _refuse(self, request: ChannelRequest, on_refused: Callable[[str], None]) -> None:
        on_refused(request.kind)
        if request.kind in {"subsystem", "shell"}:  # the client waits for this one; after a failure it drops our words
            self.refuse(request, NOT_OFFERED)
        else:
            self.answer(request, granted=False)


def _name(request: ChannelRequest) -> str:
    return parse_environment(request.fields)[0].decode("ascii", errors="replace")
