"""Rows that were written before step 0012 get the column their bytes say they have, and the journal still refuses changes."""

from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import Engine, select, text

from gateway.audit.entry import NO_ENTRY, differences, make
from gateway.registrar.events import OfficeCommitted, RegistrarStarted
from gateway.storage import schema
from gateway.storage.engine import open_engine, reading, writing
from gateway.storage.schema import migrate
from gateway.storage.stores.journal import Journal, entry_to_row, row_to_entry
from gateway.storage.tables import JOURNAL
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW

COMMITTED = OfficeCommitted(
    change="ClientAdded", subject="C01", facts={}, by="P-1", by_username="ito", os_user=None, uid=0
)


@pytest.fixture
def before(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A database as the step before left it, with three entries."""
    engine = open_engine(database_url)
    upgrade = command.upgrade
    monkeypatch.setattr(schema.command, "upgrade", lambda config, _: upgrade(config, "0011"))
    migrate(engine)
    monkeypatch.undo()
    events = (RegistrarStarted(sessions_broken=0), COMMITTED, RegistrarStarted(sessions_broken=1))
    old = [column.name for column in JOURNAL.c if column.name != "subject"]
    with writing(engine) as connection:
        for seq, event in enumerate(events):
            row = entry_to_row(make(seq=seq, at=NOW, node="n", prev=NO_ENTRY, event=event))
            marks = ", ".join(f":{name}" for name in old)
            connection.execute(text(f"INSERT INTO journal ({', '.join(old)}) VALUES ({marks})"), row)
    return engine


def test_R44_old_rows_say_what_their_bytes_say_and_stay_as_they_are(before: Engine) -> None:
    migrate(before)
    with reading(before) as connection:
        entries = Journal(connection).batch(0, None)
        assert [entry.subject for entry in entries] == [None, "C01", None]
        assert [list(differences(entry)) for entry in entries] == [[], [], []]
    with pytest.raises(GatewayFault, match="append-only"), writing(before) as connection:
        connection.execute(text("UPDATE journal SET subject = 'C02' WHERE seq = 1"))
    before.dispose()


def test_R44_an_edited_subject_is_named(before: Engine) -> None:
    migrate(before)
    with reading(before) as connection:
        row = connection.execute(select(JOURNAL).where(JOURNAL.c.seq == 1)).one()
    assert [name for name, _, _ in differences(replace(row_to_entry(row), subject="C02"))] == ["subject"]
    before.dispose()
