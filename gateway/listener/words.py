"""What can be said to a client before there is a key exchange: a version line and a DISCONNECT (RFC 4253 §11.1), in the clear."""

import secrets
import socket
import struct

from gateway.vocabulary.outcome import Text

TOO_MANY = Text(
    ja="接続数の上限に達しています。しばらくしてから接続し直してください。続く場合は管理者に連絡してください。",
    en="Too many connections. Try again in a while; if it goes on, tell the administrator.",
)
UNAVAILABLE = Text(
    ja="ただいま新しい接続を受け付けられません。管理者に連絡してください。",
    en="New connections cannot be accepted now. Tell the administrator.",
)
_DISCONNECT = 1
_SERVICE_NOT_AVAILABLE = 7
_BLOCK = 8


def turn_away(client: socket.socket, text: Text) -> None:
    """Say why and close; never waits: what the socket does not take at once is not said."""
    client.settimeout(0)
    try:
        client.send(b"SSH-2.0-Sekisho\r\n" + _packet(text.both().encode()))
        client.shutdown(socket.SHUT_WR)
    except OSError:
        return  # it has gone already


def _packet(words: bytes) -> bytes:
    """An unencrypted DISCONNECT packet (RFC 4253 §6)."""
    payload = (
        struct.pack(">BII", _DISCONNECT, _SERVICE_NOT_AVAILABLE, len(words)) + words + struct.pack(">I", 2) + b"ja"
    )
    padding = _BLOCK - (5 + len(payload)) % _BLOCK
    padding += _BLOCK if padding < 4 else 0
    return struct.pack(">IB", 1 + len(payload) + padding, padding) + payload + secrets.token_bytes(padding)
