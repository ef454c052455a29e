"""The certificates of the office in the browser: an authority of our own, and a server certificate it signs.

ECDSA on P-256, because browsers take no Ed25519 here. The authority is good for one host name only (RFC 5280 §4.2.1.10, name
constraints, critical): whoever trusts it trusts nothing else by it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gateway.vocabulary.secret import Secret

AUTHORITY_LIFE: Final = timedelta(days=3650)
SERVER_LIFE: Final = timedelta(days=365)
RENEW_BEFORE: Final = timedelta(days=60)
_BACKDATED: Final = timedelta(minutes=5)  # for browsers whose clock is behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A PEM certificate and its PKCS #8 key: PEM for a server's, DER for an authority's."""

    certificate: bytes
    key: Secret


def new_authority(host: str, now: datetime) -> Issued:
    """A fresh authority for `host`; its certificate is what browsers are told to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Sekisho office ({host})")
    certificate = (
        _begun(name, name, key.public_key(), now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(
            x509.NameConstraints(permitted_subtrees=[_constraint(host)], excluded_subtrees=None), critical=True
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
        _begun(_name(host), above.subject, key.public_key(), now, SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Issued(certificate=_pem(certificate), key=Secret(pem))


def is_good_for(certificate: bytes, host: str, now: datetime) -> bool:
    """True while a PEM server certificate names `host` and lasts longer than RENEW_BEFORE. Raises ValueError if malformed."""
    read = x509.load_pem_x509_certificate(certificate)
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return _alternative(host) in list(names) and now + RENEW_BEFORE < read.not_valid_after_utc


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + life)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


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
