"""The client's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677; channel binding RFC 5929 §4). Pure.

The password never leaves; the server proves that it knows it too, or is no target of ours. With the binding of a TLS channel
nobody in the middle can pass the proof on: who has a binding insists on it, whatever the server offers.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Final, NoReturn

from gateway.relay.postgres.wire.saslprep import prepared
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.secret import Secret

PLAIN: Final = "SCRAM-SHA-256"
PLUS: Final = "SCRAM-SHA-256-PLUS"
ITERATIONS_MIN: Final = 4096  # RFC 7677 §4
ITERATIONS_MAX: Final = 1_000_000  # about half a second; a hostile server shall not burn minutes
NONCE_BYTES_MIN: Final = 18
_SALT_BYTES_MIN = 8
_BINDING = "tls-server-end-point"
_PRINTABLE: Final = re.compile(r"[\x21-\x2b\x2d-\x7e]+")  # RFC 5802 §7, without the comma
_SERVER_FIRST: Final = re.compile(r"r=([\x21-\x2b\x2d-\x7e]+),s=([A-Za-z0-9+/]+={0,2}),i=([1-9][0-9]{0,6})")
_SERVER_FINAL: Final = re.compile(r"v=([A-Za-z0-9+/]+={0,2})")
_MESSAGE_BYTES_MAX = 4096


class ScramClient:
    """One exchange, in this order: `first`, `final`, `verify`. Whatever raises TargetError ends it."""

    def __init__(self, password: Secret, nonce: bytes, binding: bytes | None, user: str = "") -> None:
        """`nonce`: fresh random bytes, at least NONCE_BYTES_MIN. `binding`: the hash of the server's certificate.

        It is None without TLS. PostgreSQL takes the user from the StartupMessage and ignores the one here.
        """
        if len(nonce) < NONCE_BYTES_MIN:
            raise ValueError(f"a nonce has at least {NONCE_BYTES_MIN} bytes")
        self._password, self._binding = password, binding
        self._nonce = base64.b64encode(nonce).decode("ascii")
        self._header = f"p={_BINDING},," if binding is not None else "n,,"
        self._bare = f"n={user.replace('=', '=3D').replace(',', '=2C')},r={self._nonce}"
        self._signature: bytes | None = None
        self._is_proved = False

    @property
    def is_proved(self) -> bool:
        """True once the server has shown that it knows the password."""
        return self._is_proved

    def mechanism(self, offered: Sequence[str]) -> str:
        """Which of the offered mechanisms is used. Raises TargetError where the one we insist on is missing."""
        wanted = PLUS if self._binding is not None else PLAIN
        if wanted not in offered:
            _broken(f"no {wanted} is offered")
        return wanted

    def first(self) -> bytes:
        """The client-first-message."""
        return (self._header + self._bare).encode("utf-8")

    def final(self, challenge: bytes) -> bytes:
        """The client-final-message for the server-first-message. Raises TargetError."""
        if self._signature is not None:
            _broken("a second challenge")
        server_first = _text(challenge)
        nonce, salt, iterations = self._read(server_first)
        channel = base64.b64encode(self._header.encode("ascii") + (self._binding or b"")).decode("ascii")
        without_proof = f"c={channel},r={nonce}"
        transcript = f"{self._bare},{server_first},{without_proof}".encode()
        salted = hashlib.pbkdf2_hmac("sha256", prepared(self._password.reveal()), salt, iterations)
        client_key = _hmac(salted, b"Client Key")
        signature = _hmac(hashlib.sha256(client_key).digest(), transcript)
        proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
        self._signature = _hmac(_hmac(salted, b"Server Key"), transcript)
        return f"{without_proof},p={base64.b64encode(proof).decode('ascii')}".encode()

    def verify(self, outcome: bytes) -> None:
        """Judge the server-final-message. Raises TargetError unless it proves that the server knows the password."""
        found = _SERVER_FINAL.fullmatch(_text(outcome))
        if found is None or self._signature is None:
            _broken("no proof of the server's")
        if not hmac.compare_digest(_base64(found[1]), self._signature):
            _broken("the server does not know the password")
        self._is_proved = True

    def _read(self, server_first: str) -> tuple[str, bytes, int]:
        """Nonce, salt and iterations; an extension, or anything more, is refused."""
        found = _SERVER_FIRST.fullmatch(server_first)
        if found is None:
            _broken("a challenge that is none")
        nonce, salt, iterations = found[1], _base64(found[2]), int(found[3])
        if not nonce.startswith(self._nonce) or len(nonce) == len(self._nonce):
            _broken("a nonce that does not go on from ours")
        if not ITERATIONS_MIN <= iterations <= ITERATIONS_MAX:
            _broken(f"{iterations} iterations")
        if len(salt) < _SALT_BYTES_MIN:
            _broken(f"a salt of {len(salt)} bytes")
        return nonce, salt, iterations


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _text(message: bytes) -> str:
    if len(message) > _MESSAGE_BYTES_MAX or not message.isascii():
        _broken("a message that is none")
    return message.decode("ascii")


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        _broken("base64 that is none")


def _broken(detail: str) -> NoReturn:
    raise TargetError(f"postgres, target: SCRAM: {detail}")
