"""A FIDO2 security key in software (PROTOCOL.u2f), which signs whatever flags and count a test wants."""

import struct
from typing import Literal

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.crypto.digest import sha256
from gateway.crypto.openssh import string
from gateway.crypto.security_key import SK_ECDSA, SK_ED25519


def mpint(value: int) -> bytes:
    """RFC 4251 §5, for what is not negative."""
    return string(value.to_bytes(value.bit_length() // 8 + 1, "big") if value else b"")


class ASecurityKey:
    """One key of a kind."""

    def __init__(self, kind: Literal["ed25519", "ecdsa"] = "ed25519", application: bytes = b"ssh:") -> None:
        self.application = application
        if kind == "ed25519":
            self.name = SK_ED25519
            self._ed25519 = Ed25519PrivateKey.generate()
            self._fields = string(self._ed25519.public_key().public_bytes_raw())
        else:
            self.name = SK_ECDSA
            self._ecdsa = ec.generate_private_key(ec.SECP256R1())
            point = self._ecdsa.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            self._fields = string(b"nistp256") + string(point)

    @property
    def blob(self) -> bytes:
        return string(self.name.encode()) + self._fields + string(self.application)

    def raw(self, message: bytes) -> bytes:
        """The inner signature over what the device signs."""
        if self.name == SK_ED25519:
            return self._ed25519.sign(message)
        r, s = decode_dss_signature(self._ecdsa.sign(message, ec.ECDSA(SHA256())))
        return mpint(r) + mpint(s)

    def sign(self, data: bytes, *, flags: int = 1, counter: int = 0, said: tuple[int, int] | None = None) -> bytes:
        """The signature blob; `said` are flags and count to write beside it instead of the signed ones."""
        signed = struct.pack(">BI", flags, counter)
        inner = self.raw(sha256(self.application) + signed + sha256(data))
        return string(self.name.encode()) + string(inner) + (signed if said is None else struct.pack(">BI", *said))
