"""What can be said to a client before there is a key exchange: a version line and a DISCONNECT (RFC 4253 §11.1), in the clear."""

import secrets
import socket
import struct
from collections import deque
from contextlib import suppress

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
OUR_VERSION = b"SSH-2.0-Sekisho\r\n"  # RFC 4253 §4.2; what paramiko is told to be (relay/ssh/transport) and signs for
NOT_SSH = b"This port speaks SSH 2.0 only.\r\n"
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

    def turn_away(self, client: socket.socket, text: Text) -> None:
        """Takes over `client`, which has heard our version line. What the socket does not take at once is not said."""
        self.hang_up(client, _packet(f"{text.en}\n{text.ja}".encode()))

    def hang_up(self, client: socket.socket, last_words: bytes) -> None:
        """The same with any bytes."""
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


def _packet(words: bytes) -> bytes:
    """An unencrypted DISCONNECT packet (RFC 4253 §6)."""
    payload = (
        struct.pack(">BII", _DISCONNECT, _SERVICE_NOT_AVAILABLE, len(words)) + words + struct.pack(">I", 2) + b"ja"
    )
    padding = _BLOCK - (5 + len(payload)) % _BLOCK
    padding += _BLOCK if padding < 4 else 0
    return struct.pack(">IB", 1 + len(payload) + padding, padding) + payload + secrets.token_bytes(padding)
