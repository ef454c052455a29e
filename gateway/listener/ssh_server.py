"""What paramiko asks a server, answered by the log-in walk and by refusal.

Callbacks run on the transport's thread. Those of the log-in wait for keeper and registrar: one connection, one process, one
log-in, so nobody else waits with them (bounded by the calls' own time limits). After the log-in no callback waits for anything.
"""

from collections.abc import Callable
from typing import Protocol

from paramiko import AUTH_FAILED, AUTH_PARTIALLY_SUCCESSFUL, AUTH_SUCCESSFUL, PKey
from paramiko.server import InteractiveQuery

from gateway.authentication import texts
from gateway.authentication.login import Login
from gateway.authentication.progress import Done, Failed, Over, Partial, Progress, Prompt, Proved
from gateway.crypto.security_key import Presence
from gateway.listener.channel_rules import ChannelRules, OnRefused
from gateway.listener.jump.opening import DirectOpening
from gateway.listener.progress import Stage
from gateway.listener.ssh_transport import CHANNELS_OPEN_MAX, GatewayTransport
from gateway.menu.cells import wrap

_OPENSSH = "SSH-2.0-OpenSSH"
_BANNER_CELLS_MAX = 78


class Jumps(Protocol):
    """The jumps of one connection, as far as the server asks them. Nothing here waits."""

    @property
    def channels(self) -> int:
        """How many channels are open inside."""

    def take(self, opening: DirectOpening) -> bool:
        """True if it may be a jump, and is answered later."""


class GatewayServer(ChannelRules):
    """One connection's answers."""

    def __init__(
        self, transport: GatewayTransport, begin: Callable[[str], Login | Over], on_refused: OnRefused
    ) -> None:
        """`begin` starts the walk for the name the client gives; `on_refused` hears what nobody offers and never waits."""
        super().__init__(on_refused, lambda: len(transport._channels) + self._inside() < CHANNELS_OPEN_MAX)
        self._transport = transport
        self._begin = begin
        self.jumps: Jumps | None = None
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
        """Shown before anything is asked, in lines that fit: clients show it as it is, broken inside words."""
        rows = (row for line in texts.OPENING.both().split("\n") for row in wrap(line, _BANNER_CELLS_MAX))
        return "".join(f"{row}\r\n" for row in rows), "ja"

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

    def key_proved(self, blob: bytes, presence: Presence | None) -> int:
        """For `proven_auth`: the signature over a request with this key was verified."""
        progress = self._walk.key_proved(blob, presence)
        if isinstance(progress, Partial | Done):
            self._transport.progress.reached(Stage.PROVED)
        return self._result(progress)

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

    def takes_direct(self, opening: DirectOpening) -> bool:
        """A jump, which `jumps` decides and answers; every other tunnel is refused at once."""
        if self.jumps is not None and self.jumps.take(opening):
            return True
        return super().takes_direct(opening)

    def _inside(self) -> int:
        return 0 if self.jumps is None else self.jumps.channels
