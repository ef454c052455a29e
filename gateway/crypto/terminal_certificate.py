"""The X.509 certificate a terminal shows at the database door: read, judged, and known by the SHA-256 of its DER form.

Any issuer will do, the machine itself too: nobody's signature makes it trusted, being registered does. So what is checked is
that it is one certificate, of a key strong enough, and when it is valid.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from gateway.crypto.digest import sha256

DER_BYTES_MAX: Final = 8 * 1024
PEM_LETTERS_MAX: Final = 16 * 1024
RSA_BITS_MIN: Final = 2048
_PEM: Final = re.compile(r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,16384}-----END CERTIFICATE-----")
_NAME_LETTERS_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalCertificate:
    """One certificate. `subject` and `issuer` are RFC 4514 texts as their maker wrote them: escape them; UTC moments."""

    der: bytes
    subject: str
    issuer: str
    key: str
    valid_from: datetime
    valid_until: datetime

    @property
    def sha256(self) -> str:
        """What the terminal is known by: 64 hexadecimal digits."""
        return sha256(self.der).hex()

    def is_valid(self, now: datetime) -> bool:
        """True within its validity, both ends included (RFC 5280 §4.1.2.5)."""
        return self.valid_from <= now <= self.valid_until


def from_pem(text: str) -> TerminalCertificate:
    """The one certificate in `text`, which may have other lines around it. Raises ValueError; never for a second's sake."""
    if len(text) > PEM_LETTERS_MAX:
        raise ValueError("this is too long for one certificate")
    found = _PEM.findall(text)
    if len(found) != 1 or text.count("-----BEGIN") != 1:
        raise ValueError("exactly one CERTIFICATE block in PEM form is wanted")
    try:
        return _read(x509.load_pem_x509_certificate(found[0].encode("ascii")))
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("this is not a usable X.509 certificate") from None


def from_der(der: bytes) -> TerminalCertificate:
    """The certificate of exactly these bytes. Raises ValueError."""
    if not 0 < len(der) <= DER_BYTES_MAX:
        raise ValueError("this is not a usable X.509 certificate")
    try:
        read = _read(x509.load_der_x509_certificate(der))
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("this is not a usable X.509 certificate") from None
    if read.der != der:
        raise ValueError("this is not a usable X.509 certificate")
    return read


def _read(certificate: x509.Certificate) -> TerminalCertificate:
    der = certificate.public_bytes(Encoding.DER)
    if len(der) > DER_BYTES_MAX:
        raise ValueError("too long")
    return TerminalCertificate(
        der=der,
        subject=certificate.subject.rfc4514_string()[:_NAME_LETTERS_MAX],
        issuer=certificate.issuer.rfc4514_string()[:_NAME_LETTERS_MAX],
        key=_key(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def _key(certificate: x509.Certificate) -> str:
    match certificate.public_key():
        case rsa.RSAPublicKey() as key if key.key_size >= RSA_BITS_MIN:
            return f"RSA {key.key_size}"
        case ec.EllipticCurvePublicKey() as key if isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1 | ec.SECP521R1):
            return f"ECDSA {key.curve.name}"
        case ed25519.Ed25519PublicKey():
            return "Ed25519"
        case _:
            raise ValueError("a key of another kind, or too weak")
