"""Every row of every table comes back as it was, on the same engine and on the other."""

from contextlib import contextmanager

import pytest

from gateway.storage.dump import DumpRefused, dump, load, require_empty
from gateway.storage.engine import open_engine, reading, writing
from gateway.storage.office import Office
from gateway.storage.stores.journal import Journal
from gateway.storage.tables import metadata
from tests.databases import _migrated_file, _migrated_template, empty_file, server_database
from tests.gateway.storage.samples import entries


@contextmanager
def another(kind, tmp_path, run_directory, request):
    """A further database at the current schema, of this kind."""
    if kind == "sqlite":
        url = empty_file(tmp_path / "other" / "sekisho.sqlite3")
        file = tmp_path / "other" / "sekisho.sqlite3"
        file.write_bytes(_migrated_file(run_directory).read_bytes())
        engine = open_engine(url)
        yield engine
        engine.dispose()
        return
    server = request.getfixturevalue("postgres_server")
    _migrated_template(server, run_directory)
    with server_database(server, template="migrated") as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def filled(office):
    """People, an order, bytes, truths, absent cells, text in Japanese, and a journal."""
    with writing(office) as connection:
        Office(connection).put_credential("P-sato", "totp", bytes(range(256)))
        Journal(connection).append(entries(2500))
    return office


def dumped(engine) -> bytes:
    with reading(engine) as connection:
        return b"".join(dump(connection))


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_a_dump_is_the_same_on_both_engines(filled, other, tmp_path, run_directory, request):
    lines = dumped(filled)
    with another(other, tmp_path, run_directory, request) as engine:
        with writing(engine) as connection:
            rows = load(connection, [lines[at : at + 777] for at in range(0, len(lines), 777)])
        assert dumped(engine) == lines
        assert rows == lines.count(b"\n[") > 2500


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_is_no_dump_leaves_the_database_empty(filled, tmp_path, run_directory, request):
    lines = dumped(filled)
    first = lines.index(b"\n") + 1
    spoilt = {
        "cut in a row": lines[: len(lines) // 2],
        "cut behind a row": lines[: lines.rindex(b"\n", 0, len(lines) // 2) + 1],
        "without its end": lines[: lines.rindex(b"\n", 0, -1) + 1],
        "with more behind": lines + b"[]\n",
        "of another schema": lines.replace(b'"schema":"', b'"schema":"9', 1),
        "without its heading": lines[first:],
        "with another count": lines.replace(b'{"rows":2500}', b'{"rows":2499}'),
        "with a shorter row": lines.replace(b'\n["P-sato",', b"\n[", 1),
        "no JSON": b"\x00" + lines,
        "empty": b"",
    }
    with another("sqlite", tmp_path, run_directory, request) as engine:
        for how, data in spoilt.items():
            assert data != lines, how
            with pytest.raises(DumpRefused), writing(engine) as connection:
                load(connection, [data])
            with reading(engine) as connection:
                require_empty(connection)


def test_a_database_that_has_rows_takes_none(filled):
    lines = dumped(filled)
    with pytest.raises(DumpRefused, match="not empty"), writing(filled) as connection:
        load(connection, [lines])
    assert dumped(filled) == lines


def test_an_empty_place_without_tables_is_empty(database_url):
    engine = open_engine(database_url)
    with reading(engine) as connection:
        require_empty(connection)
    engine.dispose()


def test_every_table_there_is_is_dumped(filled):
    lines = dumped(filled)
    for table in metadata.sorted_tables:
        assert f'{{"table":"{table.name}",'.encode() in lines
