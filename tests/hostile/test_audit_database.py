"""R-44 in the database itself: its owner drops the triggers and edits rows by hand; the verification names each."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from gateway.audit.finding import What
from gateway.audit.folder import FolderTiles
from gateway.audit.journal import Journal, sign_draft
from gateway.audit.report import Outcome, Report
from gateway.audit.verify import verify
from gateway.audit.witness import FolderWitness
from gateway.storage.engine import reading, writing
from gateway.storage.journal_source import DatabaseJournal
from gateway.storage.stores.journal import Journal as Rows
from tests.gateway.audit.ledger import KEY, START, LocalSigner, Noted, TestClock

ENTRIES, STEP = 120, 20


@pytest.fixture
def journal(database: Engine, tmp_path: Path) -> Engine:
    """120 entries with six checkpoints, and three more that are not signed yet; tiles and witness beside them."""
    tiles, signer, clock = FolderTiles(tmp_path / "tiles"), LocalSigner(), TestClock()
    witness = FolderWitness(tmp_path / "witness", KEY)
    for start in range(0, ENTRIES + 1, STEP):
        events = [
            Noted(number=number, person="sato", session="S-1", terminal="T-1", target="db", order="WO-1")
            for number in range(start, start + (STEP if start < ENTRIES else 3))
        ]
        with writing(database) as connection:
            Journal(Rows(connection), tiles, node="node-1", key=KEY, clock=clock).append(events)
        if start < ENTRIES:
            with reading(database) as connection:
                draft = Journal(Rows(connection), tiles, node="node-1", key=KEY, clock=clock).draft()
            assert draft is not None
            signed = sign_draft(draft, signer, KEY, tiles)
            with writing(database) as connection:
                Journal(Rows(connection), tiles, node="node-1", key=KEY, clock=clock).record(signed)
            witness.keep(signed)
    return database


def owner(database: Engine, *statements: str) -> None:
    """The owner's console: triggers away, then as many rows as he likes."""
    if database.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(database.url.database).removeprefix("file:"))) as console:
            triggers = [name for (name,) in console.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
            for statement in (*(f"DROP TRIGGER {name}" for name in triggers), *statements):
                console.execute(statement)
            console.commit()
        return
    address: dict[str, Any] = {"host": database.url.query["host"], "dbname": database.url.database, "user": "postgres"}
    with psycopg.connect(**address) as server:
        for statement in (
            "ALTER TABLE journal DISABLE TRIGGER ALL",
            "ALTER TABLE checkpoint DISABLE TRIGGER ALL",
            *statements,
        ):
            server.execute(statement.encode())


def checked(database: Engine, tmp_path: Path) -> Report:
    return verify(
        DatabaseJournal(database),
        key=KEY,
        now=START + timedelta(days=9),
        witness=FolderWitness(tmp_path / "witness"),
        tiles=FolderTiles(tmp_path / "tiles"),
    )


def test_R44_an_untouched_database_holds(journal: Engine, tmp_path: Path) -> None:
    report = checked(journal, tmp_path)
    assert report.outcome is Outcome.HOLDS, report.findings
    assert (report.entries, report.checkpoints, report.tail.count) == (123, 6, 3)


COLUMNS = {
    "at": "'2026-01-01T00:00:00.000000Z'", "node": "'node-2'", "kind": "'test.other'", "person": "'suzuki'", "session": "NULL",
    "terminal": "'T-2'", "target": "''", "order_id": "'WO-2'",
}  # fmt: skip

OTHERS = "at, node, kind, person, session, terminal, target, order_id, body, prev, hash, subject"


def test_R44_every_column_edited_is_named(journal: Engine, tmp_path: Path) -> None:
    for seq, (column, value) in enumerate(COLUMNS.items(), 30):
        owner(journal, f"UPDATE journal SET {column} = {value} WHERE seq = {seq}")
    found = [(one.what, one.seq, one.place.removesuffix("_id")) for one in checked(journal, tmp_path).findings]
    assert found == [(What.COLUMN, seq, column.removesuffix("_id")) for seq, column in enumerate(COLUMNS, 30)]


@pytest.mark.parametrize(
    ("statements", "what", "seq"),
    [
        (["DELETE FROM journal WHERE seq = 50"], What.DELETED, 50),
        (["DELETE FROM journal WHERE seq >= 100"], What.TAIL_CUT, 100),
        (["DELETE FROM journal WHERE seq >= 100", "DELETE FROM checkpoint WHERE size > 100"], What.TAIL_CUT, 100),
        (["UPDATE journal SET seq = 5000 WHERE seq = 50"], What.COLUMN, 50),
        (["UPDATE journal SET body = (SELECT body FROM journal WHERE seq = 51) WHERE seq = 50"], What.CHANGED, 50),
        (
            [
                "UPDATE journal SET seq = 5000 WHERE seq = 50",
                "UPDATE journal SET seq = 50 WHERE seq = 70",
                "UPDATE journal SET seq = 70 WHERE seq = 5000",
            ],
            What.SWAPPED,
            50,
        ),
        (
            [
                "UPDATE journal SET seq = seq + 5000 WHERE seq > 50",
                "UPDATE journal SET seq = seq - 4999 WHERE seq > 5000",
                f"INSERT INTO journal SELECT 51, {OTHERS} FROM journal WHERE seq = 20",
            ],
            What.INSERTED,
            51,
        ),
        (
            ["UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 40) WHERE size = 60"],
            What.SIGNATURE,
            None,
        ),
    ],
)
def test_R44_the_owner_s_handiwork_is_named(
    journal: Engine, tmp_path: Path, statements: list[str], what: What, seq: int | None
) -> None:
    owner(journal, *statements)
    report = checked(journal, tmp_path)
    assert report.outcome is Outcome.DOES_NOT_HOLD
    assert (report.findings[0].what, report.findings[0].seq) == (what, seq), report.findings
