"""The triggers of a schema made from the tables themselves; tests/hostile tries every statement on the migrated one."""

import pytest

from gateway.storage.engine import open_engine, writing
from gateway.storage.stores.journal import Journal
from gateway.storage.tables import CHECKPOINT, JOURNAL, metadata
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import entries


def test_R44_tables_made_without_migrations_are_guarded_as_well(database_url):
    engine = open_engine(database_url)
    with writing(engine) as connection:
        metadata.create_all(connection)
        Journal(connection).append(entries(2))
    for statement in (JOURNAL.delete(), JOURNAL.update().values(at="x"), CHECKPOINT.delete()):
        if engine.dialect.name == "sqlite" and statement.table is CHECKPOINT:
            continue  # SQLite asks a row's trigger, and there is no row
        with pytest.raises(GatewayFault, match="append-only"), writing(engine) as connection:
            connection.execute(statement)
    engine.dispose()
