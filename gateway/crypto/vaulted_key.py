"""A target's own private key (OpenSSH or PEM, without passphrase), used to sign and never shown.

Kinds: Ed25519 (RFC 8709), RSA from 2048 bits with SHA-2 only (RFC 8332), ECDSA on the NIST curves (RFC 5656).
"""

import base64
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
)

from gateway.crypto.openssh import string
from gateway.vocabulary.secret import Secret

RSA_BITS_MIN: Final = 2048
_RSA_HASHES: Final = {"rsa-sha2-512": SHA512(), "rsa-sha2-256": SHA256()}
_ECDSA_HASHES: Final = {
    "ecdsa-sha2-nistp256": SHA256(),
    "ecdsa-sha2-nistp384": SHA384(),
    "ecdsa-sha2-nistp521": SHA512(),
}
_Key = Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class VaultedKey:
    """One loaded key."""

    __slots__ = ("_key", "public")

    def __init__(self, private: Secret) -> None:
        """Raises ValueError, without any of the key in it, for what is not a private key of a listed kind."""
        self._key = _loaded(private)
        line = self._key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        self.public: bytes = base64.b64decode(line.split()[1])

    def __repr__(self) -> str:
        return "VaultedKey(hidden)"

    @property
    def algorithms(self) -> tuple[str, ...]:
        """Signature algorithms this key can make, the preferred one first."""
        if isinstance(self._key, Ed25519PrivateKey):
            return ("ssh-ed25519",)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return tuple(_RSA_HASHES)
        return (_curve(self._key),)

    def sign(self, data: bytes, algorithm: str) -> bytes:
        """The SSH signature blob over `data`. Raises ValueError for an algorithm that is not among `algorithms`."""
        if algorithm not in self.algorithms:
            raise ValueError("the vaulted key cannot sign with this algorithm")
        return string(algorithm.encode("ascii")) + string(self._raw(data, algorithm))

    def _raw(self, data: bytes, algorithm: str) -> bytes:
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(data)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), _RSA_HASHES[algorithm])
        r, s = decode_dss_signature(self._key.sign(data, ec.ECDSA(_ECDSA_HASHES[algorithm])))
        return string(_mpint(r)) + string(_mpint(s))


def _loaded(private: Secret) -> _Key:
    pem = private.reveal()
    load = load_ssh_private_key if b"OPENSSH PRIVATE KEY" in pem[:64] else load_pem_private_key
    try:
        key = load(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("this is not a private key without passphrase") from None
    match key:
        case Ed25519PrivateKey():
            return key
        case rsa.RSAPrivateKey() if key.key_size >= RSA_BITS_MIN:
            return key
        case ec.EllipticCurvePrivateKey() if _curve(key) in _ECDSA_HASHES:
            return key
    raise ValueError(f"a vaulted key is Ed25519, ECDSA on a NIST curve, or RSA from {RSA_BITS_MIN} bits")


def _curve(key: ec.EllipticCurvePrivateKey) -> str:
    names = {"secp256r1": "nistp256", "secp384r1": "nistp384", "secp521r1": "nistp521"}
    return f"ecdsa-sha2-{names.get(key.curve.name, 'unknown')}"


def _mpint(value: int) -> bytes:
    """RFC 4251 §5: big-endian, a zero byte in front when the top bit is set; `value` is positive."""
    return value.to_bytes(value.bit_length() // 8 + 1, "big")
