"""One session channel from its first request to its last word. Runs in a thread of its own, so nothing here is a callback.

Until a shell, command or upload is asked for, requests are kept; then the session is admitted, the target is reached, and the
kept requests are said to the target before the channel is joined to it. The client's request is answered with the target's
answer. What is kept was read strictly first: nothing is passed on that we and the target could read differently.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from paramiko import Channel

from gateway.authorization.obligations import Environment
from gateway.authorization.request import Capability
from gateway.crypto.wire import Malformed
from gateway.listener.channel_requests import STARTS, Handling, State, handling
from gateway.listener.transfer_programs import transfer_program
from gateway.relay.ssh.messages import (
    ChannelRequest,
    Terminal,
    answer_message,
    cells,
    exit_status,
    parse_terminal,
    request_message,
)
from gateway.relay.ssh.request_fields import four_numbers, nothing, one_string, terminal, two_strings
from gateway.relay.ssh.transport import OrderedTransport
from gateway.sessions.ending import SessionCut
from gateway.vocabulary.outcome import Text

REFUSED_STATUS = 254  # ours; OpenSSH itself says 255 for its own failures
SPEAK_SECONDS = 2.0  # a client whose window is shut does not keep its channel by not listening
ENVIRONMENT_MAX = 64
MODES_BYTES_MAX = 1024  # RFC 4254 §8: 5 bytes a mode, and there are fewer than 160
# A value is a locale or a colour; what is longer, or holds quotes and brackets, is a script or a file on its way in.
_NAME = re.compile(rb"[A-Z][A-Z0-9_]{0,63}")
_VALUE = re.compile(rb"[A-Za-z0-9_.,:;@=+/ -]{0,256}")
_TERM = re.compile(rb"[A-Za-z0-9._+-]{0,64}")
UPLOAD_SUBSYSTEM = b"sftp"
NOT_OFFERED = Text(
    ja="この操作はゲートウェイでは利用できません。端末の画面での作業だけができます。必要な場合は管理監督者に相談してください。",
    en="This is not available through the gateway; work in a terminal is. Ask a supervisor if you need more.",
)
"""The fixed answer to subsystems, agents, X11 and whatever else nobody named."""
NO_TRANSFER_PROGRAM = Text(
    ja="ファイル転送のコマンド（scp -O、rsync、git、tar の展開など）はゲートウェイでは利用できません。"
    "個人データを扱わない接続先へは sftp または scp（-O なし）で送信できます。"
    "個人データを扱う接続先ではファイルを送受信できません。必要な場合は管理監督者に相談してください。",
    en="Commands that transfer files (scp -O, rsync, git, unpacking with tar) are not available through the gateway. "
    "To a target free of personal data, send files with sftp, or scp without -O; "
    "a target with personal data takes and gives no files. Ask a supervisor if you need more.",
)


class ClientChannel:
    """The terminal's side of one channel."""

    def __init__(self, transport: OrderedTransport, channel: Channel) -> None:
        self.transport, self.channel = transport, channel
        self._requests = transport.requests_of(channel)
        self._environment: list[ChannelRequest] = []
        self._admissible = Environment(allowed=())
        self.refused: Callable[[str], None] = _unheard
        self.terminal: Terminal | None = None
        self.state = State.OPEN

    def wanted(
        self, on_refused: Callable[[str], None], environment: Environment
    ) -> tuple[ChannelRequest, Capability] | None:
        """Keep requests until one starts something; None when the client goes first.

        `environment` names the variables that may be kept; `on_refused` hears the kind of every request that is refused, here
        and later on this channel, and never waits.
        """
        self.refused, self._admissible = on_refused, environment
        for request in iter(self._requests.get, None):
            starts = self.meanwhile(request)
            if starts is not None:
                return request, starts
        return None

    def meanwhile(self, request: ChannelRequest) -> Capability | None:
        """Answer one request as the table says, where the channel stands now. What it starts, if it starts something."""
        try:
            starts = self._considered(request)
        except Malformed:
            self._refuse(request)
            return None
        if starts is not None:
            self.state = State.STARTING
        return starts

    def _considered(self, request: ChannelRequest) -> Capability | None:
        """What it starts, if it starts something; otherwise it is answered. Raises Malformed."""
        how = handling(self.state, request.kind)
        if how in STARTS:
            return self._started(request, how)
        match how:
            case Handling.KEEP_ENVIRONMENT:
                self._keep_environment(request)
            case Handling.KEEP_TERMINAL:
                self._keep_terminal(request)
            case Handling.KEEP_SIZE:
                self._keep_size(request)
            case Handling.DECLINE:
                self.answer(request, granted=False)
            case _:
                self._refuse(request)
        return None

    def _started(self, request: ChannelRequest, how: Handling) -> Capability | None:
        """What is to be decided; None if it was refused here. Raises Malformed."""
        if how is Handling.START_COMMAND:
            return self._command(request)
        if how is Handling.START_UPLOAD:
            return self._subsystem(request)
        nothing(request.fields)
        return Capability.SHELL if how is Handling.START_SHELL else Capability.EXEC

    def size(self) -> tuple[int, int]:
        """Columns and rows; 80 x 24 for a channel without a terminal, as asciicast needs some."""
        if self.terminal is None:
            return 80, 24
        return cells(self.terminal.columns), cells(self.terminal.rows)

    @property
    def columns(self) -> int:
        """As the client said; 0 where it said nothing, or has no terminal."""
        return 0 if self.terminal is None else self.terminal.columns

    def resized(self, columns: int, rows: int) -> None:
        """The client's window has another size now, while its session runs."""
        if self.terminal is not None:
            self.terminal = self.terminal.resized(columns, rows)

    def fit(self, told: Callable[[int, int], tuple[int, int]]) -> None:
        """The target hears of a terminal of another size, where `told` makes one of ours."""
        terminal = self.terminal
        if terminal is not None and told(terminal.columns, terminal.rows) != (terminal.columns, terminal.rows):
            self.terminal = terminal.resized(*told(terminal.columns, terminal.rows))

    def preliminaries(self, environment: Environment) -> list[ChannelRequest]:
        """What was kept, in the order a server expects it: permitted variables, then the terminal."""
        kept = [
            ChannelRequest(request.kind, want_reply=False, fields=request.fields)
            for request in self._environment
            if environment.admits(two_strings(request.fields)[0].decode("ascii"))
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
        self.state = State.OVER
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
        with suppress(
            OSError, EOFError, SessionCut
        ):  # the client may have gone, or not read; the refusal is journalled
            self.channel.settimeout(SPEAK_SECONDS)
            if self.terminal is None:
                self.channel.sendall_stderr(text.both().encode() + b"\n")
            else:
                self.channel.sendall(text.both().replace("\n", "\r\n").encode() + b"\r\n")

    def _keep_environment(self, request: ChannelRequest) -> None:
        name, value = two_strings(request.fields)
        proper = _NAME.fullmatch(name) and _VALUE.fullmatch(value) and self._admissible.admits(name.decode("ascii"))
        if proper and len(self._environment) < ENVIRONMENT_MAX:
            self._environment.append(request)
            self.answer(request, granted=True)
        else:
            self._refuse(request)

    def _keep_terminal(self, request: ChannelRequest) -> None:
        term, modes = terminal(request.fields)
        if _TERM.fullmatch(term) and len(modes) <= MODES_BYTES_MAX:
            self.terminal = parse_terminal(request.fields)
            self.state = State.TERMINAL
            self.answer(request, granted=True)
        else:
            self._refuse(request)

    def _keep_size(self, request: ChannelRequest) -> None:
        columns, rows, _, _ = four_numbers(request.fields)
        if self.terminal is not None:
            self.terminal = self.terminal.resized(columns, rows)

    def _command(self, request: ChannelRequest) -> Capability | None:
        command = one_string(request.fields)
        if b"\0" in command:  # a string ends there for whoever runs it, and not for whoever reads it
            raise Malformed("a command with a NUL")
        program = transfer_program(command)
        if program is None:
            return Capability.EXEC
        self.refused(f"exec {program}")
        self.refuse(request, NO_TRANSFER_PROGRAM)
        return None

    def _subsystem(self, request: ChannelRequest) -> Capability | None:
        if one_string(request.fields) == UPLOAD_SUBSYSTEM:
            return Capability.UPLOAD
        self._refuse(request)
        return None

    def _refuse(self, request: ChannelRequest) -> None:
        self.refused(request.kind)
        waited_for = request.kind in {"subsystem", "shell", "exec"}  # after a failure the client drops our words
        if waited_for and self.state in (State.OPEN, State.TERMINAL):
            self.refuse(request, NOT_OFFERED)
        else:
            self.answer(request, granted=False)


def _unheard(kind: str) -> NoReturn:
    raise RuntimeError(f"{kind} was refused before anybody listened")
