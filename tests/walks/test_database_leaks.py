"""Nobody's data leaves the database in the clear: every byte that real clients received is searched for every customer.

The statements are in database_attempts.py. That they would show people without the gate is tried in test_database_own_server.py.
"""

import psycopg
import pytest

from tests.walks.database import DatabaseClient
from tests.walks.database_attempts import COMMANDS, MASKED, PERSON, SHAPES
from tests.walks.truth import truth
from tests.walks.wiretap import PLAIN, Wiretap, messages

REFUSED = {"42501", "42601", "0A000"}


@pytest.fixture
def tap(database: DatabaseClient):
    with tap_of(database) as tap:
        yield tap


def tap_of(client: DatabaseClient) -> Wiretap:
    ca = client.demo["gateway"]["admin_ui"]["ca"]
    return Wiretap(client.demo["gateway"]["postgres"], ca, client.certificate, client.key)


def assert_nobody(database, tap):
    found = truth(database.demo).people_in(tap.received)
    assert not found, f"{len(found)} people in the clear: {sorted(found)[:5]}"


def test_the_matcher_finds_people_however_they_are_spelled(demo):
    known = truth(demo)
    row = known.rows[PERSON]
    for value in (row["phone"], row["name"], row["email"], row["address"]):
        for spelled in (value.encode(), value.upper().encode(), value.encode().hex().encode(), value[::-1].encode()):
            assert PERSON in known.people_in(b"D\x00..." + spelled + b"|")
    assert not known.people_in("***-****-**** ＊＊ ＊＊ ********@*******.**".encode())


def test_R05_what_is_let_through_is_masked(database, tap):
    with database.connect(port=tap.port, **PLAIN) as connection:
        for statement in MASKED:
            for prepare in (False, True):
                rows = connection.execute(statement, prepare=prepare).fetchall()
                assert rows, statement
    assert PERSON.encode() in tap.received, "the number of a customer is no personal column"
    assert "＊＊ ＊＊".encode() in tap.received
    assert_nobody(database, tap)


def test_R04_what_would_show_a_person_is_refused_in_both_protocols(database, tap):
    passed = []
    with database.connect(port=tap.port, **PLAIN) as connection:
        for statement in (*SHAPES, *COMMANDS):
            for prepare in (None, True):
                try:
                    connection.execute(statement, prepare=prepare)
                except psycopg.Error as error:
                    assert error.sqlstate in REFUSED, (statement, error)
                    assert _in_two_languages(str(error)), (statement, error)
                else:
                    passed.append(statement)
        assert connection.execute("select code from client where code = 'C01'").fetchall() == [("C01",)]
    assert not passed
    assert not messages(tap.received, b"D")[1:], "one row came, the last one asked for"
    assert_nobody(database, tap)


def test_R04_psql_reads_a_file_of_all_of_it_and_shows_nobody(database, tap, tmp_path):
    script = tmp_path / "all.sql"
    script.write_text(";\n".join((*MASKED, *SHAPES)) + ";\n\\copy customers to stdout\n")
    ran = database.psql("-f", str(script), port=tap.port, **PLAIN)
    assert ran.stderr.count("ERROR:") >= len(SHAPES) - 4  # psql sends what is behind a semicolon by itself
    assert "***-****-****" in ran.stdout
    assert_nobody(database, tap)
    assert not truth(database.demo).people_in((ran.stdout + ran.stderr).encode())


@pytest.mark.parametrize("words", [(), ("-a",), ("-t", "customers"), ("-Fc",), ("--inserts", "--schema-only")])
def test_R03_R04_pg_dump_is_refused_in_words(database, tap, words):
    ran = database.run("pg_dump", *words, port=tap.port, **PLAIN)
    assert ran.returncode == 1
    assert _in_two_languages(ran.stderr), ran.stderr
    assert "CREATE TABLE" not in ran.stdout
    assert_nobody(database, tap)


def test_R04_no_large_object_is_read(database, tap):
    with database.connect(port=tap.port, **PLAIN) as connection, pytest.raises(psycopg.Error):
        connection.execute("select lo_get(1)")
    assert_nobody(database, tap)


def test_R04_values_of_a_cursor_and_of_single_rows_are_masked_too(database, tap):
    wanted = f"select customer_id, phone, name from customers where customer_id <= '{PERSON}' order by customer_id"
    with database.connect(port=tap.port, **PLAIN) as connection:
        with connection.cursor(binary=True) as cursor:
            rows = cursor.execute(wanted).fetchall()
        streamed = list(connection.cursor().stream(wanted))
    assert [row[0] for row in rows] == [row[0] for row in streamed] == [str(100001 + n) for n in range(7)]
    assert_nobody(database, tap)


def _in_two_languages(text: str) -> bool:
    japanese = any("\u3040" <= letter <= "\u30ff" for letter in text)
    return japanese and any(word in text for word in ("not permitted", "cannot", "Only", "This", "may only", "certain"))
