"""FIDO2 security keys as OpenSSH speaks of them (PROTOCOL.u2f): their public keys, and what one signature of theirs says.

The device signs SHA256(application) || flags || counter || SHA256(data): that a finger touched it, that it asked for a PIN or
a biometric, and how often it has signed. Invariants: a signature that is not whole, correct and free of reserved flags is None;
nothing but None comes of any other bytes. Whether touch or PIN were wanted is judged by whoever asks.
"""

import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from gateway.crypto import signing
from gateway.crypto.digest import sha256
from gateway.crypto.wire import Reader

SK_ED25519: Final = "sk-ssh-ed25519@openssh.com"
SK_ECDSA: Final = "sk-ecdsa-sha2-nistp256@openssh.com"
KINDS: Final = (SK_ED25519, SK_ECDSA)
BLOB_BYTES_MAX: Final = 512

_TOUCHED, _VERIFIED = 0x01, 0x04
_CURVE = b"nistp256"
_POINT_BYTES = 65  # 0x04, x, y (SEC 1 §2.3.3); no compressed form exists in SSH (RFC 5656 §3.1)
_OURS = b"ssh:"  # a key made for a web site's sign-in must not be one for us
_APPLICATION_BYTES_MAX = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityKey:
    """The public key (32 bytes of Ed25519, or a point of P-256) and the application it was made for."""

    kind: str
    public: bytes
    application: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What the device says with one signature. `counter` is below 2**32; some devices leave it at 0 for ever."""

    touched: bool
    verified: bool
    counter: int


def is_security_key(blob: bytes) -> bool:
    """True if `blob` opens with the name of a security key's type."""
    return any(blob.startswith(struct.pack(">I", len(kind)) + kind.encode("ascii")) for kind in KINDS)


def read(blob: bytes) -> SecurityKey:
    """The key of a blob (PROTOCOL.u2f, "SSH U2F key formats"). Raises ValueError for any other bytes."""
    if len(blob) > BLOB_BYTES_MAX:
        raise ValueError("this is not a security key's public key")
    reader = Reader(blob)
    kind = reader.name()
    if kind not in KINDS:
        raise ValueError("this is not a security key's public key")
    if kind == SK_ECDSA and reader.string() != _CURVE:
        raise ValueError("this security key is of another curve")
    key = SecurityKey(kind=kind, public=reader.string(), application=reader.string())
    reader.end()
    if not key.application.startswith(_OURS) or len(key.application) > _APPLICATION_BYTES_MAX:
        raise ValueError("this security key was not made for SSH")
    _require_usable(key)
    return key


def presence(key: SecurityKey, signature: bytes, data: bytes) -> Presence | None:
    """What a signature blob over `data` says, once it has been verified; None for any that is not `key`'s."""
    try:
        reader = Reader(signature)
        kind, inner = reader.name(), reader.string()
        flags, counter = struct.unpack(">BI", reader.take(5))
        reader.end()
    except ValueError:
        return None
    if kind != key.kind or flags & ~(_TOUCHED | _VERIFIED):
        return None
    signed = sha256(key.application) + struct.pack(">BI", flags, counter) + sha256(data)
    if not _signed_by(key, inner, signed):
        return None
    return Presence(touched=bool(flags & _TOUCHED), verified=bool(flags & _VERIFIED), counter=counter)


def _signed_by(key: SecurityKey, signature: bytes, message: bytes) -> bool:
    if key.kind == SK_ED25519:
        return len(signature) == signing.SIGNATURE_BYTES and signing.verify(key.public, message, signature)
    try:
        reader = Reader(signature)
        pair = encode_dss_signature(reader.positive(), reader.positive())
        reader.end()
        _point(key.public).verify(pair, message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _require_usable(key: SecurityKey) -> None:
    if key.kind == SK_ECDSA:
        _point(key.public)
    else:
        Ed25519PublicKey.from_public_bytes(key.public)


def _point(octets: bytes) -> ec.EllipticCurvePublicKey:
    if len(octets) != _POINT_BYTES:
        raise ValueError("a point of P-256 has 65 bytes")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), octets)
