"""The SSH server inside a jump: what `ssh -J gateway target` talks to after the door has proved everybody and everything.

`none` succeeds because the outer log-in stands: this server is reachable through one proved connection and no other way. Nothing
else is accepted, nothing else is even read. The user name given in here is the wanted account on the target.
"""

from collections.abc import Callable

from paramiko import AUTH_FAILED, AUTH_SUCCESSFUL, Message
from paramiko.auth_handler import AuthHandler

from gateway.listener.channel_rules import ChannelRules, OnRefused
from gateway.listener.jump.host_certificate import CERTIFICATE_KIND
from gateway.listener.jump.tunnel import TunnelSocket
from gateway.listener.ssh_transport import GatewayTransport
from gateway.relay.ssh import algorithms

ATTEMPTS_MAX = 20  # paramiko ends it after ten failures; this also bounds what is never answered
USERNAME_BYTES_MAX = 256


class InnerAuth(AuthHandler):
    """`none`, once. Passwords and keys are failures that cost nothing and are not looked at."""

    auth_username: str | None

    def __init__(self, transport: object) -> None:
        super().__init__(transport)
        self._attempts = 0

    def _parse_userauth_request(self, m: Message) -> None:
        if self.authenticated:
            return
        self._attempts += 1
        user, service, method = m.get_binary(), m.get_binary(), m.get_binary()
        name = user.decode("ascii", errors="backslashreplace")
        if len(user) > USERNAME_BYTES_MAX or self.auth_username not in (None, name) or self._attempts > ATTEMPTS_MAX:
            self._disconnect_no_more_auth()
            return
        if service != b"ssh-connection":
            self._disconnect_service_not_available()
            return
        self.auth_username = name
        server: InnerServer = self.transport.server_object
        self._send_auth_result(name, _shown(method), server.proved_outside(name) if method == b"none" else AUTH_FAILED)

    def _parse_userauth_info_response(self, m: Message) -> None:
        del m  # nobody asked
        self._disconnect_no_more_auth()


class InnerTransport(GatewayTransport):
    """Over the channel of a jump, with every mend and limit of the door's."""

    _preferred_keys = (CERTIFICATE_KIND, *algorithms.HOST_KEYS)
    _log_in_handler = InnerAuth

    def __init__(self, tunnel: TunnelSocket, *, unread_seconds: float) -> None:
        super().__init__(tunnel, unread_seconds=unread_seconds)  # type: ignore[arg-type]  # it is socket enough


class InnerServer(ChannelRules):
    """One jump's answers. `username` is what the client gave, ASCII with everything else escaped."""

    def __init__(self, on_refused: OnRefused, has_room: Callable[[], bool]) -> None:
        super().__init__(on_refused, has_room)
        self.username: str | None = None

    def get_allowed_auths(self, username: str) -> str:
        """What may be tried."""
        del username
        return "none"

    def proved_outside(self, username: str) -> int:
        """For `InnerAuth`: the outer connection's proof."""
        self.username = username
        return AUTH_SUCCESSFUL


def _shown(method: bytes) -> str:
    return method[:32].decode("ascii", errors="backslashreplace")
