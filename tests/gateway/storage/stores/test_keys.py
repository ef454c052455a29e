import pytest
from sqlalchemy import text

from gateway.authentication.ports import KeyKind, KeyOwner
from gateway.crypto.digest import fingerprint
from gateway.storage.engine import writing
from gateway.storage.stores.keys import Keys
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW

BLOB = b"person key"


def _add(keys, blob=BLOB, kind="person", owner="P-sato"):
    return keys.add(fingerprint=fingerprint(blob), blob=blob, kind=kind, owner=owner, comment="", at=NOW)


def test_the_owner_of_a_key(office):
    with writing(office) as connection:
        keys = Keys(connection)
        assert keys.owner(BLOB) is None
        assert _add(keys)
        assert keys.owner(BLOB) == KeyOwner(
            kind=KeyKind.PERSON, owner_id="P-sato", name="sato", standing=Standing.ACTIVE
        )
        assert keys.owner(b"terminal key of pc-01") == KeyOwner(
            kind=KeyKind.TERMINAL, owner_id="T-pc-01", name="pc-01", standing=Standing.ACTIVE
        )


def test_R18_a_key_is_registered_once_and_never_again(office):
    with writing(office) as connection:
        keys = Keys(connection)
        assert _add(keys)
        assert not _add(keys, kind="terminal", owner="T-pc-01")
        assert keys.revoke(fingerprint(BLOB), NOW)
        assert keys.owner(BLOB) is None
        assert not keys.revoke(fingerprint(BLOB), NOW)
        assert not _add(keys)


@pytest.mark.parametrize(("kind", "owner"), [("person", "T-pc-01"), ("terminal", "P-sato"), ("person", "nobody")])
def test_a_key_needs_an_owner_of_its_kind(office, kind, owner):
    with writing(office) as connection:
        assert not _add(Keys(connection), kind=kind, owner=owner)


def test_a_fingerprint_of_another_blob_finds_nobody(office):
    with writing(office) as connection:
        keys = Keys(connection)
        assert keys.add(fingerprint=fingerprint(BLOB), blob=b"other", kind="person", owner="P-sato", comment="", at=NOW)
        assert keys.owner(BLOB) is None
        assert keys.owner(b"other") is None


def test_an_owner_that_is_gone_is_a_fault(office):
    with writing(office) as connection:
        _add(Keys(connection))
        connection.execute(text("UPDATE ssh_key SET owner_id = 'P-gone'"))
        with pytest.raises(GatewayFault, match="owner_id"):
            Keys(connection).owner(BLOB)


def test_R18_what_a_security_key_counted_is_kept(office):
    with writing(office) as connection:
        keys = Keys(connection)
        assert keys.counter(BLOB) is None
        with pytest.raises(GatewayFault, match="counted"):
            keys.count(BLOB, 1)
        _add(keys)
        assert keys.counter(BLOB) is None
        for counter in (0, 2**32 - 1):
            keys.count(BLOB, counter)
            assert keys.counter(BLOB) == counter


def test_R18_a_withdrawn_key_is_one_that_was_registered(office):
    with writing(office) as connection:
        keys = Keys(connection)
        assert not keys.withdrawn(BLOB)
        _add(keys)
        assert not keys.withdrawn(BLOB)
        keys.revoke(fingerprint(BLOB), NOW)
        assert keys.withdrawn(BLOB)
