import pytest
from sqlalchemy import text

from gateway.audit.ports import EVERY_ROW, SignedCheckpoint
from gateway.storage.engine import reading, writing
from gateway.storage.stores import journal as journal_module
from gateway.storage.stores.journal import Journal
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW, entries


def _checkpoint(size):
    return SignedCheckpoint(size=size, root=size.to_bytes(32), note=b"note %d" % size, at=NOW)


def test_entries_come_back_exactly_and_in_order(database, monkeypatch):
    monkeypatch.setattr(journal_module, "BATCH_ROWS", 3)
    written = entries(10)
    with writing(database) as connection:
        journal = Journal(connection)
        assert journal.head() is None
        journal.append([])
        journal.append(written[:4])
        journal.append(written[4:])
    with reading(database) as connection:
        journal = Journal(connection)
        assert journal.head() == written[-1]
        assert list(journal.read(0, None)) == written
        assert list(journal.read(2, 9)) == written[2:9]
        assert list(journal.read(3, 3)) == []
        assert list(journal.read(10, None)) == []
        assert list(journal.read(EVERY_ROW, None)) == written


def test_a_seq_that_exists_is_a_fault(database):
    with writing(database) as connection:
        Journal(connection).append(entries(2))
    with pytest.raises(GatewayFault), writing(database) as connection:
        Journal(connection).append(entries(2)[1:])


def test_checkpoints_come_back_by_size(database, monkeypatch):
    monkeypatch.setattr(journal_module, "BATCH_ROWS", 2)
    with writing(database) as connection:
        journal = Journal(connection)
        assert journal.last_checkpoint() is None
        for size in (5, 1, 0, 7, 3):
            journal.add_checkpoint(_checkpoint(size))
        assert list(journal.checkpoints()) == [_checkpoint(size) for size in (0, 1, 3, 5, 7)]
        assert journal.last_checkpoint() == _checkpoint(7)
    with pytest.raises(GatewayFault), writing(database) as connection:
        Journal(connection).add_checkpoint(_checkpoint(7))


def test_columns_are_handed_on_as_stored_and_never_repaired(database):
    with writing(database) as connection:
        Journal(connection).append(entries(1))
        if database.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER journal_no_update"))
        else:
            connection.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE journal SET at = 'yesterday', person = '', order_id = NULL, body = hash"))
        found = Journal(connection).head()
    assert (found.at, found.person, found.order, found.body) == ("yesterday", "", None, found.hash)
