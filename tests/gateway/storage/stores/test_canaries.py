from datetime import timedelta

import pytest

from gateway.disclosure.canaries import Canary
from gateway.storage.engine import reading, writing
from gateway.storage.stores.canaries import Canaries
from gateway.storage.stores.clients import Clients
from gateway.vocabulary.party import Client
from tests.gateway.storage.samples import NOW, staffed

ONE = Canary(id="CN-1", client="C-01", note="crm dump", added_at=NOW, added_by="P-sato")
DIGEST, OTHER = bytes(32), bytes([1]) * 32


@pytest.fixture
def office(database, cipher):
    staffed(database, cipher)
    with writing(database) as connection:
        assert Clients(connection).add(Client(id="C-01", name="ほしみ通販"))
    return database


def test_R64_a_canary_is_found_by_any_of_its_values_until_it_is_removed(office):
    with writing(office) as connection:
        store = Canaries(connection)
        assert store.add(ONE, {DIGEST: "phone", OTHER: "mail"})
        assert not store.add(ONE, {bytes([2]) * 32: "phone"})
        assert store.get("CN-1") == ONE
        assert sorted(store.among([("C-01", DIGEST), ("C-01", OTHER), ("C-02", DIGEST)])) == [
            ("CN-1", "C-01", "mail"),
            ("CN-1", "C-01", "phone"),
        ]
        assert store.among([]) == []
        assert store.remove("CN-1", by="P-sato", at=NOW + timedelta(days=1), reason="gone")
        assert not store.remove("CN-1", by="P-sato", at=NOW, reason="gone")
    with reading(office) as connection:
        store = Canaries(connection)
        assert (store.get("CN-1"), store.among([("C-01", DIGEST)]), list(store.of_client("C-01"))) == (None, [], [])
        stored = connection.exec_driver_sql("SELECT reason, removed_by FROM canary").all()
        assert set(map(tuple, stored)) == {("gone", "P-sato")}


def test_a_client_has_its_own(office):
    with writing(office) as connection:
        store = Canaries(connection)
        assert store.add(ONE, {DIGEST: "phone", OTHER: "mail"})
        assert list(store.of_client("C-01")) == [ONE]
        assert list(store.of_client("C-02")) == []
