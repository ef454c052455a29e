"""Verdicts, their codes and their words; kept by their texts, in bounded number."""

import pytest

from gateway.guards.statements import Why, normalised
from gateway.guards.statements.wording import refused
from gateway.relay.postgres import gate
from gateway.relay.postgres.gate import StatementGate, denied
from gateway.relay.postgres.ports import Denied, Permitted
from gateway.relay.postgres.wire.sqlstates import LISTED
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS


@pytest.fixture
def judge():
    return StatementGate(CATALOGUE, LIMITS, normalised)


def test_a_permitted_statement_comes_with_what_the_journal_keeps(judge):
    found = judge.judge("SELECT customer_id FROM customers WHERE plan = 'x' -- 090-1234-5678")
    assert isinstance(found, Permitted)
    assert found.normal == "SELECT customer_id FROM customers WHERE plan = ?"
    assert found.relations == ("public.customers",)
    assert len(found.digest) == 32


@pytest.mark.parametrize(
    ("sql", "sqlstate"),
    [
        ("SELEC", "42601"),
        ("SELECT 1; SELECT 2", "0A000"),
        ("SELECT * FROM customers FOR UPDATE", "0A000"),
        ("DELETE FROM customers", "42501"),
        ("SELECT phone FROM customers WHERE phone = 'x'", "42501"),
        ("SELECT pg_read_file('/etc/passwd')", "42501"),
        ("SET search_path = public", "42501"),
        ("SELECT '" + "x" * 70_000 + "'", "54001"),
    ],
)
def test_R04_a_refusal_has_its_code_and_what_to_do(judge, sql, sqlstate):
    found = judge.judge(sql)
    assert isinstance(found, Denied)
    assert (found.sqlstate, bool(found.text.ja), bool(found.hint.en)) == (sqlstate, True, True)


@pytest.mark.parametrize("why", Why)
def test_every_refusal_has_a_code_of_postgresqls(why):
    assert denied("x", refused(why, "x")).sqlstate in LISTED


def test_verdicts_are_kept_and_bounded(judge):
    first = judge.judge("SELECT 1")
    assert judge.judge("SELECT 1") is first
    for at in range(gate.KEPT_MAX):
        judge.judge(f"SELECT {at}")
    assert len(judge._kept) == gate.KEPT_MAX
    long = "SELECT '" + "x" * gate.KEPT_LETTERS_MAX + "'"
    assert judge.judge(long) is not judge.judge(long)


def test_a_text_without_literals(judge):
    assert judge.normal("SELECT '090' FROM") == "SELECT ? FROM"
