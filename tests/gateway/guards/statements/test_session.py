"""The session's own statements: what is swallowed, what is shown, and whose the transaction is."""

import pytest

from gateway.guards.statements import Refused, What, Why, judge
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS


def judged(sql: str):
    return judge(sql, CATALOGUE, LIMITS)


@pytest.mark.parametrize(
    "sql",
    [
        "SET client_encoding TO 'UTF8'", "set client_encoding = utf8", "SET NAMES 'UTF-8'", "SET extra_float_digits = 3",
        "set datestyle = ISO", "SET DateStyle TO 'ISO, MDY'", "set datestyle to iso, ymd", "SET application_name = 'DBeaver 24'",
        "set session application_name to ''", "set local application_name = 'x'", "SET standard_conforming_strings = on",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "set default_transaction_read_only to true",
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED", "set intervalstyle = postgres",
    ],
)  # fmt: skip
def test_a_setting_that_changes_nothing_is_swallowed(sql: str):
    statement = judged(sql)
    assert (statement.what, statement.text, statement.outputs) == (What.SET, "", ())
    assert statement.notice is not None


@pytest.mark.parametrize(
    "sql",
    [
        "set client_encoding = 'SJIS'", "set client_encoding = default", "set standard_conforming_strings = off", "reset all",
        "set datestyle = german", "set search_path = evil", "set role postgres", "reset role",
        "set session authorization default",
        "set default_transaction_read_only = off", "set transaction read write", "set local statement_timeout = 0", "discard all",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", "set bytea_output = escape", "set time zone 'UTC'",
        "set application_name from current", "show all", "show config_file", "show data_directory",
        "set extra_float_digits = '1; x'",
        "alter system set x = 1", "alter role viewer set search_path = x", "begin read write", "rollback and chain",
        "commit prepared 'x'", "prepare transaction 'x'", "commit and chain", "start transaction read write",
    ],
)  # fmt: skip
def test_R04_every_other_setting_and_transaction_is_refused(sql: str):
    assert judged(sql).why in (Why.SETTING, Why.STATEMENT, Why.CLAUSE)


@pytest.mark.parametrize(
    ("sql", "what", "text"),
    [
        ("begin", What.BEGIN, "BEGIN READ ONLY"),
        ("START TRANSACTION READ ONLY", What.BEGIN, "BEGIN READ ONLY"),
        ("begin isolation level repeatable read", What.BEGIN, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
        ("begin work read only, deferrable", What.BEGIN, "BEGIN READ ONLY"),
        ("commit", What.COMMIT, "COMMIT"),
        ("END", What.COMMIT, "COMMIT"),
        ("rollback work", What.ROLLBACK, "ROLLBACK"),
        ("abort", What.ROLLBACK, "ROLLBACK"),
        ("savepoint A", What.SAVEPOINT, 'SAVEPOINT "a"'),
        ('SAVEPOINT "a""; drop table x"', What.SAVEPOINT, 'SAVEPOINT "a""; drop table x"'),
        ("release _pg3_1", What.RELEASE, 'RELEASE SAVEPOINT "_pg3_1"'),
        ("rollback to savepoint a", What.ROLLBACK_TO, 'ROLLBACK TO SAVEPOINT "a"'),
        ("savepoint " + "x" * 99, What.SAVEPOINT, f'SAVEPOINT "{"x" * 63}"'),
        ('savepoint "' + "あ" * 20 + '"', What.SAVEPOINT, f'SAVEPOINT "{"あ" * 20}"'),
        ("SHOW TRANSACTION ISOLATION LEVEL", What.SHOW, "SHOW transaction_isolation"),
        ("show Server_Version", What.SHOW, "SHOW server_version"),
        ("", What.EMPTY, ""),
        (" ; -- ping", What.EMPTY, ""),
    ],
)
def test_the_gateway_writes_these_in_its_own_words(sql: str, what: What, text: str):
    statement = judged(sql)
    assert not isinstance(statement, Refused)
    assert (statement.what, statement.text) == (what, text)


def test_what_may_be_written_instead_names_every_border_of_a_transaction():
    hint = judged("DELETE FROM plans").nearest
    for word in ("SELECT", "TABLE", "SHOW", "EXPLAIN", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT"):
        assert (word in hint.ja, word in hint.en) == (True, True), word
