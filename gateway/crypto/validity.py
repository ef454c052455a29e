"""When a certificate ends, whoever made it. It is looked at, not believed."""

from datetime import datetime

from cryptography import x509


def ends_at(certificate: bytes) -> datetime:
    """The end (UTC) of the first certificate in PEM, or of the one in DER. Raises ValueError for what is none."""
    if b"-----BEGIN" in certificate:
        return x509.load_pem_x509_certificates(certificate)[0].not_valid_after_utc
    return x509.load_der_x509_certificate(certificate).not_valid_after_utc
