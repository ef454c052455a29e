"""Who may not, at the database door: psql says why in Japanese and English, its SQLSTATE fits, and the target hears of nobody."""

import ctypes
import ctypes.util
import re
import secrets
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.walks.clients import Client, eventually, new_key
from tests.walks.codes import STEP_SECONDS, Codes, code
from tests.walks.database import DatabaseClient
from tests.walks.newcomer import new_certificate, newcomer, terminal
from tests.walks.test_database_leaks import tap_of
from tests.walks.test_refused_work import assert_words
from tests.walks.wiretap import PLAIN, Wiretap

PSQL_REFUSED = 2  # psql: "the connection to the server went bad"


def _tap(client: DatabaseClient, **changes) -> Wiretap:
    gateway = client.demo["gateway"]
    given = {"certificate": client.certificate, "key": client.key, **changes}
    return Wiretap(gateway["postgres"], gateway["admin_ui"]["ca"], **given)


def assert_refused(sekisho, client, ran, *words, reached=False):
    """psql ended with these words in two languages, and no session was opened."""
    assert ran.returncode == PSQL_REFUSED, ran.stdout + ran.stderr
    assert_words_of(ran, *words)
    assert reached or "session.opened" not in [one["kind"] for one in sekisho.events_of(client.username)]


def assert_words_of(ran, *words):
    for word in words:
        assert word in ran.stderr, ran.stderr


def sqlstates(client, tap, **changes):
    """The codes that the gateway sent to psql for one log-in."""
    client.psql("-c", "select 1", port=tap.port, **{**PLAIN, **changes})
    return tap.sqlstates


def test_R15_R16_without_tls(sekisho, stranger_client):
    ran = stranger_client.psql("-c", "select 1", password="x", sslmode="disable")
    assert_refused(sekisho, stranger_client, ran, "sslmode=verify-full", "TLS")
    with _tap(stranger_client, tls=False) as tap:
        assert sqlstates(stranger_client, tap) == ["28000"]


def test_R18_without_a_certificate(sekisho, stranger_client):
    ran = stranger_client.psql("-c", "select 1", password="x", sslcert=None, sslkey=None)
    assert_refused(
        sekisho,
        stranger_client,
        ran,
        "登録済みの端末証明書を確認できない",
        "no registered terminal's certificate was shown",
    )
    with _tap(stranger_client, certificate=None, key=None) as tap:
        assert sqlstates(stranger_client, tap) == ["28000"]


def test_R18_with_a_certificate_nobody_registered(sekisho, stranger_client, tmp_path):
    stranger, key = new_certificate(tmp_path, f"pc-{stranger_client.username}")  # the name alone says nothing
    ran = stranger_client.psql("-c", "select 1", password="x", sslcert=str(stranger), sslkey=str(key))
    assert_refused(
        sekisho,
        stranger_client,
        ran,
        "登録済みの端末証明書を確認できない",
        "no registered terminal's certificate was shown",
    )
    with _tap(stranger_client, certificate=stranger, key=key) as tap:
        assert sqlstates(stranger_client, tap) == ["28000"]


def test_R17_another_registered_terminal_while_the_first_works(sekisho, fresh_database, tmp_path):
    shown, key = new_certificate(tmp_path, "pc-second")
    name = f"pc-second-{fresh_database.username}"
    terminal(sekisho, name, _ssh_key(tmp_path), certificate=shown)
    with fresh_database.connect() as connection:
        connection.execute("select 1")
        ran = fresh_database.psql("-c", "select 1", password=_anew(fresh_database), sslcert=str(shown), sslkey=str(key))
        assert_refused(sekisho, fresh_database, ran, f"pc-{fresh_database.username}", reached=True)


def test_R18_the_words_of_a_log_in_are_worth_nothing_from_another_terminal(sekisho, fresh_database, tmp_path):
    shown, key = new_certificate(tmp_path, "pc-third")
    terminal(sekisho, f"pc-third-{fresh_database.username}", _ssh_key(tmp_path), certificate=shown)
    assert fresh_database.psql("-c", "select 1").returncode == 0
    ran = fresh_database.psql("-c", "select 1", sslcert=str(shown), sslkey=str(key))
    assert_refused(sekisho, fresh_database, ran, "FATAL", reached=True)


def test_R16_a_wrong_password_and_a_wrong_code(sekisho, fresh_database):
    good = fresh_database.said()
    wrong = code(fresh_database.person["totp_secret"], STEP_SECONDS * 1000)
    for said in (f"x{good}", good[:-6] + wrong):
        ran = fresh_database.psql("-c", "select 1", password=said)
        assert_refused(sekisho, fresh_database, ran, "パスワード", "assword")
    with tap_of(fresh_database) as tap:
        fresh_database.psql("-c", "select 1", password=good[:-6] + wrong, port=tap.port, **PLAIN)
        assert tap.sqlstates == ["28P01"]
    assert fresh_database.psql("-c", "select 1").returncode == 0


