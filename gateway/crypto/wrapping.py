"""A secret closed for one reader: X25519 (RFC 7748) with a fresh sender key, HKDF-SHA256 (RFC 5869), AES-256-GCM.

Whoever wraps keeps nothing that could open it again. `context` names the place the secret belongs to; it is mixed into
the key and authenticated, so a wrapped key moved to another recording opens nothing.

Wrapped form: version byte 1, sender's public key (32), nonce (12), ciphertext, tag (16).
"""

from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.crypto import aead
from gateway.vocabulary.secret import Secret

PUBLIC_BYTES: Final = 32
_VERSION: Final = b"\x01"
_LABEL: Final = b"sekisho wrap v1\0"


class Pair(NamedTuple):
    """An X25519 key pair: the half that opens, and the half that may be shown."""

    private: Secret
    public: bytes


def new_pair() -> Pair:
    """A fresh pair, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return Pair(Secret(private.private_bytes_raw()), private.public_key().public_bytes_raw())


def public_of(private: Secret) -> bytes:
    """The public half of a 32-byte private key."""
    return X25519PrivateKey.from_private_bytes(private.reveal()).public_key().public_bytes_raw()


def wrap(public: bytes, secret: Secret, context: bytes) -> bytes:
    """`secret` so that only the holder of `public`'s private half reads it, in `context` only.

    Raises ValueError when `public` is not a usable X25519 key (wrong length, point of small order).
    """
    sender = X25519PrivateKey.generate()
    shown = sender.public_key().public_bytes_raw()
    shared = sender.exchange(X25519PublicKey.from_public_bytes(public))
    return _VERSION + shown + aead.seal(_key(shared, shown, public, context), secret.reveal(), context)


def unwrap(private: Secret, wrapped: bytes, context: bytes) -> Secret:
    """What `wrap` closed. Raises aead.SealBroken for anything else."""
    start = len(_VERSION)
    shown, sealed = wrapped[start : start + PUBLIC_BYTES], wrapped[start + PUBLIC_BYTES :]
    if not wrapped.startswith(_VERSION) or len(shown) != PUBLIC_BYTES:
        raise aead.SealBroken("this is not a wrapped key of version 1")
    reader = X25519PrivateKey.from_private_bytes(private.reveal())
    try:
        shared = reader.exchange(X25519PublicKey.from_public_bytes(shown))
    except ValueError:
        raise aead.SealBroken("the wrapped key names an unusable sender") from None
    key = _key(shared, shown, reader.public_key().public_bytes_raw(), context)
    return Secret(aead.open_sealed(key, sealed, context))


def _key(shared: bytes, sender: bytes, reader: bytes, context: bytes) -> Secret:
    """Both public halves are the salt, so that a key belongs to exactly this exchange."""
    derive = HKDF(algorithm=SHA256(), length=aead.KEY_BYTES, salt=sender + reader, info=_LABEL + context)
    return Secret(derive.derive(shared))
