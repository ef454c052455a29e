"""Certificates by which sessions log in to PostgreSQL targets: an authority of their own, and one of minutes for a role.

A target's ssl_ca_file names the authority, which is good for TLS clients alone (RFC 5280 §4.2.1.12, in the authority's own
certificate) and can have none below it. ECDSA on P-256, because servers with older OpenSSL take no Ed25519 here.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gateway.crypto.issuing import begun, usage
from gateway.vocabulary.secret import Secret

AUTHORITY_LIFE: Final = timedelta(days=3650)
CLIENT_LIFE_MAX: Final = timedelta(minutes=5)
BACKDATE: Final = timedelta(seconds=60)  # for targets whose clock is behind
PUBLIC_KEY_BYTES_MAX: Final = 128  # SubjectPublicKeyInfo of P-256 has 91
NAME: Final = "Sekisho database clients"
_WORD: Final = re.compile(r"[!-~]{1,64}")  # ub-common-name and its like (RFC 5280, appendix A.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Its certificate (DER) and its PKCS #8 key (DER)."""

    certificate: bytes
    key: Secret

    @property
    def pem(self) -> str:
        """The certificate as a target's ssl_ca_file wants it."""
        return x509.load_der_x509_certificate(self.certificate).public_bytes(serialization.Encoding.PEM).decode("ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who logs in as what: `role` is the name the target maps; `person` and `session` are for its log. One word each."""

    role: str
    person: str
    session: str
    now: datetime
    expires_at: datetime


def new_authority(now: datetime) -> Authority:
    """A fresh authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = (
        begun(name, name, key.public_key(), now - BACKDATE, now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    kept = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Authority(certificate=certificate.public_bytes(der), key=Secret(kept))


def new_pair() -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    """A key for one session, and its public half as SubjectPublicKeyInfo (DER)."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def sign_client(authority: Authority, public_key: bytes, client: Client) -> bytes:
    """The certificate (DER) of this P-256 key (SubjectPublicKeyInfo, DER). Raises ValueError."""
    if not timedelta(0) < client.expires_at - client.now <= CLIENT_LIFE_MAX:
        raise ValueError(f"a certificate of this kind lives at most {CLIENT_LIFE_MAX}")
    signer = serialization.load_der_private_key(authority.key.reveal(), None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise ValueError("the authority's key is not ECDSA")  # noqa: TRY004  # a wrong value, of whatever type
    subject = _subject(client)
    above = x509.load_der_x509_certificate(authority.certificate)
    certificate = (
        begun(subject, above.subject, _read(public_key), client.now - BACKDATE, client.expires_at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)


def _subject(client: Client) -> x509.Name:
    """CN is what `clientname=CN` compares; the rest stands in the target's log of connections."""
    named = (
        (NameOID.COMMON_NAME, client.role),
        (NameOID.USER_ID, client.person),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, client.session),
    )
    if not all(_WORD.fullmatch(value) for _, value in named):
        raise ValueError("a name in a certificate is one printable ASCII word of at most 64 letters")
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in named])


def _read(public_key: bytes) -> ec.EllipticCurvePublicKey:
    if len(public_key) > PUBLIC_KEY_BYTES_MAX:
        raise ValueError("this is no P-256 key")
    try:
        key = serialization.load_der_public_key(public_key)
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("this is no public key") from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("this is no P-256 key")  # noqa: TRY004  # a wrong value, of whatever type
    return key
