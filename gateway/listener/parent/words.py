"""What can be said to a client before it has a process of its own, in the clear.

To an SSH client a version line and a DISCONNECT (RFC 4253 §11.1), to a database client an ErrorResponse.
"""

import secrets
import socket
import struct
from collections import deque
from contextlib import suppress

from gateway.relay.postgres.wire.errors import Severity, error
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import Text

TOO_MANY = Text(
    ja="接続数の上限に達しています。しばらくしてから接続し直してください。続く場合は管理者に連絡してください。",
    en="Too many connections. Try again in a while; if it goes on, tell the administrator.",
)
UNAVAILABLE = Text(
    ja="ただいま新しい接続を受け付けられません。管理者に連絡してください。",
    en="New connections cannot be accepted now. Tell the administrator.",
)
NO_TLS = Text(
    ja="暗号化されていない接続は受け付けません。sslmode=verify-full と、端末の証明書（sslcert、sslkey）、関所の認証局"
    "（sslrootcert）を指定して接続し直してください。お問い合わせ先: アカウント管理者。",
    en="Connections without TLS are not accepted. Connect again with sslmode=verify-full, the terminal's certificate (sslcert, "
    "sslkey) and the gateway's authority (sslrootcert). Whom to ask: your account administrator.",
)
OUR_VERSION = b"SSH-2.0-Sekisho\r\n"  # RFC 4253 §4.2; what paramiko is told to be (relay/ssh/transport) and signs for
NOT_SSH = b"This port speaks SSH 2.0 only.\r\n"
NOT_POSTGRESQL = b"This port speaks PostgreSQL over TLS only.\r\n"
LINGER_SECONDS = 1.0
LINGERING_MAX = 256
UNREAD_BYTES_MAX = 64 * 1024
_DISCONNECT = 1
_SERVICE_NOT_AVAILABLE = 7
_BLOCK = 8


class TurnedAway:
    """Says why and hangs up, without waiting and without a reset.

    A socket closed while the client's version is still to come would take our words with it, so each lingers a little.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lingering: deque[tuple[float, socket.socket]] = deque()

    def hang_up(self, client: socket.socket, last_words: bytes) -> None:
        """Takes over `client`. What the socket does not take at once is not said."""
        client.settimeout(0)
        try:
            client.send(last_words)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            client.close()  # it has gone already
            return
        self._lingering.append((self._clock.monotonic() + LINGER_SECONDS, client))
        if len(self._lingering) > LINGERING_MAX:
            self._close(self._lingering.popleft()[1])

    def look(self) -> None:
        """Close those whose time is over."""
        while self._lingering and self._lingering[0][0] <= self._clock.monotonic():
            self._close(self._lingering.popleft()[1])

    def _close(self, client: socket.socket) -> None:
        with suppress(
            OSError
        ):  # nothing there, or gone: a close with bytes unread would be a reset and take our words with it
            client.recv(UNREAD_BYTES_MAX)
        client.close()


def fatal(text: Text, sqlstate: str = "53300") -> bytes:
    """An ErrorResponse, which a client takes in the place of whatever it waits for: too many connections, unless said else."""
    return error(sqlstate, text, Severity.FATAL).encoded()


def disconnect(text: Text) -> bytes:
    """An unencrypted DISCONNECT packet (RFC 4253 §6), for a client that has heard our version line."""
    words = f"{text.en}\n{text.ja}".encode()
    payload = (
        struct.pack(">BII", _DISCONNECT, _SERVICE_NOT_AVAILABLE, len(words)) + words + struct.pack(">I", 2) + b"ja"
    )
    padding = _BLOCK - (5 + len(payload)) % _BLOCK
    padding += _BLOCK if padding < 4 else 0
    return struct.pack(">IB", 1 + len(payload) + padding, padding) + payload + secrets.token_bytes(padding)
