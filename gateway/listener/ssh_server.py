"""What paramiko asks a server, answered by the log-in walk and by refusal.

Callbacks run on the transport's thread. Those of the log-in wait for keeper and registrar: one connection, one process, one
log-in, so nobody else waits with them (bounded by the calls' own time limits). After the log-in no callback waits for anything.
"""

from collections.abc import Callable

from paramiko import (
    AUTH_FAILED,
    AUTH_PARTIALLY_SUCCESSFUL,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_SUCCEEDED,
    Message,
    PKey,
    ServerInterface,
)
from paramiko.server import InteractiveQuery

from gateway.authentication import texts
from gateway.authentication.login import Login
from gateway.authentication.progress import Done, Failed, Over, Partial, Progress, Prompt, Proved
from gateway.listener.ssh_transport import CHANNELS_OPEN_MAX, GatewayTransport

_OPENSSH = "SSH-2.0-OpenSSH"
SAID_BY_EVERYBODY = frozenset({"keepalive@openssh.com", "no-more-sessions@openssh.com"})


class GatewayServer(ServerInterface):
    """One connection's answers."""

    def __init__(
        self, transport: GatewayTransport, begin: Callable[[str], Login | Over], on_refused: Callable[[str], None]
    ) -> None:
        """`begin` starts the walk for the name the client gives; `on_refused` hears what nobody offers and never waits."""
        self._transport = transport
        self._begin = begin
        self._on_refused = on_refused
        self._login: Login | None = None
        self._never: Over | None = None
        self._would_accept = False
        self._words: str | None = None
        self._told = ""
        self.proved: Proved | None = None

    def named(self, username: str) -> None:
        """For `proven_auth`: begin the walk, once."""
        if self._login is None and self._never is None:
            begun = self._begin(username)
            if isinstance(begun, Over):
                self._never = begun
            else:
                self._login = begun

    def gone(self) -> None:
        """The connection has ended."""
        if self._login is not None:
            self._login.gone()

    # -- RFC 4252 -----------------------------------------------------------------------------------------------------

    def get_banner(self) -> tuple[str, str]:
        """Shown before anything is asked."""
        return texts.OPENING.both() + "\r\n", "ja"

    def get_allowed_auths(self, username: str) -> str:
        """The methods that may follow now."""
        del username
        return ",".join(self._walk.methods())

    def check_auth_none(self, username: str) -> int:
        """`none` and every method we do not know: refused."""
        del username
        self._walk.not_this_way()
        return AUTH_FAILED

    def check_auth_password(self, username: str, password: str) -> int:
        """A password belongs after the terminal's key, in keyboard-interactive; here it is not even looked at."""
        del username, password
        self._walk.not_this_way()
        return AUTH_FAILED

    def check_auth_publickey(self, username: str, key: PKey) -> int:
        """Whether a signed request with this key would lead on. Changes nothing: this is asked for unsigned queries too."""
        del username
        self._would_accept = self._walk.would_accept(key.asbytes())
        return AUTH_PARTIALLY_SUCCESSFUL if self._would_accept else AUTH_FAILED

    def key_proved(self, blob: bytes) -> int:
        """For `proven_auth`: the signature over a request with this key was verified."""
        return self._result(self._walk.key_proved(blob))

    def signature_failed(self, blob: bytes) -> None:
        """For `proven_auth`: a signed request's signature was not this key's."""
        if self._would_accept:
            self._result(self._walk.signature_failed(blob))

    def unknown_key_type(self, blob: bytes) -> None:
        """For `proven_auth`: a key we cannot read was offered; it counts as one more offer."""
        self._walk.would_accept(blob)

    def over_text(self) -> str | None:
        """For `proven_auth`: the words to hang up with."""
        over = self._never if self._never is not None else (None if self._login is None else self._login.over)
        return None if over is None else over.text.both()

    # -- RFC 4256 -----------------------------------------------------------------------------------------------------

    def check_auth_interactive(self, username: str, submethods: str) -> int | InteractiveQuery:
        """The walk's next question, one a request."""
        del username, submethods
        return self._question()

    def check_auth_interactive_response(self, responses: list[str]) -> int | InteractiveQuery:
        """The answer to the outstanding question."""
        progress = self._walk.answer(responses[0] if len(responses) == 1 else "")
        return self._result(progress) if isinstance(progress, Over | Done) else self._question()

    def _question(self) -> int | InteractiveQuery:
        """The next question, and why it is asked again.

        The reason stands in the question's instructions; for OpenSSH it goes before as a banner, because OpenSSH shows
        instructions as a log line, in which it spells Japanese as octal numbers and cuts off what comes after 1 KB.
        """
        prompt = self._walk.prompt()
        if not isinstance(prompt, Prompt):
            return self._result(prompt)
        told, self._told = self._told, ""
        reason = (
            "" if prompt.instructions == told else prompt.instructions
        )  # a refused key was told when it was refused
        if self._transport.remote_version.startswith(_OPENSSH):
            self._words, reason = reason or None, ""
        return InteractiveQuery(prompt.name, reason, (prompt.text, prompt.echo))

    def _result(self, progress: Progress) -> int:
        if isinstance(progress, Done):
            self.proved = progress.proved
            return AUTH_SUCCESSFUL
        if isinstance(progress, Failed):
            self._words = self._told = progress.text.both()
        return AUTH_PARTIALLY_SUCCESSFUL if isinstance(progress, Partial) else AUTH_FAILED

    def take_words(self) -> str | None:
        """For `proven_auth`: what was refused just now, to be shown once."""
        words, self._words = self._words, None
        return words

    @property
    def _walk(self) -> Login:
        if self._login is None:
            raise RuntimeError("asked before a name was given")
        return self._login

    # -- RFC 4254 -----------------------------------------------------------------------------------------------------

    def check_channel_request(self, kind: str, chanid: int) -> int:
        """Only session channels, and not many: any other kind that is let through here is a tunnel."""
        del chanid
        if kind != "session" or len(self._transport._channels) >= CHANNELS_OPEN_MAX:
            self._on_refused(kind)
            return OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
        return OPEN_SUCCEEDED

    def check_channel_direct_tcpip_request(self, chanid: int, origin: object, destination: object) -> int:
        """No tunnel to anywhere."""
        del chanid, origin, destination
        self._on_refused("direct-tcpip")
        return OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def check_port_forward_request(self, address: str, port: int) -> bool:
        """No tunnel from anywhere."""
        del address, port
        self._on_refused("tcpip-forward")
        return False

    def check_global_request(self, kind: str, msg: Message) -> bool:
        """Nothing of it; what every honest client says by itself is not worth a line in the journal."""
        del msg
        if kind not in SAID_BY_EVERYBODY:
            self._on_refused(kind)
        return False
