"""The X.509 certificate a PostgreSQL target shows, read to be compared and pinned. Trust is two people's to give, no issuer's.

A pin is the certificate itself, byte for byte, so nobody's signature and no name in it is judged; its dates are shown, and only a
new pin must be valid. What cannot be pinned is refused by name: a weak key, and a signature that TLS has no channel binding for
(RFC 5929 §4.1 knows no hash for Ed25519), because the log-in by password is bound to the certificate.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from gateway.crypto.digest import sha256

DER_BYTES_MAX: Final = 8 * 1024
PEM_LETTERS_MAX: Final = 64 * 1024  # a chain; the first certificate is the server's own
RSA_BITS_MIN: Final = 2048
_PEM: Final = re.compile(r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,16384}-----END CERTIFICATE-----")
_NAME_LETTERS_MAX: Final = 200
_HASHES: Final = (hashes.SHA256, hashes.SHA384, hashes.SHA512, hashes.SHA224)


class Unfit(StrEnum):
    """Why a certificate cannot be pinned."""

    UNREADABLE = "unreadable"
    WEAK_KEY = "weak-key"
    NO_BINDING = "no-binding"  # Ed25519, Ed448: no hash to bind the log-in to
    WEAK_SIGNATURE = "weak-signature"  # MD5, SHA-1
    NOT_VALID = "not-valid"  # over, or not yet


class UnfitCertificate(ValueError):
    """It cannot be pinned; `why` says why."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerCertificate:
    """One certificate. `subject` and `issuer` are RFC 4514 texts as their maker wrote them: escape them. UTC moments."""

    der: bytes
    subject: str
    issuer: str
    key: str
    valid_from: datetime
    valid_until: datetime

    @property
    def print(self) -> str:
        """What `openssl x509 -fingerprint -sha256` prints behind the equals sign."""
        return print_of(self.der)

    def is_valid(self, now: datetime) -> bool:
        """True within its validity, both ends included (RFC 5280 §4.1.2.5)."""
        return self.valid_from <= now <= self.valid_until


def print_of(der: bytes) -> str:
    """SHA-256 of a certificate as openssl prints it: pairs of capital hexadecimal digits with colons between."""
    return sha256(der).hex(":").upper()


def from_der(der: bytes) -> ServerCertificate:
    """The certificate of exactly these bytes. Raises UnfitCertificate, not for its dates."""
    if not 0 < len(der) <= DER_BYTES_MAX:
        raise UnfitCertificate(Unfit.UNREADABLE)
    try:
        certificate = x509.load_der_x509_certificate(der)
        found = _read(certificate)
    except UnfitCertificate:
        raise
    except (ValueError, UnsupportedAlgorithm):
        raise UnfitCertificate(Unfit.UNREADABLE) from None
    if found.der != der:
        raise UnfitCertificate(Unfit.UNREADABLE)
    return found


def to_pin(der: bytes, now: datetime) -> ServerCertificate:
    """The same of one that is to be pinned from now on. Raises UnfitCertificate."""
    found = from_der(der)
    if not found.is_valid(now):
        raise UnfitCertificate(Unfit.NOT_VALID)
    return found


def from_pem(text: str) -> bytes:
    """The DER form of the first certificate in `text`, which is the server's own in a chain. Raises UnfitCertificate."""
    found = _PEM.search(text) if len(text) <= PEM_LETTERS_MAX else None
    if found is None or "PRIVATE KEY" in text:
        raise UnfitCertificate(Unfit.UNREADABLE)
    try:
        return x509.load_pem_x509_certificate(found[0].encode("ascii")).public_bytes(Encoding.DER)
    except ValueError:
        raise UnfitCertificate(Unfit.UNREADABLE) from None


def _read(certificate: x509.Certificate) -> ServerCertificate:
    found = ServerCertificate(
        der=certificate.public_bytes(Encoding.DER),
        subject=certificate.subject.rfc4514_string()[:_NAME_LETTERS_MAX],
        issuer=certificate.issuer.rfc4514_string()[:_NAME_LETTERS_MAX],
        key=_key(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )
    used = certificate.signature_hash_algorithm
    if used is None:
        raise UnfitCertificate(Unfit.NO_BINDING)
    if not isinstance(used, _HASHES):
        raise UnfitCertificate(Unfit.WEAK_SIGNATURE)
    return found


def _key(certificate: x509.Certificate) -> str:
    match certificate.public_key():
        case rsa.RSAPublicKey() as key if key.key_size >= RSA_BITS_MIN:
            return f"RSA {key.key_size}"
        case ec.EllipticCurvePublicKey() as key if isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1 | ec.SECP521R1):
            return f"ECDSA {key.curve.name}"
        case ed25519.Ed25519PublicKey():
            return "Ed25519"
        case _:
            raise UnfitCertificate(Unfit.WEAK_KEY)
