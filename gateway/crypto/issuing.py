"""What every X.509 certificate that is made here has (RFC 5280): fresh number, names, key, life, and what its key is for."""

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec


def begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    """One for `key`, good from `start` to `end`; extensions and signature are still to come."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def usage(*, signs: bool) -> x509.KeyUsage:
    """§4.2.1.3: an authority's key signs certificates and revocations, every other one only what it says itself."""
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
