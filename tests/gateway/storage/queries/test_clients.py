"""Clients and consents as lists: parts, filters, how long they are."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.storage.engine import reading, writing
from gateway.storage.queries import clients as lists
from gateway.storage.queries.clients import ConsentFilter, Stands
from gateway.storage.stores.clients import Clients, Consents
from gateway.storage.stores.parties import Parties
from gateway.vocabulary.party import Client
from tests.gateway.storage.samples import NOW
from tests.gateway.storage.stores.test_clients import CONSENT

DAY = date(2026, 11, 22)
SOON = date(2027, 1, 21)


@pytest.fixture
def ledger(database):
    with writing(database) as connection:
        Parties(connection).add_employer(id="EMP-2", name="ひがし保守", kind="sub-processor")
        for place in range(1, 70):
            Clients(connection).add(Client(id=f"C{place:02}", name=f"見本{place:02}市", kana=f"ミホン{place:02}シ"))
            given = replace(CONSENT, id=f"K-20261122-{place:010}", client=f"C{place:02}")
            Consents(connection).add(replace(given, valid_until=date(2026, 12, 31)) if place <= 3 else given)
        Consents(connection).end("K-20261122-0000000069", by="P-ito", at=NOW, reason="x")
    return database


def consents(database, **wanted):
    with reading(database) as connection:
        return lists.consents(connection, ConsentFilter(day=DAY, soon=SOON, **wanted))


def test_the_ledger_and_its_filters(ledger):
    assert consents(ledger)[1] == 69
    line = consents(ledger, client="C07")[0][0]
    assert (line.client_name, line.employer_name) == ("見本07市", "ひがし保守")
    assert [consents(ledger, stands=each)[1] for each in Stands] == [68, 3, 1]
    assert consents(ledger, employer="EMP-2", limit=10, offset=60)[1] == 69
    assert len(consents(ledger, limit=10, offset=60)[0]) == 9


def test_consents_by_client(ledger):
    with reading(ledger) as connection:
        found = lists.consents_of(connection, ["C01", "C69", "C99"])
        assert {client: len(given) for client, given in found.items()} == {"C01": 1, "C69": 0, "C99": 0}
        assert lists.client(connection, "C01") is not None
        assert [each.id for each in lists.clients(connection)][:2] == ["C01", "C02"]
        assert lists.consent(connection, "K-20261122-0000000069").ended_by == "P-ito"
