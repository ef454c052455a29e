"""psql, psycopg and pgbench through the codec to a real server.

Each message is written as it was read, each row comes under its own description.
"""

import os
import subprocess
import threading

import psycopg
import pytest

from gateway.relay.postgres.wire.notices import NotificationResponse
from gateway.relay.postgres.wire.portals import Execute, PortalSuspended
from gateway.relay.postgres.wire.rows import values_of
from gateway.relay.postgres.wire.simple_query import Query
from gateway.relay.postgres.wire.statements import Describe, Parse
from tests.gateway.relay.postgres.wire.a_client import AClient
from tests.gateway.relay.postgres.wire.a_tap import Tap


@pytest.fixture
def tap(server):
    with Tap(server.port) as tap:
        yield tap
    assert tap.faults == [] or all(isinstance(fault, ConnectionError) for fault in tap.faults)


def connected(tap, **options):
    return psycopg.connect(
        host="127.0.0.1", port=tap.port, user="tapped", dbname="postgres", sslmode="disable", **options
    )


def psql(server, tap, script):
    words = [server.programs / "psql", "-X", "-h", "127.0.0.1", "-p", str(tap.port), "-U", "tapped", "-d", "postgres"]
    plain = {**os.environ, "PGSSLMODE": "prefer", "PGCLIENTENCODING": "UTF8"}
    return subprocess.run(words, input=script, capture_output=True, text=True, timeout=60, env=plain, check=False)


def test_psql_works(server, tap):
    ran = psql(
        server,
        tap,
        "\\timing on\n\\d customers\n\\dt\n\\l\nselect count(*) from customers;\nselect * from customers limit 3;\n",
    )
    assert ran.returncode == 0, ran.stderr
    assert "customers_pkey" in ran.stdout
    assert "090-0000-0003" in ran.stdout
    for rows, whole in tap.rows:
        assert len(rows.description.fields) == len(values_of(whole))
    shown = [rows for rows, _ in tap.rows if rows.about == "select * from customers limit 3;"]
    assert len(shown) == 3
    assert all(field.table and field.attribute for field in shown[0].description.fields)


def test_what_the_target_says_of_rows_does_not_reach_psql(server, tap):
    ran = psql(
        server, tap,
        "select phone::int from customers;\n"
        "do $$ begin raise notice 'leak 090'; raise exception using errcode = 'L0312', message = 'leak 031'; end $$;\n"
        "listen c; notify c, 'leak 070';\nselect set_config('application_name', 'leak 080', false) is null;\n"
        "select set_config('TimeZone', '<leak>-9', false) is null;\n",
    )  # fmt: skip
    assert "leak" not in ran.stdout + ran.stderr
    assert "0000" not in ran.stdout + ran.stderr
    assert "22P02" in ran.stderr
    assert "XX000" in ran.stderr
    assert any(isinstance(message, NotificationResponse) for message in tap.heard)


def test_psql_is_refused_in_words_and_goes_on(server, tap):
    ran = psql(server, tap, "select 'forbidden';\nselect 41 + 1 as answer;\n")
    assert "Not here." in ran.stderr
    assert "ここでは使えません" in ran.stderr
    assert "42" in ran.stdout


def test_copy_out_ends_the_connection(server):
    with Tap(server.port) as tap:
        ran = psql(server, tap, "copy customers to stdout;\n")
        assert "090" not in ran.stdout
        assert any("CopyOutResponse" in str(fault) for fault in tap.faults)


def test_psycopg_with_prepared_statements_and_pipelines(tap):
    with connected(tap, autocommit=True) as connection:
        for number in range(8):  # from the sixth on it is prepared under a name
            row = connection.execute("select id, phone from customers where id = %s", [number + 1]).fetchone()
            assert row == (number + 1, f"090-0000-{number + 1:04}")
        with connection.pipeline():
            cursors = [connection.execute("select %s::int as n, %s::text as t", [n, "x" * n]) for n in range(30)]
            assert [cursor.fetchone()[0] for cursor in cursors] == list(range(30))
    assert any(isinstance(message, Parse) and message.statement for message in tap.asked)
    for rows, whole in tap.rows:
        names = {field.name for field in rows.description.fields}
        assert names == ({"id", "phone"} if "customers" in rows.about else {"n", "t"})
        assert len(values_of(whole)) == 2


def test_psycopg_recovers_from_errors_of_both_kinds(tap):
    with connected(tap, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.UndefinedTable) as missing:
            connection.execute("select * from nowhere where 1 = %s", [1])
        assert "nowhere" not in str(missing.value)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="Not here"):
            connection.execute("select 'forbidden' where 1 = %s", [1])
        assert connection.execute("select 7").fetchone() == (7,)


def test_a_refusal_within_a_pipeline_comes_in_its_turn(tap):
    with connected(tap, autocommit=True) as connection:
        first = second = third = None
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.pipeline() as pipeline:
            first = connection.execute("select %s::int", [1])
            pipeline.sync()
            second = connection.execute("select 'forbidden', %s::int", [2])
            third = connection.execute("select %s::int", [3])
            assert first.fetchone() == (1,)
            second.fetchone()
        del third
        assert connection.execute("select %s::int", [4]).fetchone() == (4,)


def test_binary_rows_pass_and_cursors_named_in_sql_do_not(tap):
    with connected(tap) as connection:
        with connection.cursor(binary=True) as cursor:
            assert cursor.execute("select id from customers where id = %s", [9]).fetchone() == (9,)
        assert tap.rows[-1][0].description.fields[0].format == 1
        with pytest.raises(psycopg.errors.InvalidCursorName), connection.cursor("sweep") as cursor:
            cursor.execute("select id from customers")


def test_cancel_reaches_the_server_and_only_its_code_the_client(tap):
    with connected(tap, autocommit=True) as connection:
        timer = threading.Timer(0.3, connection.cancel_safe)
        timer.start()
        with pytest.raises(psycopg.errors.QueryCanceled, match="57014"):
            connection.execute("select pg_sleep(20)")
        timer.join()
    assert len(tap.cancelled) == 1


def test_pgbench_in_all_its_modes(server, tap, tmp_path):
    script = tmp_path / "point.sql"
    script.write_text("\\set n random(1, 500)\nselect id, phone from customers where id = :n;\n")
    for mode in ("simple", "extended", "prepared"):
        words = [
            server.programs / "pgbench",
            "-n",
            "-M",
            mode,
            "-t",
            "20",
            "-f",
            script,
            "-h",
            "127.0.0.1",
            "-p",
            str(tap.port),
            "-U",
            "tapped",
            "postgres",
        ]
        ran = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
        assert "transactions actually processed: 20/20" in ran.stdout, ran.stderr
    assert len(tap.rows) == 60
    assert any(isinstance(message, Query) for message in tap.asked)


def test_execute_without_describe_is_described_by_us(server, tap):
    """As some drivers do it once a statement is known to them."""
    with AClient(tap.port) as client:
        client.send_parse("s", "select id, phone from customers where id < 4")
        client.send_bind("p", "s")
        client.send_execute("p", 2)
        client.send_execute("p", 2)
        client.sync()
        kinds = client.kinds_to_ready()
    assert kinds == "12DDsDCZ"
    assert [rows.about for rows, _ in tap.rows] == ["select id, phone from customers where id < 4"] * 3
    assert not any(isinstance(message, Describe) for message in tap.asked)
    assert sum(isinstance(message, Execute) for message in tap.asked) == 2
    assert any(isinstance(message, PortalSuspended) for message in tap.heard)
