import ssl
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from gateway.crypto import office_certificate, tls
from gateway.crypto.office_certificate import AUTHORITY_LIFE, DOOR_LIFE, RENEW_BEFORE, SERVER_LIFE, is_good_for
from gateway.vocabulary.clock import SystemClock

NOW = SystemClock().now()


@pytest.fixture(scope="module")
def authority():
    return office_certificate.new_authority("localhost", NOW)


def verifier(authority, host, at=NOW):
    store = Store([x509.load_pem_x509_certificate(authority.certificate)])
    return PolicyBuilder().store(store).time(at).build_server_verifier(x509.DNSName(host))


def verify(authority, server, host, at=NOW):
    return verifier(authority, host, at).verify(x509.load_pem_x509_certificate(server.certificate), [])


def test_whoever_trusts_the_authority_trusts_the_server(authority):
    server = office_certificate.new_server(authority, "localhost", NOW)
    assert len(verify(authority, server, "localhost")) == 2
    with pytest.raises(VerificationError):
        verify(authority, server, "localhost", NOW + SERVER_LIFE + timedelta(days=1))


def test_the_authority_is_good_for_no_other_name(authority):
    """A stolen authority cannot be a bank: its certificate says so, and verifiers look."""
    other = office_certificate.new_server(authority, "bank.example", NOW)
    with pytest.raises(VerificationError):
        verify(authority, other, "bank.example")


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_an_address_is_as_good_as_a_name(host):
    own = office_certificate.new_authority(host, NOW)
    server = office_certificate.new_server(own, host, NOW)
    assert is_good_for(server.certificate, host, NOW)


def test_a_certificate_is_renewed_before_it_ends_and_for_another_name(authority):
    server = office_certificate.new_server(authority, "localhost", NOW)
    assert is_good_for(server.certificate, "localhost", NOW)
    assert not is_good_for(server.certificate, "office.example", NOW)
    assert not is_good_for(server.certificate, "localhost", NOW + SERVER_LIFE - RENEW_BEFORE)
    with pytest.raises(ValueError):
        is_good_for(b"no certificate", "localhost", NOW)


def test_the_authority_outlives_many_servers(authority):
    read = x509.load_pem_x509_certificate(authority.certificate)
    assert read.not_valid_after_utc >= NOW + AUTHORITY_LIFE - timedelta(seconds=1)
    assert read.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_every_key_is_another_and_shows_itself_nowhere(authority):
    one, two = (office_certificate.new_server(authority, "localhost", NOW) for _ in range(2))
    assert one.key.reveal() != two.key.reveal()
    assert "PRIVATE" not in repr(one)


def test_openssl_takes_the_pair(authority, tmp_path):
    server = office_certificate.new_server(authority, "localhost", NOW)
    (tmp_path / "tls.crt").write_bytes(server.certificate)
    (tmp_path / "tls.key").write_bytes(server.key.reveal())
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / "tls.crt", tmp_path / "tls.key")


def test_the_database_doors_certificate_is_good_under_the_same_authority_for_its_names_only():
    own = office_certificate.new_authority("localhost", NOW, ("db.example", "127.0.0.1"))
    key, public = tls.new_key()
    pem = office_certificate.door_certificate(own, public, ("db.example", "127.0.0.1"), NOW)
    read = x509.load_pem_x509_certificate(pem)
    assert read.public_key() == key.public_key()
    assert len(verifier(own, "db.example").verify(read, [])) == 2
    with pytest.raises(VerificationError):
        verifier(own, "localhost").verify(read, [])
    with pytest.raises(VerificationError):
        verifier(own, "db.example", NOW + DOOR_LIFE + timedelta(minutes=1)).verify(read, [])


def test_the_authority_is_good_for_the_doors_names_and_no_others():
    own = office_certificate.new_authority("localhost", NOW, ("db.example",))
    for host, fits in (("localhost", True), ("db.example", True), ("bank.example", False)):
        server = office_certificate.new_server(own, host, NOW)
        if fits:
            assert verify(own, server, host)
        else:
            with pytest.raises(VerificationError):
                verify(own, server, host)


def test_a_door_without_a_name_is_certified_for_nothing():
    own = office_certificate.new_authority("localhost", NOW)
    with pytest.raises(ValueError):
        office_certificate.door_certificate(own, tls.new_key()[1], (), NOW)
