"""Clients, consents, and the chain both make: what is read back, and what can still change."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from gateway.storage.engine import writing
from gateway.storage.stores.clients import Clients, Consents, chain_of
from gateway.storage.stores.parties import Parties
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.party import Client, Consent
from tests.gateway.storage.samples import NOW

HOSHIMI = Client(id="C01", name="ほしみ通販", kana="ホシミツウハン", contact="情報システム部 代表")
CONSENT = Consent(
    id="K-20261122-0000000001",
    client="C01",
    employer="EMP-2",
    memorandum="覚書第3版",
    dated=date(2026, 3, 20),
    scope="保守運用",
    valid_from=date(2026, 4, 1),
    valid_until=date(2027, 3, 31),
    document="文書庫 12-3",
    sha256=bytes(range(32)),
    registered_by="P-ito",
    registered_at=NOW,
)


@pytest.fixture
def peopled(database):
    with writing(database) as connection:
        parties = Parties(connection)
        parties.add_employer(id="EMP-1", name="みなと運用", kind="processor")
        parties.add_employer(id="EMP-2", name="ひがし保守", kind="sub-processor")
        assert Clients(connection).add(HOSHIMI)
    return database


def test_a_client_is_read_back_and_changes_all_but_its_id(peopled):
    with writing(peopled) as connection:
        clients = Clients(connection)
        assert not clients.add(Client(id="C01", name="other"))
        assert clients.get("C01") == HOSHIMI
        assert clients.change(Client(id="C01", name="ほしみ"))
        assert clients.all() == (Client(id="C01", name="ほしみ"),)
        assert not clients.change(Client(id="C02", name="x"))
        assert clients.get("C02") is None


def test_a_consent_is_read_back_whole_and_ends_once(peopled):
    with writing(peopled) as connection:
        consents = Consents(connection)
        assert consents.add(CONSENT)
        assert not consents.add(replace(CONSENT, memorandum="another"))
        assert consents.of_client("C01") == consents.of_employer("EMP-2") == (CONSENT,)
        assert consents.end(CONSENT.id, by="P-ito", at=NOW, reason="契約終了")
        assert consents.get(CONSENT.id) == replace(CONSENT, ended_at=NOW, ended_by="P-ito", end_reason="契約終了")
        assert not consents.end(CONSENT.id, by="P-mori", at=NOW, reason="again")
        assert not consents.end("K-none", by="P-mori", at=NOW, reason="x")


def test_a_consent_that_ends_before_it_begins_or_is_of_nobody_is_not_kept(peopled):
    for wrong in ({"valid_until": date(2026, 3, 31)}, {"client": "C99"}, {"employer": "EMP-9"}):
        with pytest.raises(GatewayFault) as refused, writing(peopled) as connection:
            Consents(connection).add(replace(CONSENT, **wrong))
        assert isinstance(refused.value.__cause__, IntegrityError)


def test_R28_the_chain_of_an_employer(peopled):
    with writing(peopled) as connection:
        Consents(connection).add(CONSENT)
        chain = chain_of(connection, "EMP-2")
        assert (chain.name, chain.operator, chain.consents, chain.clients) == (
            "ひがし保守",
            "みなと運用",
            (CONSENT,),
            (HOSHIMI,),
        )
        own = chain_of(connection, "EMP-1")
        assert (own.needs_consent, own.consents) == (False, ())
        nobody = chain_of(connection, "EMP-9")
        assert nobody.needs_consent
        assert [each.client for each in nobody.lacking(["C01"], date(2026, 5, 1), date(2026, 5, 1))] == ["C01"]


def test_a_consent_that_is_not_understood_is_a_fault_and_no_consent(peopled):
    with writing(peopled) as connection:
        Consents(connection).add(CONSENT)
        connection.execute(text("UPDATE consent SET valid_until = 'never'"))
        with pytest.raises(GatewayFault, match="valid_until"):
            chain_of(connection, "EMP-2")
