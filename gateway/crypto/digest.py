"""Hashes. Standard library only, so that any process may import it for nothing."""

import base64
import hashlib
import hmac

from gateway.vocabulary.secret import Secret

DIGEST_BYTES = 32


def sha256(data: bytes) -> bytes:
    """SHA-256 of `data`, 32 bytes (FIPS 180-4)."""
    return hashlib.sha256(data).digest()


def keyed(key: Secret, data: bytes) -> bytes:
    """HMAC-SHA-256, 32 bytes (RFC 2104): equal data are recognisable, unknown data not guessable without the key."""
    return hmac.digest(key.reveal(), data, "sha256")


def same(left: bytes, right: bytes) -> bool:
    """True when both are equal; takes the same time wherever they differ."""
    return hmac.compare_digest(left, right)


def fingerprint(blob: bytes) -> str:
    """What `ssh-keygen -l` prints for a public key blob: `SHA256:` and unpadded base64."""
    return "SHA256:" + base64.b64encode(sha256(blob)).decode("ascii").rstrip("=")