def test_R16_an_unknown_name_is_refused_in_the_same_words(stranger_client):
    said = []
    for user in (f"{stranger_client.username}+callcenter-db", "nobody-here+callcenter-db"):
        ran = stranger_client.psql("-c", "select 1", password="wrong-password-000000", user=user)
        said.append(ran.stderr.partition("FATAL:")[2])
    assert said[0] == said[1] != ""


def test_R16_locked_here_is_locked_over_ssh_and_told_for_how_long(demo, sekisho, fresh_database, tmp_path):
    wrong = code(fresh_database.person["totp_secret"], STEP_SECONDS * 1000)
    for _ in range(5):
        fresh_database.psql("-c", "select 1", password=f"{fresh_database.person['password']}{wrong}")
    with tap_of(fresh_database) as tap:
        assert sqlstates(fresh_database, tap) == ["28000"]
    ran = fresh_database.psql("-c", "select 1")
    assert_refused(sekisho, fresh_database, ran, "ロックされています", "Locked after repeated mistakes")
    by_ssh = Client(demo, fresh_database.person, tmp_path).ssh("build-host", "true")
    assert_words(by_ssh, "ロックされています", "Locked after repeated mistakes")


def test_R16_locked_over_ssh_is_locked_here(demo, sekisho, fresh_database, tmp_path):
    wrong = code(fresh_database.person["totp_secret"], STEP_SECONDS * 1000)
    Client(demo, fresh_database.person, tmp_path).ssh("build-host", "true", answer=wrong)
    ran = fresh_database.psql("-c", "select 1")
    assert_refused(sekisho, fresh_database, ran, "ロックされています", "Locked after repeated mistakes")


def test_R23_no_order_for_the_database(demo, sekisho, tmp_path):
    person = next(one for one in demo["people"] if one["username"] == "tanaka")
    tanaka = DatabaseClient(demo, person, tmp_path)
    ran = tanaka.psql("-c", "select 1")
    assert_refused(
        sekisho, tanaka, ran, "callcenter-db を対象とする作業申請がありません（SK-203）", "申請してください",
        "No order of yours names callcenter-db (SK-203)", "ask for an order",
    )  # fmt: skip
    with tap_of(tanaka) as tap:
        assert sqlstates(tanaka.anew(), tap) == ["42501"]
    log = next(one for one in demo["targets"] if one["name"] == "callcenter-db")["log"]
    assert "tanaka" not in Path(log).read_text(errors="replace")


def test_R23_what_is_named_behind_the_user(sekisho, fresh_database):
    """A log-in for another target is another log-in: each takes a code."""
    for user, words in (
        ("{}+nowhere", ("その名前の接続先はありません", "There is no target of that name")),
        ("{}+callcenter-app", ("データベースではありません", "is no database")),
        ("{}+callcenter-db+postgres", ("アカウント postgres は登録されていません", "There is no account postgres")),
    ):
        ran = fresh_database.psql(
            "-c", "select 1", user=user.format(fresh_database.username), password=_anew(fresh_database)
        )
        assert_refused(sekisho, fresh_database, ran, *words)


def test_R23_no_target_named(sekisho, fresh_database):
    ran = fresh_database.psql("-c", "select 1", user=fresh_database.username)
    assert_refused(sekisho, fresh_database, ran, "接続先が指定されていません", "No target was named")


def test_an_equals_sign_stands_for_the_plus(database: DatabaseClient):
    ran = database.psql("-At", "-c", "select 1", user=f"{database.username}=callcenter-db")
    assert ran.stdout == "1\n", ran.stderr


@pytest.mark.parametrize("changes", [{"dbname": "nowhere"}, {"replication": "true"}, {"replication": "database"}])
def test_databases_that_are_not_there_and_replication_are_refused(database: DatabaseClient, changes):
    ran = database.psql("-c", "show transaction_read_only", **changes)
    assert ran.returncode != 0, ran.stdout
    assert re.search(r"(FATAL|ERROR): +[^\x00-\x7f]", ran.stderr), ran.stderr


@pytest.mark.parametrize(
    "changes", [{"options": "-c default_transaction_read_only=off -c search_path=pg_temp"}, {"dbname": "postgres"}]
)
def test_R04_what_a_client_asks_for_in_its_first_packet_changes_nothing(database: DatabaseClient, changes):
    ran = database.psql("-At", "-c", "show transaction_read_only", "-c", "show search_path", **changes)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("on\n")
    assert "pg_temp" not in ran.stdout.split("\n")[1].split(",")[0]


