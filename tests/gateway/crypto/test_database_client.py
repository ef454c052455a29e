"""Client certificates for databases, judged by openssl: who they name, how long they live, what they are good for."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from gateway.crypto import database_client
from gateway.crypto.database_client import Client, new_authority, new_pair, sign_client

NOW = datetime.now(UTC).replace(microsecond=0)
CLIENT = Client(role="reader", person="sato", session="S-1", now=NOW, expires_at=NOW + timedelta(minutes=2))


def spki(key) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def judged(tmp_path, authority, certificate: bytes, purpose: str) -> bool:
    (tmp_path / "ca.pem").write_text(authority.pem)
    pem = x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)
    (tmp_path / "it.pem").write_bytes(pem)
    words = [
        "openssl",
        "verify",
        "-x509_strict",
        "-attime",  # two minutes may be over by now
        str(int(NOW.timestamp()) + 1),
        "-purpose",
        purpose,
        "-CAfile",
        tmp_path / "ca.pem",
        tmp_path / "it.pem",
    ]
    return subprocess.run(words, capture_output=True).returncode == 0


def test_R14_it_is_good_for_a_client_and_for_nothing_else(tmp_path):
    authority = new_authority(NOW)
    certificate = sign_client(authority, new_pair()[1], CLIENT)
    assert judged(tmp_path, authority, certificate, "sslclient")
    assert not judged(tmp_path, authority, certificate, "sslserver")
    assert not judged(tmp_path, new_authority(NOW), certificate, "sslclient")


def test_the_authority_can_have_none_below_it_and_certifies_no_server(tmp_path):
    authority = new_authority(NOW)
    found = x509.load_der_x509_certificate(authority.certificate)
    basic = found.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    assert found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).critical


def test_it_names_role_person_and_session_and_lives_two_minutes():
    found = x509.load_der_x509_certificate(sign_client(new_authority(NOW), new_pair()[1], CLIENT))
    assert found.subject.rfc4514_string() == "OU=S-1,UID=sato,CN=reader"
    assert found.not_valid_before_utc == NOW - database_client.BACKDATE
    assert found.not_valid_after_utc == NOW + timedelta(minutes=2)
    good_for = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert (good_for.critical, list(good_for.value)) == (True, [ExtendedKeyUsageOID.CLIENT_AUTH])


@pytest.mark.parametrize(
    "changes",
    [
        {"expires_at": NOW}, {"expires_at": NOW - timedelta(1)}, {"expires_at": NOW + timedelta(minutes=6)},
        {"role": ""}, {"role": "a b"}, {"role": "a\0b"}, {"role": "r" * 65}, {"role": "日本"}, {"person": "a\n"}, {"session": ""},
    ],
)  # fmt: skip
def test_what_may_not_be_is_not_signed(changes):
    with pytest.raises(ValueError):
        sign_client(new_authority(NOW), new_pair()[1], replace(CLIENT, **changes))


@pytest.mark.parametrize(
    "public",
    [
        b"", b"rubbish", b"x" * 1000, spki(ec.generate_private_key(ec.SECP384R1())), spki(ed25519.Ed25519PrivateKey.generate()),
        spki(rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    ],
    ids=["nothing", "rubbish", "long", "p384", "ed25519", "rsa"],
)  # fmt: skip
def test_only_a_p256_key_is_certified(public):
    with pytest.raises(ValueError):
        sign_client(new_authority(NOW), public, CLIENT)
