from gateway.audit.ports import JournalSource, SignedCheckpoint
from gateway.storage.engine import writing
from gateway.storage.journal_source import DatabaseJournal
from gateway.storage.stores import journal as journal_module
from gateway.storage.stores.journal import Journal
from tests.gateway.storage.samples import NOW, entries


def fits(source: DatabaseJournal) -> JournalSource:
    """For mypy: the Protocol is met by shape."""
    return source


def test_the_whole_journal_in_batches_while_it_grows(database, monkeypatch):
    monkeypatch.setattr(journal_module, "BATCH_ROWS", 4)
    written = entries(12)
    source = DatabaseJournal(database)
    assert list(source.read(0, None)) == []
    with writing(database) as connection:
        Journal(connection).append(written[:6])
    reader = source.read(0, None)
    read = [next(reader)]
    with writing(database) as connection:  # no reader holds a snapshot open
        Journal(connection).append(written[6:])
    read.extend(reader)
    assert read == written
    assert list(source.read(3, 10)) == written[3:10]


def test_all_checkpoints(database, monkeypatch):
    monkeypatch.setattr(journal_module, "BATCH_ROWS", 2)
    signed = [SignedCheckpoint(size=size, root=b"r" * 32, note=b"n", at=NOW) for size in range(5)]
    with writing(database) as connection:
        for each in signed:
            Journal(connection).add_checkpoint(each)
    assert list(DatabaseJournal(database).checkpoints()) == signed
