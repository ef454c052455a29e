"""Log-in messages (RFC 4252, RFC 4256) with nothing counted before it is proved (letters: docs/architecture.md).

A: `check_auth_publickey` is asked for unsigned queries too, so it changes nothing; a key counts in `_send_auth_result`,
   which is reached with PARTIAL only after paramiko verified the signature of a signed request.
B: an answer counts only while a question is outstanding.
C: a key we do not take, or cannot read, is a failure, not the end of the connection; every other key is ours, not paramiko's
   (`key_offered`), so that no bytes of a client make a verification raise.
D: paramiko's count of ten is replaced by the walk's own, which knows queries from failures.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from paramiko import Message
from paramiko.auth_handler import AuthHandler
from paramiko.common import AUTH_FAILED, AUTH_PARTIALLY_SUCCESSFUL, cMSG_USERAUTH_BANNER
from paramiko.server import InteractiveQuery

from gateway.authentication import texts
from gateway.crypto.security_key import Presence
from gateway.listener.key_offered import OfferedKey, offered
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)

USERNAME_BYTES_MAX = 256  # the walk has its own, narrower rule; this bounds what is decoded at all


class LoginServer(Protocol):
    """What `ssh_server.GatewayServer` offers the handler."""

    def key_proved(self, blob: bytes, presence: Presence | None) -> int:
        """A signed request with this key was verified: the result to send. `presence` is what a security key said."""

    def named(self, username: str) -> None:
        """The client gave its user name, for the first time or again."""

    def signature_failed(self, blob: bytes) -> None:
        """A signed request with this key was not signed by it."""

    def unknown_key_type(self, blob: bytes) -> None:
        """A key of a type we do not take was offered."""

    def over_text(self) -> str | None:
        """The words to hang up with, once the walk has ended without a log-in."""

    def take_words(self) -> str | None:
        """What was refused just now, to be shown once."""

    def check_auth_interactive_response(self, responses: list[str]) -> int | InteractiveQuery:
        """The answer to the outstanding question, or none where not exactly one came."""


class ProvenAuth(AuthHandler):
    """For one server-side transport; runs on its thread."""

    auth_username: str | None
    auth_fail_count: int

    def __init__(self, transport: object) -> None:
        super().__init__(transport)
        self._question_outstanding = False
        self._signed_key: bytes | None = None
        self._offered: OfferedKey | None = None

    @property
    def _walk(self) -> LoginServer:
        server: LoginServer = self.transport.server_object
        return server

    def _parse_userauth_request(self, m: Message) -> None:
        with self._in_words():
            self._requested(m)

    def _parse_userauth_info_response(self, m: Message) -> None:
        with self._in_words():
            self._responded(m)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """A part that is away in the middle of a log-in ends it, and says so: not by a line that goes dead."""
        try:
            yield
        except GatewayFault as fault:
            log.error("a log-in ends, for a part of the gateway is not there: %s", fault)  # noqa: TRY400
            self._say(self._walk.over_text() or texts.FAULT.both())
            self._disconnect_no_more_auth()

    def _requested(self, m: Message) -> None:
        at = m.packet.tell()
        self._signed_key, self._offered, self._question_outstanding = None, None, False
        user = m.get_binary()
        m.get_binary()
        method = m.get_binary()
        if not self._may_go_on(user):
            return
        if method == b"publickey" and not self._takes_key(m):
            self._send_auth_result(user.decode(), "publickey", AUTH_FAILED)
            return
        m.packet.seek(at)
        super()._parse_userauth_request(m)

    def _may_go_on(self, user: bytes) -> bool:
        """A name that can be read and stays the same, a walk that began and is not over."""
        fits = len(user) <= USERNAME_BYTES_MAX and _is_text(user) and not self.authenticated
        if not fits or self.auth_username not in (None, user.decode()):
            self._disconnect_no_more_auth()
            return False
        self.auth_username = user.decode()
        self._walk.named(self.auth_username)
        if self._already_over():
            self._say_over()
            return False
        return True

    def _takes_key(self, m: Message) -> bool:
        signed, algorithm, blob = m.get_boolean(), m.get_binary(), m.get_binary()
        self._offered = offered(algorithm.decode("ascii", errors="replace"), blob)
        if self._offered is None:
            self._walk.unknown_key_type(blob)
            return False
        if signed:
            self._signed_key = blob
        return True

    def _generate_key_from_request(self, algorithm: str, keyblob: bytes) -> OfferedKey | None:
        """For paramiko: the key of this very request, read above."""
        del algorithm
        return self._offered if self._offered is not None and self._offered.asbytes() == keyblob else None

    def _interactive_query(self, q: InteractiveQuery) -> None:
        self._question_outstanding = True
        self._say_words()
        super()._interactive_query(q)

    def _responded(self, m: Message) -> None:
        if self.authenticated or not self._question_outstanding:
            self._disconnect_no_more_auth()
            return
        self._question_outstanding = False
        at = m.packet.tell()
        if m.get_int() != 1:  # one question, one answer; paramiko would make a list as long as the client says
            self._answered([])
            return
        m.packet.seek(at)
        super()._parse_userauth_info_response(m)

    def _answered(self, responses: list[str]) -> None:
        result = self._walk.check_auth_interactive_response(responses)
        if isinstance(result, InteractiveQuery):
            self._interactive_query(result)
        else:
            self._send_auth_result(self.auth_username or "", "keyboard-interactive", result)

    def _send_auth_result(self, username: str, method: str, result: int) -> None:
        if method == "publickey":
            result = self._key_result(result)
        failures = self.auth_fail_count
        if self._already_over():
            self._say_over()
            return
        self._say_words()
        super()._send_auth_result(username, method, result)
        self.auth_fail_count = failures

    def _key_result(self, result: int) -> int:
        """Reached with PARTIAL only when the signature fits, and with FAILED when it does not (or was not wanted)."""
        blob, self._signed_key = self._signed_key, None
        key, self._offered = self._offered, None
        if blob is None or key is None:
            return AUTH_FAILED
        if result == AUTH_PARTIALLY_SUCCESSFUL:
            return self._walk.key_proved(blob, key.presence)
        self._walk.signature_failed(blob)
        return AUTH_FAILED

    def _already_over(self) -> bool:
        return self._walk.over_text() is not None

    def _say_over(self) -> None:
        """The reason, then the end."""
        self._say(self._walk.over_text() or "")
        self._disconnect_no_more_auth()

    def _say_words(self) -> None:
        if (words := self._walk.take_words()) is not None:
            self._say(words)

    def _say(self, words: str) -> None:
        """A banner (RFC 4252 §5.4): the one thing every client shows during the log-in."""
        banner = Message()
        banner.add_byte(cMSG_USERAUTH_BANNER)
        banner.add_string(words + "\r\n")
        banner.add_string("ja")
        self.transport._send_message(banner)


def _is_text(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True
