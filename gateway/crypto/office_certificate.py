"""The certificates of the office in the browser: an authority of our own, and a server certificate it signs.

ECDSA on P-256, because browsers take no Ed25519 here. The authority is good for the names it was made for only (RFC 5280
§4.2.1.10, name constraints, critical): whoever trusts it trusts nothing else by it. The same authority certifies the database
door, whose connections have a key of their own each and a certificate of an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gateway.crypto.issuing import begun, usage
from gateway.vocabulary.secret import Secret

AUTHORITY_LIFE: Final = timedelta(days=3650)
SERVER_LIFE: Final = timedelta(days=365)
DOOR_LIFE: Final = timedelta(hours=1)
RENEW_BEFORE: Final = timedelta(days=60)
_BACKDATED: Final = timedelta(minutes=5)  # for browsers whose clock is behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A PEM certificate and its PKCS #8 key: PEM for a server's, DER for an authority's."""

    certificate: bytes
    key: Secret


def new_authority(host: str, now: datetime, also: Sequence[str] = ()) -> Issued:
    """A fresh authority for `host` and the names `also`; its certificate is what browsers and psql are told to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Sekisho office ({host})")
    certificate = (
        begun(name, name, key.public_key(), now - _BACKDATED, now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs=True), critical=True)
        .add_extension(
            x509.NameConstraints(
                permitted_subtrees=[_constraint(name) for name in dict.fromkeys((host, *also))], excluded_subtrees=None
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Issued(certificate=_pem(certificate), key=Secret(der))


def new_server(authority: Issued, host: str, now: datetime) -> Issued:
    """A server certificate for `host` with a key of its own. Raises ValueError for an authority that is malformed."""
    signer = serialization.load_der_private_key(authority.key.reveal(), None)
    above = x509.load_pem_x509_certificate(authority.certificate)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise ValueError("the authority's key is not ECDSA")  # noqa: TRY004  # a wrong value, of whatever type
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        begun(_name(host), above.subject, key.public_key(), now - _BACKDATED, now + SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Issued(certificate=_pem(certificate), key=Secret(pem))


def door_certificate(authority: Issued, public_key: bytes, names: Sequence[str], now: datetime) -> bytes:
    """PEM of a server certificate of an hour for somebody's own P-256 key (SubjectPublicKeyInfo, DER). Raises ValueError."""
    signer = serialization.load_der_private_key(authority.key.reveal(), None)
    above = x509.load_pem_x509_certificate(authority.certificate)
    key = serialization.load_der_public_key(public_key)
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("not a P-256 key")  # noqa: TRY004  # a wrong value, of whatever type
    if not isinstance(signer, ec.EllipticCurvePrivateKey) or not names:
        raise ValueError("no authority, or no name to certify")
    certificate = (
        begun(_name(names[0]), above.subject, key, now - _BACKDATED, now + DOOR_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    return _pem(certificate)


def is_good_for(certificate: bytes, host: str, now: datetime) -> bool:
    """True while a PEM server certificate names `host` and lasts longer than RENEW_BEFORE. Raises ValueError if malformed."""
    read = x509.load_pem_x509_certificate(certificate)
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return _alternative(host) in list(names) and now + RENEW_BEFORE < read.not_valid_after_utc


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _constraint(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_network(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
