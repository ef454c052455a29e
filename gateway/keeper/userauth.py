"""The bytes an SSH client signs to log in with a key (RFC 4252 §7). Pure."""

from typing import Final

from gateway.crypto.openssh import string

_SESSION_ID_SIZES: Final = frozenset({20, 32, 48, 64})  # SHA-1 (old targets), SHA-256, SHA-384, SHA-512
_USERAUTH_REQUEST: Final = b"\x32"
_TRUE: Final = b"\x01"


def is_login(data: bytes, account: str, algorithm: str, blob: bytes) -> bool:
    """True if `data` is a session id and then exactly the request to log in as `account` with `blob`, and nothing after."""
    asked = (
        _USERAUTH_REQUEST
        + string(account.encode("utf-8"))
        + string(b"ssh-connection")
        + string(b"publickey")
        + _TRUE
        + string(algorithm.encode("utf-8"))
        + string(blob)
    )
    session_id = data[4 : len(data) - len(asked)]
    return len(session_id) in _SESSION_ID_SIZES and data == string(session_id) + asked
