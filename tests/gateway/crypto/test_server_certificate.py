"""Server certificates to be pinned: read, told as openssl tells them, and refused by name."""

import subprocess
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec

from gateway.crypto import server_certificate
from gateway.crypto.server_certificate import Unfit, UnfitCertificate, from_der, from_pem, print_of, to_pin
from tests.gateway.relay.postgres.target.a_database import an_ed25519_key, an_rsa_key, made

NOW = datetime.now(UTC)


def test_the_fingerprint_is_what_openssl_prints(tmp_path):
    der, pem, _ = made()
    (tmp_path / "it.pem").write_bytes(pem)
    words = ["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", tmp_path / "it.pem"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert told.strip().partition("=")[2] == print_of(der)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (None, "ECDSA secp256r1"),
        (ec.generate_private_key(ec.SECP521R1()), "ECDSA secp521r1"),
        (an_rsa_key(), "RSA 2048"),
    ],
)
def test_what_it_says_of_itself(key, told):
    der, pem, _ = made(key)
    found = to_pin(der, NOW)
    assert (found.key, found.subject, found.der) == (told, "CN=callcenter-db.example", der)
    assert found.print == print_of(der)
    assert from_pem("a line\n" + pem.decode() + made()[1].decode()) == der  # the first of a chain


@pytest.mark.parametrize(
    ("der", "why"),
    [
        (b"", Unfit.UNREADABLE),
        (b"x" * 100, Unfit.UNREADABLE),
        (b"x" * 10_000, Unfit.UNREADABLE),
        (made()[0] + b"x", Unfit.UNREADABLE),
        (made(an_rsa_key(1024))[0], Unfit.WEAK_KEY),
        (made(dsa.generate_private_key(2048))[0], Unfit.WEAK_KEY),
        (made(ec.generate_private_key(ec.SECP256K1()))[0], Unfit.WEAK_KEY),
        (made(an_ed25519_key())[0], Unfit.NO_BINDING),
        (made(days=(-9, -1))[0], Unfit.NOT_VALID),
        (made(days=(1, 9))[0], Unfit.NOT_VALID),
    ],
    ids=lambda value: value.value if isinstance(value, Unfit) else "",
)
def test_what_cannot_be_pinned_is_refused_by_name(der, why):
    with pytest.raises(UnfitCertificate) as unfit:
        to_pin(der, NOW)
    assert unfit.value.why is why


def test_a_signature_by_sha1_is_refused(tmp_path):
    words = "openssl req -x509 -newkey rsa:2048 -nodes -sha1 -subj /CN=old -days 9 -keyout /dev/null -outform DER -out"
    subprocess.run([*words.split(), tmp_path / "old.der"], check=True, capture_output=True)
    with pytest.raises(UnfitCertificate) as unfit:
        to_pin((tmp_path / "old.der").read_bytes(), datetime.now(UTC))
    assert unfit.value.why is Unfit.WEAK_SIGNATURE


def test_one_that_is_pinned_is_read_after_its_time_too():
    assert not from_der(made(days=(-9, -1))[0]).is_valid(NOW)


@pytest.mark.parametrize("text", ["", "rubbish", made()[2].decode() + made()[1].decode(), "x" * 100_000])
def test_a_file_that_is_none_or_holds_a_private_key_is_refused(text):
    with pytest.raises(UnfitCertificate) as unfit:
        from_pem(text)
    assert unfit.value.why is Unfit.UNREADABLE


def test_a_certificate_block_that_is_none():
    with pytest.raises(UnfitCertificate):
        from_pem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")
    assert server_certificate.PEM_LETTERS_MAX >= 64 * 1024
