"""The migrations and the tables say the same, on both engines, to the last constraint and trigger."""

import multiprocessing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from gateway.storage.engine import open_engine, reading, writing
from gateway.storage.revision import require_current
from gateway.storage.schema import migrate
from gateway.storage.tables import metadata
from gateway.vocabulary.outcome import GatewayFault
from tests.databases import empty_file, server_database

_POSTGRESQL_SCHEMA = """
SELECT 'column', table_name, column_name, data_type || ' ' || is_nullable || ' ' || coalesce(collation_name, '') ||
       coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
          WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', '', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
_SQLITE_SCHEMA = "SELECT type, tbl_name, name, coalesce(sql, '') FROM sqlite_master"


@pytest.fixture
def empty(database_url):
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def another(database_kind, tmp_path, request):
    """A second empty database of the same kind."""
    if database_kind == "sqlite":
        engine = open_engine(empty_file(tmp_path / "other" / "other.sqlite3"))
        yield engine
        engine.dispose()
        return
    with server_database(request.getfixturevalue("postgres_server")) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


def _schema(engine):
    question = _SQLITE_SCHEMA if engine.dialect.name == "sqlite" else _POSTGRESQL_SCHEMA
    with reading(engine) as connection:
        rows = [tuple(_plain(str(cell)) for cell in row) for row in connection.execute(text(question))]
    return sorted(row for row in rows if row[1] != "alembic_version")


def _plain(cell):
    """White space and the order of a table's columns and constraints mean nothing."""
    words = " ".join(cell.split())
    return ", ".join(sorted(words.removesuffix(" ) STRICT").split(", ")))


def test_the_migrations_make_what_the_tables_say(empty, another):
    migrate(empty)
    with writing(another) as connection:
        metadata.create_all(connection)
    assert _schema(empty) == _schema(another)


def test_alembic_finds_no_difference_either(empty):
    migrate(empty)
    with reading(empty) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(empty):
    migrate(empty)
    before = _schema(empty)
    migrate(empty)
    require_current(empty)
    assert _schema(empty) == before


def test_a_database_without_schema_is_not_served(empty):
    with pytest.raises(GatewayFault, match="needs"):
        require_current(empty)


def test_a_newer_database_is_neither_served_nor_migrated(database):
    with writing(database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(GatewayFault, match="9999"):
        require_current(database)
    with pytest.raises(GatewayFault, match="9999"):
        migrate(database)


def test_a_step_that_fails_leaves_nothing_behind(empty):
    with writing(empty) as connection:
        connection.execute(text("CREATE TABLE work_order (id TEXT)"))
    with pytest.raises(GatewayFault):
        migrate(empty)
    tables = {row[1] for row in _schema(empty)}
    assert tables == {"work_order"}


def _migrate_in_a_process(url):
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


def test_two_programs_that_migrate_at_once_do_it_once(database_url):
    starting = multiprocessing.get_context("forkserver")
    starting.set_forkserver_preload([__name__])  # imported once, not by each process
    both = [starting.Process(target=_migrate_in_a_process, args=(database_url,)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(30)
    assert [each.exitcode for each in both] == [0, 0]
    engine = open_engine(database_url)
    require_current(engine)
    engine.dispose()
