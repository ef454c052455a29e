"""Whether a client's signature is its plain key's: Ed25519 (RFC 8709), ECDSA (RFC 5656), RSA with SHA-2 (RFC 8332).

The algorithm is fixed by what was asked for, never by what the signature calls itself. Any bytes that are not a signature are
simply not one: nothing here raises.
"""

import base64
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from gateway.crypto.wire import Reader

RSA_BITS_MIN: Final = 2048
PLAIN_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ssh-ed25519": "ssh-ed25519",
        "ecdsa-sha2-nistp256": "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384": "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521": "ecdsa-sha2-nistp521",
        "rsa-sha2-512": "ssh-rsa",
        "rsa-sha2-256": "ssh-rsa",
    }
)
"""Signature algorithm -> type of the key that makes it."""

_ECDSA_HASHES: Final[Mapping[str, HashAlgorithm]] = {
    "ecdsa-sha2-nistp256": SHA256(),
    "ecdsa-sha2-nistp384": SHA384(),
    "ecdsa-sha2-nistp521": SHA512(),
}
_RSA_HASHES: Final[Mapping[str, HashAlgorithm]] = {"rsa-sha2-512": SHA512(), "rsa-sha2-256": SHA256()}
_Key = Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
Verify = Callable[[bytes, bytes], bool]
"""(signature blob, data) -> whether the one is the key's over the other."""


def verifier(blob: bytes, algorithm: str) -> Verify:
    """How signatures of `algorithm` by the plain key `blob` are judged. Raises ValueError for a key that is not of it."""
    try:
        reader = Reader(blob)
        kind = reader.name()
        if PLAIN_TYPES.get(algorithm) != kind:
            raise ValueError("the key's type is not the algorithm's")
        key = load_ssh_public_key(f"{kind} {base64.b64encode(blob).decode('ascii')}".encode("ascii"))
    except UnsupportedAlgorithm:
        raise ValueError("this is not a usable key") from None
    if not isinstance(key, _Key):
        raise ValueError("this is not a usable key")  # noqa: TRY004  # one error for every key we do not take
    return lambda signature, data: _is_signed(key, algorithm, signature, data)


def _is_signed(key: _Key, algorithm: str, signature: bytes, data: bytes) -> bool:
    try:
        reader = Reader(signature)
        named, inner = reader.name(), reader.string()
        reader.end()
        if named != algorithm:
            return False
        _verify(key, algorithm, inner, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _verify(key: _Key, algorithm: str, signature: bytes, data: bytes) -> None:
    match key:
        case Ed25519PublicKey():
            key.verify(signature, data)
        case rsa.RSAPublicKey():
            whole = signature.rjust((key.key_size + 7) // 8, b"\0")  # PuTTY leaves leading zeros out
            key.verify(whole, data, padding.PKCS1v15(), _RSA_HASHES[algorithm])
        case ec.EllipticCurvePublicKey():
            reader = Reader(signature)
            pair = encode_dss_signature(reader.positive(), reader.positive())
            reader.end()
            key.verify(pair, data, ec.ECDSA(_ECDSA_HASHES[algorithm]))


def rsa_bits(blob: bytes) -> int | None:
    """The modulus's length of an RSA blob; None for another type. Raises ValueError for what is neither."""
    reader = Reader(blob)
    if reader.string() != b"ssh-rsa":
        return None
    reader.positive()
    return reader.positive().bit_length()
