import pytest
from sqlalchemy.exc import DBAPIError

from gateway.crypto.digest import fingerprint
from gateway.storage.engine import writing
from gateway.storage.stores.authorities import Authorities
from gateway.storage.tables import REVOKED_CERTIFICATE
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW

BLOB = b"authority"


@pytest.fixture
def authorities(office):
    with writing(office) as connection:
        yield Authorities(connection)


def _add(authorities, name="head-office", blob=BLOB):
    return authorities.add(fingerprint=fingerprint(blob), name=name, blob=blob, at=NOW)


def test_an_authority_is_known_by_its_key_until_it_is_revoked(authorities):
    assert authorities.name_of(BLOB) is None
    assert _add(authorities)
    assert authorities.name_of(BLOB) == "head-office"
    assert authorities.revoke("head-office", NOW)
    assert authorities.name_of(BLOB) is None
    assert not authorities.revoke("head-office", NOW)


def test_key_and_name_are_taken_for_ever(authorities):
    assert _add(authorities)
    authorities.revoke("head-office", NOW)
    assert not _add(authorities)
    assert not _add(authorities, name="other")
    assert not _add(authorities, blob=b"other")


def test_a_fingerprint_of_another_blob_is_no_authority(authorities):
    assert authorities.add(fingerprint=fingerprint(BLOB), name="head-office", blob=b"other", at=NOW)
    assert authorities.name_of(BLOB) is None


def test_certificates_are_revoked_by_serial_or_key_id_of_one_authority(authorities):
    _add(authorities)
    _add(authorities, name="other", blob=b"other")
    assert authorities.revoke_certificate(authority="head-office", mark="serial", value=str(2**64 - 1), at=NOW)
    assert authorities.revoke_certificate(authority="head-office", mark="key-id", value="5", at=NOW)
    assert not authorities.revoke_certificate(authority="head-office", mark="key-id", value="5", at=NOW)
    assert not authorities.revoke_certificate(authority="nobody", mark="key-id", value="5", at=NOW)
    assert authorities.has_revoked(BLOB, serial=2**64 - 1, key_id="")
    assert authorities.has_revoked(BLOB, serial=0, key_id="5")
    assert not authorities.has_revoked(BLOB, serial=5, key_id=str(2**64 - 1))
    assert not authorities.has_revoked(b"other", serial=2**64 - 1, key_id="5")


def test_there_are_two_marks(office):
    with pytest.raises((GatewayFault, DBAPIError)), writing(office) as connection:
        _add(Authorities(connection))
        values = {"authority": fingerprint(BLOB), "mark": "name", "value": "x", "at": "x"}
        connection.execute(REVOKED_CERTIFICATE.insert().values(**values))
