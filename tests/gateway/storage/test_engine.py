import threading
import time
from urllib.parse import quote

import pytest
from sqlalchemy import select, text

from gateway.storage import engine as engine_module
from gateway.storage.engine import hold_off_writers, open_engine, reading, writing
from gateway.storage.tables import CLIENT
from gateway.vocabulary.outcome import GatewayFault
from tests.databases import command

ROW = {"id": "C-1", "name": "見本商事"}


def _names(connection):
    return [row.name for row in connection.execute(select(CLIENT))]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_every_sqlite_connection_has_its_pragmas(database):
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
    }
    for access in (writing, reading, writing):
        with access(database) as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected}
            assert found == expected
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == engine_module.WAIT_MILLISECONDS_MAX


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)
def test_every_postgresql_connection_has_its_settings(database):
    expected = {
        "synchronous_commit": "on",
        "default_transaction_isolation": "read committed",
        "search_path": "public,pg_temp",
        "TimeZone": "UTC",
        "lock_timeout": "5s",
        "application_name": "test",
    }
    with writing(database) as connection:
        found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in expected}
    assert found == expected


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)
def test_what_a_database_sets_for_everybody_does_not_count(database):
    """Whoever may ALTER DATABASE could else have names found elsewhere, and a writer see what was before his wait."""
    name = database.url.database
    with writing(database) as connection:
        connection.exec_driver_sql("CREATE SCHEMA planted")
        connection.exec_driver_sql("CREATE TABLE planted.client (id text)")
        for setting in ("search_path = planted", "default_transaction_isolation = serializable"):
            connection.exec_driver_sql(f"ALTER DATABASE {name} SET {setting}")
    database.dispose()
    with writing(database) as connection:
        assert _names(connection) == []
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "read committed"


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)
def test_a_writer_that_stands_still_lets_the_others_go_on_in_time(database, monkeypatch):
    monkeypatch.setattr(engine_module, "HELD_OFF_MILLISECONDS_MAX", 200)
    went_on = []
    with pytest.raises(GatewayFault), writing(database) as stuck:
        hold_off_writers(stuck)
        with writing(database) as other:
            hold_off_writers(other)
            went_on.append(other)
        stuck.exec_driver_sql("SELECT 1")
    assert went_on


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)
def test_R11_a_server_that_was_away_is_found_again(database, postgres_server):
    with reading(database):
        pass
    name = database.url.database
    command(postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    command(postgres_server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    with pytest.raises(GatewayFault), reading(database):
        pass
    command(postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    with reading(database) as connection:
        assert _names(connection) == []


def test_a_sum_of_whole_numbers_is_a_whole_number(database):
    """On PostgreSQL it is `numeric`, which no answer of ours has a form for."""
    with reading(database) as connection:
        found = connection.execute(
            text("SELECT sum(one) FROM (SELECT 2 AS one UNION ALL SELECT 9007199254740993) AS x")
        )
        assert [(type(each), each) for each in found.scalars()] == [(int, 9007199254740995)]


def test_a_block_that_ends_is_committed_and_one_that_raises_is_not(database):
    with writing(database) as connection:
        connection.execute(CLIENT.insert().values(**ROW))
    with pytest.raises(ZeroDivisionError), writing(database) as connection:
        connection.execute(CLIENT.insert().values(id="C-2", name="x"))
        raise ZeroDivisionError
    with reading(database) as connection:
        assert _names(connection) == ["見本商事"]


def test_who_looks_for_a_nul_finds_nothing_and_meets_no_fault(database):
    with reading(database) as connection:
        assert connection.execute(select(CLIENT).where(CLIENT.c.name == "見本\0商事")).all() == []


def test_nobody_writes_through_a_reading_transaction(database):
    with pytest.raises(GatewayFault), reading(database) as connection:
        connection.execute(CLIENT.insert().values(**ROW))
    with writing(database) as connection:  # and the connection is as good as before
        connection.execute(CLIENT.insert().values(**ROW))


def test_a_reader_sees_one_snapshot_and_waits_for_no_writer(database):
    with reading(database) as before:
        assert _names(before) == []
        with writing(database) as connection:
            connection.execute(CLIENT.insert().values(**ROW))
            assert _names(before) == []
        assert _names(before) == []
    with reading(database) as after:
        assert _names(after) == ["見本商事"]


def test_writers_that_hold_each_other_off_come_one_after_the_other(database):
    order = []

    def second():
        with writing(database) as connection:
            hold_off_writers(connection)
            order.append("second")

    with writing(database) as connection:
        hold_off_writers(connection)
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_waiting_for_a_writer_is_bounded(database, monkeypatch):
    monkeypatch.setattr(engine_module, "WAIT_MILLISECONDS_MAX", 100)
    impatient = open_engine(_url(database))
    began = time.monotonic()
    with writing(database) as connection:
        hold_off_writers(connection)
        with pytest.raises(GatewayFault), writing(impatient) as other:
            hold_off_writers(other)
    impatient.dispose()
    assert time.monotonic() - began < 3


def test_a_fault_shows_no_value(database):
    with writing(database) as connection:
        connection.execute(CLIENT.insert().values(id="planted-value", name="planted-name"))
    with pytest.raises(GatewayFault) as fault, writing(database) as connection:
        connection.execute(CLIENT.insert().values(id="planted-value", name="planted-name"))
    assert "planted" not in str(fault.value)


def test_a_missing_file_is_not_made_by_opening_it(tmp_path):
    with pytest.raises(GatewayFault, match="sekisho init"):
        open_engine(f"sqlite:///{tmp_path}/none.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_a_file_removed_after_opening_is_not_made_either(tmp_path):
    file = tmp_path / "some.sqlite3"
    file.touch()
    engine = open_engine(f"sqlite:///{file}")
    file.unlink()
    with pytest.raises(GatewayFault), writing(engine) as connection:
        connection.execute(text("SELECT 1"))
    assert not file.exists()


def test_a_path_with_signs_of_a_uri_is_that_path(tmp_path):
    file = tmp_path / "a b%20?#.sqlite3"
    file.touch()
    engine = open_engine(f"sqlite:///{quote(str(file))}")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (x)"))
    engine.dispose()
    assert file.stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def _url(database):
    if database.dialect.name == "postgresql":
        return database.url.render_as_string(hide_password=False)
    return f"sqlite:///{str(database.url.database).removeprefix('file:')}"
