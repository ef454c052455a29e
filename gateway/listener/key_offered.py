"""A public key or certificate a client offered, for paramiko to ask about: parsed by us, verified by us, and never raising.

A signature counts only if it is of the very algorithm the request named (RFC 8332 §3.1), is whole, and nothing follows it. For
a certificate it is the certified key's over the whole certificate; whether the certificate itself is good is no question here.
"""

from collections.abc import Callable

from paramiko import Message, PKey

from gateway.crypto import security_key, user_certificate, user_signature
from gateway.crypto.security_key import Presence
from gateway.relay.ssh import algorithms

_RSA = "rsa-sha2-"


class OfferedKey(PKey):
    """`presence` is what a security key said with the signature verified last; None before, and for other keys."""

    def __init__(self, blob: bytes, kind: str, verify: "_Verify") -> None:
        self._blob, self._kind, self._verify = blob, kind, verify
        self.public_blob = None
        self.presence: Presence | None = None

    def asbytes(self) -> bytes:
        """The blob as it was offered."""
        return self._blob

    def get_name(self) -> str:
        """The algorithm it was offered for."""
        return self._kind

    @property
    def _fields(self) -> tuple[bytes, ...]:
        return (self._blob,)

    def verify_ssh_sig(self, data: bytes, msg: Message) -> bool:
        """Whether `msg` holds this key's signature over `data`, and nothing else."""
        self.presence = None
        verified = self._verify(msg.asbytes(), data)
        if isinstance(verified, Presence):
            self.presence = verified
            return True
        return verified is True


_Verify = Callable[[bytes, bytes], "Presence | bool | None"]


def offered(algorithm: str, blob: bytes) -> OfferedKey | None:
    """The key of a public key request (RFC 4252 §7); None for algorithms we do not take and for blobs that are not of theirs."""
    try:
        if algorithm in algorithms.SECURITY_KEYS:
            return OfferedKey(blob, algorithm, _by_security_key(algorithm, blob))
        if algorithm in algorithms.CERTIFICATES:
            plain = algorithm.removesuffix(user_certificate.SUFFIX)
            if not blob.startswith(_certificate_name(plain)):
                return None
            return OfferedKey(blob, algorithm, user_signature.verifier(user_certificate.plain_key(blob), plain))
        if algorithm in algorithms.PLAIN_USER_KEYS:
            return OfferedKey(blob, algorithm, user_signature.verifier(blob, algorithm))
    except ValueError:
        return None
    return None


def _by_security_key(algorithm: str, blob: bytes) -> _Verify:
    key = security_key.read(blob)
    if key.kind != algorithm:
        raise ValueError("the key's type is not the algorithm's")
    return lambda signature, data: security_key.presence(key, signature, data)


def _certificate_name(plain: str) -> bytes:
    kind = "ssh-rsa" if plain.startswith(_RSA) else plain
    name = (kind + user_certificate.SUFFIX).encode("ascii")
    return len(name).to_bytes(4, "big") + name
