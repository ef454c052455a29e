import inspect
from datetime import date

import pytest

from gateway.registrar import ports
from gateway.storage.engine import writing
from gateway.storage.for_registrar import Facts, Store, Transaction
from gateway.storage.stores.keys import Keys
from gateway.storage.tables import CLIENT
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.party import Client
from tests.gateway.storage.samples import NOW, entries, order, session, target


def fits(store: Store, transaction: Transaction) -> tuple[ports.Store, ports.Transaction]:
    """For mypy: the Protocols are met by shape."""
    return store, transaction


@pytest.fixture
def store(office, cipher):
    return Store(office, cipher)


@pytest.mark.parametrize("name", ["journal", "leases", "sessions", "recordings", "facts", "office"])
def test_every_method_of_the_ports_has_the_same_parameters(store, name):
    protocol = {"journal": "JournalStore", "office": "Office"}.get(name, name.capitalize())
    with store.reading() as transaction:
        for method, wanted in inspect.getmembers(getattr(ports, protocol), inspect.isfunction):
            if not method.startswith("_"):
                found = inspect.signature(getattr(getattr(transaction, name), method))
                assert list(found.parameters) == list(inspect.signature(wanted).parameters)[1:], method


def test_a_transaction_is_all_or_nothing(store):
    with pytest.raises(ZeroDivisionError), store.transaction() as transaction:
        transaction.journal.append(entries(2))
        transaction.sessions.add(session())
        raise ZeroDivisionError
    with store.reading() as transaction:
        assert transaction.journal.head() is None
        assert transaction.sessions.get("S-1") is None


def test_a_savepoint_undoes_its_own_part_only(store):
    with store.transaction() as transaction:
        assert transaction.office.clients.add(Client(id="C-1", name="kept"))
        with pytest.raises(GatewayFault), transaction.savepoint():
            transaction.office.clients.add(Client(id="C-2", name="lost"))
            transaction.sessions.add(session(order="WO-none"))
        with transaction.savepoint():
            transaction.office.clients.add(Client(id="C-3", name="kept too"))
    with writing(store._engine) as connection:
        assert sorted(connection.execute(CLIENT.select().with_only_columns(CLIENT.c.id)).scalars()) == ["C-1", "C-3"]


def test_facts_see_what_their_own_transaction_wrote(store):
    with store.transaction() as transaction:
        assert transaction.facts.order("WO-2") is None
        transaction.office.add_order(order("WO-2"))
        assert transaction.facts.order("WO-2") == order("WO-2")
        assert len(transaction.facts.orders_of("P-sato", ending_after=NOW)) == 2


def test_every_fact(office, cipher):
    with writing(office) as connection:
        facts = Facts(connection, cipher)
        assert facts.anybody()
        assert facts.login("sato").person_id == "P-sato"
        assert facts.key_owner(b"terminal key of pc-01") == Keys(connection).owner(b"terminal key of pc-01")
        assert facts.person("P-sato").name == "見本 花子"
        assert facts.roles("P-kato", date(2026, 11, 22)) == {Role.SUPERVISOR}
        assert facts.employer_name("EMP-1") == "見本保守株式会社"
        assert facts.terminal("T-pc-01").name == "pc-01"
        assert facts.target("callcenter-app") == target()


def test_nobody_writes_through_reading(store):
    with pytest.raises(GatewayFault), store.reading() as transaction:
        transaction.leases.put("P-sato", terminal="T-pc-01", node="node-1", sessions=1, since=NOW)


def test_reading_waits_for_no_transaction(store):
    with store.transaction() as writer:
        writer.journal.append(entries(1))
        with store.reading() as reader:
            assert reader.journal.head() is None
