"""OpenSSH's forms of keys: blobs (RFC 4253 §6.6), one-line public keys, PEM private keys, signature blobs (RFC 8709).

A *blob* is the binary public key; a *line* is `TYPE BASE64`, what stands in authorized_keys.
"""

import base64
import binascii
import struct
from typing import Final, NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_public_key,
)

from gateway.crypto import signing
from gateway.vocabulary.secret import Secret

ED25519: Final = "ssh-ed25519"
BLOB_BYTES_MAX: Final = 16 * 1024


class Pair(NamedTuple):
    """A key pair for one use: `private` is OpenSSH PEM, as paramiko reads it; `public` is the blob."""

    private: Secret
    public: bytes


def new_pair() -> Pair:
    """A fresh Ed25519 pair."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return Pair(Secret(pem), ed25519_blob(key.public_key().public_bytes_raw()))


def string(data: bytes) -> bytes:
    """An SSH `string` (RFC 4251 §5): 4-byte length, then the data."""
    return struct.pack(">I", len(data)) + data


def ed25519_blob(public: bytes) -> bytes:
    """The blob of a raw 32-byte Ed25519 public key (RFC 8709 §4)."""
    return string(ED25519.encode("ascii")) + string(public)


def ed25519_raw(blob: bytes) -> bytes:
    """The 32 bytes of an Ed25519 blob. Raises ValueError for any other blob."""
    head = ed25519_blob(b"")[:-4] + struct.pack(">I", signing.PUBLIC_BYTES)
    if len(blob) != len(head) + signing.PUBLIC_BYTES or not blob.startswith(head):
        raise ValueError("this is not an Ed25519 public key")
    return blob[len(head) :]


def ed25519_signature(seed: Secret, data: bytes) -> bytes:
    """The signature blob over `data` (RFC 8709 §6): string `ssh-ed25519`, string of 64 bytes."""
    return string(ED25519.encode("ascii")) + string(signing.sign(seed, data))


def key_type(blob: bytes) -> str:
    """The name a blob opens with, such as `ssh-ed25519`. Raises ValueError when it has none."""
    if len(blob) < 4 or len(blob) > BLOB_BYTES_MAX:
        raise ValueError("this is not an SSH public key")
    length = struct.unpack(">I", blob[:4])[0]
    name = blob[4 : 4 + length]
    if len(name) != length or not 0 < length <= 64 or not name.isascii():
        raise ValueError("this is not an SSH public key")
    return name.decode("ascii")


def line(blob: bytes) -> str:
    """`TYPE BASE64` of a blob or of a certificate's blob. Raises ValueError when it names no type."""
    return f"{key_type(blob)} {base64.b64encode(blob).decode('ascii')}"


def blob_of(public_line: str) -> bytes:
    """The blob of `TYPE BASE64 [comment]`, checked to be a usable plain public key. Raises ValueError."""
    parts = public_line.split()
    if len(parts) < 2:
        raise ValueError("an SSH public key is written TYPE BASE64")
    try:
        blob = base64.b64decode(parts[1], validate=True)
    except binascii.Error:
        raise ValueError("the SSH public key is not base64") from None
    if key_type(blob) != parts[0]:
        raise ValueError("the SSH public key's type and content disagree")
    require_plain(blob)
    return blob


def require_plain(blob: bytes) -> None:
    """Raises ValueError unless `blob` is a whole public key, not a certificate, of a type that `cryptography` knows."""
    try:
        key = load_ssh_public_key(line(blob).encode("ascii"))
        again = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("this is not a usable SSH public key") from None
    if base64.b64decode(again.split()[1]) != blob:
        raise ValueError("this is not a plain SSH public key")
