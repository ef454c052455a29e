from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from gateway.crypto.office_certificate import AUTHORITY_LIFE, new_authority, new_server
from gateway.crypto.validity import ends_at

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_the_end_of_the_first_certificate_in_pem_and_of_one_in_der():
    authority = new_authority("localhost", NOW)
    server = new_server(authority, "localhost", NOW)
    chain = server.certificate + authority.certificate
    assert ends_at(authority.certificate) == NOW + AUTHORITY_LIFE
    assert ends_at(chain) == ends_at(server.certificate) < NOW + timedelta(days=400)
    der = x509.load_pem_x509_certificate(authority.certificate).public_bytes(Encoding.DER)
    assert ends_at(der) == NOW + AUTHORITY_LIFE


@pytest.mark.parametrize("said", [b"", b"nonsense", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused(said):
    with pytest.raises(ValueError, match=r"."):
        ends_at(said)
