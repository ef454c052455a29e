"""X.509 certificates that signed themselves, as a terminal would make one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())


def certificate(key: Any = KEY, name: str = "pc-01", days: int = 30, now: datetime = NOW) -> x509.Certificate:
    """Valid from a day before `now` until `days` after it."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days))
    )  # fmt: skip
    return made.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256())


def pem(made: x509.Certificate) -> str:
    """As it is pasted."""
    return made.public_bytes(Encoding.PEM).decode()


def der_of(made: x509.Certificate) -> bytes:
    """As it is registered."""
    return made.public_bytes(Encoding.DER)
