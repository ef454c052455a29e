from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto.digest import sha256
from gateway.crypto.terminal_certificate import from_der, from_pem
from tests.gateway.crypto.a_terminal_certificate import KEY, NOW, certificate, pem


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (KEY, "ECDSA secp256r1"),
        (ec.generate_private_key(ec.SECP384R1()), "ECDSA secp384r1"),
        (ed25519.Ed25519PrivateKey.generate(), "Ed25519"),
        (rsa.generate_private_key(65537, 2048), "RSA 2048"),
    ],
)
def test_R18_a_self_signed_certificate_is_read_and_known_by_its_digest(key: Any, kind: str) -> None:
    made = certificate(key)
    read = from_pem(f"some words before\n{pem(made)}\nand after")
    assert read == from_der(made.public_bytes(Encoding.DER))
    assert (read.sha256, read.subject, read.key) == (sha256(read.der).hex(), "CN=pc-01", kind)
    assert read.is_valid(NOW)
    assert not read.is_valid(NOW + timedelta(days=31))
    assert not read.is_valid(NOW - timedelta(days=2))
    assert read.valid_from.utcoffset() == timedelta(0)


def test_what_is_not_exactly_one_usable_certificate_is_refused() -> None:
    good = pem(certificate())
    secret = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    weak = pem(certificate(rsa.generate_private_key(65537, 1024)))
    other_curve = pem(certificate(ec.generate_private_key(ec.SECP256K1())))
    broken = good.replace("MII", "MIX", 1)
    for text in ("", good + good, secret, good + secret, weak, other_curve, broken, "x" * 20_000, good[:-40]):
        with pytest.raises(ValueError, match=r"certificate|CERTIFICATE"):
            from_pem(text)
    with pytest.raises(ValueError, match="certificate"):
        from_der(certificate().public_bytes(Encoding.DER) + b"\0")


@given(st.text(max_size=300), st.binary(max_size=300))
def test_nothing_but_a_ValueError_comes_of_anything_else(text: str, der: bytes) -> None:
    with pytest.raises(ValueError):
        from_pem(f"-----BEGIN CERTIFICATE-----{text}-----END CERTIFICATE-----")
    with pytest.raises(ValueError):
        from_der(der)
