"""R-44: the database itself refuses to change, replace or remove a row of journal and checkpoint, however it is asked."""

import sqlite3

import psycopg
import pytest

from gateway.audit.ports import SignedCheckpoint
from gateway.storage.engine import reading, writing
from gateway.storage.stores.journal import Journal
from tests.gateway.storage.samples import NOW, entries

ROWS = {"journal": ("seq", "at"), "checkpoint": ("size", "at")}
ANY = (
    "UPDATE {table} SET {column} = 'x' WHERE {key} = 2",
    "UPDATE {table} SET {column} = {column}",
    "UPDATE {table} SET {key} = {key} + 100",
    "DELETE FROM {table} WHERE {key} = 4",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table} WHERE {key} = 2 ON CONFLICT ({key}) DO UPDATE SET {column} = 'x'",
)
SQLITE = (
    "REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = 2",
    "INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = 2",
    "UPDATE OR REPLACE {table} SET {key} = 2 WHERE {key} = 4",
    "UPDATE OR IGNORE {table} SET {column} = 'x'",
)
POSTGRESQL = (
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "WITH gone AS (DELETE FROM {table} RETURNING *) SELECT count(*) FROM gone",
    "MERGE INTO {table} t USING (SELECT 2 AS k) s ON t.{key} = s.k WHEN MATCHED THEN DELETE",
    "UPDATE ONLY {table} SET {column} = 'x' WHERE false",
)


@pytest.fixture
def written(database):
    with writing(database) as connection:
        Journal(connection).append(entries(6))
        for size in (2, 4, 6):
            Journal(connection).add_checkpoint(SignedCheckpoint(size=size, root=b"r" * 32, note=b"n", at=NOW))
    return database


def _console(database):
    """A connection as any other client would open it, with none of our settings."""
    if database.dialect.name == "sqlite":
        return sqlite3.connect(str(database.url.database).removeprefix("file:"))
    return psycopg.connect(host=database.url.query["host"], dbname=database.url.database, user="postgres")


def _content(database):
    with reading(database) as connection:
        return list(Journal(connection).read(0, None)), list(Journal(connection).checkpoints())


@pytest.mark.parametrize("table", list(ROWS))
def test_R44_no_statement_changes_or_removes_a_row(written, table):
    before = _content(written)
    key, column = ROWS[table]
    own = SQLITE if written.dialect.name == "sqlite" else POSTGRESQL
    console = _console(written)
    for statement in (*ANY, *own):
        with pytest.raises((sqlite3.IntegrityError, psycopg.errors.InsufficientPrivilege), match="append-only"):
            console.execute(statement.format(table=table, key=key, column=column))
        console.rollback()
    console.close()
    assert _content(written) == before


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_trigger_against_replace_is_what_holds(written):
    """Broken by hand: without it SQLite replaces a row and asks no DELETE trigger."""
    console = _console(written)
    rest = "node, kind, person, session, terminal, target, order_id, body, prev, hash, subject"
    replace = f"REPLACE INTO journal SELECT seq, 'forged', {rest}"
    with pytest.raises(sqlite3.IntegrityError):
        console.execute(f"{replace} FROM journal WHERE seq = 2")
    console.execute("DROP TRIGGER journal_no_replace")
    console.execute(f"{replace} FROM journal WHERE seq = 2")
    assert console.execute("SELECT at FROM journal WHERE seq = 2").fetchone() == ("forged",)
    console.close()
