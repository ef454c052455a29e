"""Ed25519 signatures (RFC 8032). A key that signs two kinds of things signs them `tagged`: none passes for another."""

import os
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gateway.vocabulary.secret import Secret

SEED_BYTES: Final = 32
PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


def new_signing_key() -> Secret:
    """A fresh 32-byte seed."""
    return Secret(os.urandom(SEED_BYTES))


def public_of(seed: Secret) -> bytes:
    """The 32-byte public key of a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed.reveal()).public_key().public_bytes_raw()


def sign(seed: Secret, message: bytes) -> bytes:
    """The 64-byte signature of `message`."""
    return Ed25519PrivateKey.from_private_bytes(seed.reveal()).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """True only for `public`'s signature of `message`; a malformed key or signature is simply not one."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def tagged(tag: str, body: bytes) -> bytes:
    """The message to sign for a body of the kind `tag` (ASCII, no NUL): `sekisho:TAG` NUL body."""
    if not tag.isascii() or "\0" in tag:
        raise ValueError("a tag is ASCII without NUL")
    return b"sekisho:" + tag.encode("ascii") + b"\0" + body