def test_R25_another_clients_rows_are_refused_and_told(demo, sekisho, tmp_path):
    username = f"new{secrets.token_hex(3)}"
    person = newcomer(sekisho, tmp_path, username, name="限定 一社", kana="ゲンテイ イッシャ", number=f"D-{username}")
    order_for(sekisho, person, "C01")
    client = DatabaseClient(demo, person, tmp_path)
    with client.connect() as connection:
        (number,) = connection.execute("select customer_id from customers where client_code = 'C01' limit 1").fetchone()
        assert connection.execute("select phone from customers where customer_id = %s", [number]).fetchone()
        with pytest.raises(psycopg.Error) as refused:
            connection.execute("select customer_id, phone from customers where client_code = 'C02' limit 1").fetchall()
        assert refused.value.sqlstate == "42501", refused.value
        assert "C02" in str(refused.value)
    told = eventually(
        lambda: [one for one in sekisho.events_of(username) if one["kind"] == "disclosure.foreign_client"], 10
    )
    assert told


def test_R01_the_database_opens_to_nobody_directly(demo, stranger_client):
    direct = next(one for one in demo["targets"] if one["name"] == "callcenter-db")["direct"]
    for role in ("viewer", "postgres", stranger_client.username):
        ran = stranger_client.psql(
            "-c", "select 1", password="x", host=direct["host"], port=direct["port"], user=role, sslmode="disable",
            sslrootcert=None, sslcert=None, sslkey=None,
        )  # fmt: skip
        assert ran.returncode == PSQL_REFUSED


def test_R18_a_suspended_terminal(sekisho, fresh_database):
    assert fresh_database.psql("-c", "select 1").returncode == 0
    name = f"pc-{fresh_database.username}"
    sekisho.json("terminal", "suspend", name)
    try:
        ran = fresh_database.psql("-c", "select 1")
        assert_refused(sekisho, fresh_database, ran, "端末", "terminal", reached=True)
    finally:
        sekisho.json("terminal", "resume", name)


def order_for(sekisho, person, *clients, hours="1", more=("--mode", "commands")):
    """An approved order of this person for callcenter-db; its answer."""
    named = [word for client in clients for word in ("--client", client)]
    order = sekisho.json(
        "order", "request", "--target", "callcenter-db", *named, "--purpose", "failure", *more, "--hours", hours,
        "--reason", "試験", by=person,
    )["order"]  # fmt: skip
    for approver in sekisho.supervisors(2):
        order = sekisho.json("order", "approve", order["id"], by=approver)["order"]
        if order["standing"] == "approved":
            break
    return order


def _ssh_key(folder: Path) -> str:
    return new_key(folder, f"terminal-{secrets.token_hex(3)}")


def _anew(client: DatabaseClient) -> str:
    """A further log-in's words, kept apart from those he goes on with."""
    return f"{client.person['password']}{Codes(client.demo).fresh(client.person)}"


def test_R04_the_call_of_a_function_is_refused_and_the_session_goes_on(database):
    """FunctionCall, as libpq's own fast path sends it (lo_* of every driver): a person's library, nothing of ours."""
    libpq = ctypes.CDLL(need_library("pq"))
    libpq.PQconnectdb.restype = libpq.PQfn.restype = ctypes.c_void_p
    libpq.PQerrorMessage.restype = ctypes.c_char_p
    words = make_conninfo("", **database.address(password=database.said()))
    connection = ctypes.c_void_p(libpq.PQconnectdb(words.encode()))
    try:
        assert libpq.PQstatus(connection) == 0, libpq.PQerrorMessage(connection)
        answer, size = ctypes.create_string_buffer(64), ctypes.c_int()
        for function in (1299, 2621, 764, 715):  # now, pg_reload_conf, lo_import, lo_create
            result = libpq.PQfn(connection, function, answer, ctypes.byref(size), 1, None, 0)
            said = libpq.PQerrorMessage(connection).decode()
            assert not result or libpq.PQresultStatus(ctypes.c_void_p(result)) == FATAL_ERROR, function
            assert "ERROR" in said
            assert any("\u3041" <= letter <= "\u9fff" for letter in said), said
        assert libpq.PQstatus(connection) == 0
        libpq.PQexec.restype = ctypes.c_void_p
        result = ctypes.c_void_p(libpq.PQexec(connection, b"select code from client where code = 'C01'"))
        assert libpq.PQresultStatus(result) == TUPLES_OK, libpq.PQerrorMessage(connection)
    finally:
        libpq.PQfinish(connection)


TUPLES_OK, FATAL_ERROR = 2, 7  # libpq's ExecStatusType


def need_library(name: str) -> str:
    found = ctypes.util.find_library(name)
    assert found is not None, f"lib{name} is not installed"
    return found
