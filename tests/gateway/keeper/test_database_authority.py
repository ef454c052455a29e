"""Made once, kept sealed, published for whoever runs a database; a state without one has none."""

from datetime import UTC, datetime

import pytest
from cryptography import x509

from gateway.keeper import custody, database_authority
from gateway.vocabulary.outcome import GatewayFault

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_made_once_and_published(keys, tmp_path):
    assert database_authority.load(keys) is None
    published = tmp_path / "database-ca.crt"
    database_authority.prepare(keys, published, NOW)
    first = database_authority.load(keys)
    assert database_authority.read_published(published) == first.pem
    assert published.stat().st_mode & 0o777 == 0o644
    published.write_text("rubbish")
    database_authority.prepare(keys, published, NOW)
    again = database_authority.load(keys)
    assert (again.certificate, again.key.reveal()) == (first.certificate, first.key.reveal())
    assert published.read_text() == first.pem


def test_R83_the_key_does_not_lie_open(keys, tmp_path):
    database_authority.prepare(keys, tmp_path / "ca.crt", NOW)
    file = keys / database_authority.FILE_NAME
    assert file.stat().st_mode & 0o777 == 0o600
    kept = custody.key_files.read(file)
    found = database_authority.load(keys)
    assert found.key.reveal() not in kept
    assert found.certificate not in kept
    assert "hidden" in repr(found)


def test_it_signs_clients_alone_and_has_none_below_it(keys, tmp_path):
    database_authority.prepare(keys, tmp_path / "ca.crt", NOW)
    found = x509.load_pem_x509_certificate((tmp_path / "ca.crt").read_bytes())
    assert found.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert [each.dotted_string for each in found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value] == [
        x509.oid.ExtendedKeyUsageOID.CLIENT_AUTH.dotted_string
    ]


def test_one_of_another_kind_is_refused_by_name(keys, tmp_path):
    custody.keep_further_key(keys, database_authority.FILE_NAME, custody.Secret(b"no authority"))
    with pytest.raises(GatewayFault, match=database_authority.FILE_NAME):
        database_authority.load(keys)


def test_nothing_published_says_what_to_do(tmp_path):
    with pytest.raises(GatewayFault, match="sekisho init"):
        database_authority.read_published(tmp_path / "ca.crt")
