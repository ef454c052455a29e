"""Certificates of any content, well signed or not: an authority that keeps no rule (PROTOCOL.certkeys)."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.crypto.openssh import string
from tests.gateway.crypto.a_security_key import mpint

USER, HOST = 1, 2
FOR_EVER = 2**64 - 1
_CURVES = {
    "nistp256": (ec.SECP256R1(), SHA256()),
    "nistp384": (ec.SECP384R1(), SHA384()),
    "nistp521": (ec.SECP521R1(), SHA512()),
}
_RSA = {"ssh-rsa": SHA1(), "rsa-sha2-256": SHA256(), "rsa-sha2-512": SHA512()}


class PlainKey:
    """A private key of one of the plain types, with its blob; `sign` answers a whole signature blob."""

    def __init__(self, kind: str = "ssh-ed25519", bits: int = 2048) -> None:
        self.kind = kind
        self.private: Any
        if kind == "ssh-ed25519":
            self.private = Ed25519PrivateKey.generate()
        elif kind == "ssh-rsa":
            self.private = rsa.generate_private_key(65537, bits)
        else:
            self.private = ec.generate_private_key(_CURVES[kind.rpartition("-")[2]][0])
        line = self.private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        self.blob = base64.b64decode(line.split()[1])

    @property
    def algorithm(self) -> str:
        return "rsa-sha2-512" if self.kind == "ssh-rsa" else self.kind

    def sign(self, data: bytes, algorithm: str | None = None) -> bytes:
        named = algorithm or self.algorithm
        if self.kind == "ssh-ed25519":
            inner = self.private.sign(data)
        elif self.kind == "ssh-rsa":
            inner = self.private.sign(data, padding.PKCS1v15(), _RSA[named])
        else:
            r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(_CURVES[self.kind.rpartition("-")[2]][1])))
            inner = mpint(r) + mpint(s)
        return string(named.encode()) + string(inner)


def options(*pairs: tuple[bytes, bytes]) -> bytes:
    """Critical options or extensions; each value is wrapped in a string, an empty one is empty."""
    return b"".join(string(name) + string(string(value) if value else b"") for name, value in pairs)


@dataclass(frozen=True)
class Wish:
    """What to certify; every field may be wrong."""

    key: PlainKey
    principals: Sequence[bytes] = (b"sato",)
    serial: int = 7
    key_id: bytes = b"sato 2026"
    kind: int = USER
    after: int = 0
    before: int = FOR_EVER
    critical: bytes = b""
    extensions: bytes = b""
    reserved: bytes = b""
    type_name: bytes | None = None
    fields: bytes | None = field(default=None)


def certified(
    authority: PlainKey, wish: Wish, *, algorithm: str | None = None, shown_authority: bytes | None = None
) -> bytes:
    """The certificate's blob. `shown_authority` is written as the signer's key instead of the true one."""
    name = wish.type_name or wish.key.kind.encode() + b"-cert-v01@openssh.com"
    fields = wish.key.blob[4 + len(wish.key.kind) :] if wish.fields is None else wish.fields
    body = (
        string(name) + string(b"n" * 32) + fields + wish.serial.to_bytes(8, "big") + wish.kind.to_bytes(4, "big")
        + string(wish.key_id) + string(b"".join(string(one) for one in wish.principals))
        + wish.after.to_bytes(8, "big") + wish.before.to_bytes(8, "big")
        + string(wish.critical) + string(wish.extensions) + string(wish.reserved)
        + string(authority.blob if shown_authority is None else shown_authority)
    )  # fmt: skip
    return body + string(authority.sign(body, algorithm))
