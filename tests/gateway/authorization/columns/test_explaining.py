from gateway.authorization.columns.explaining import (
    KIND_NAMES,
    clear_columns,
    explain_budget,
    explain_columns,
    explain_shell_budget,
)
from gateway.authorization.loader import load
from gateway.vocabulary.column import Kind
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.authorization.columns.a_file import the_columns

POLICY = load(SHIPPED)


def test_what_is_shown_in_clear_is_listed_whole():
    (said,) = explain_columns(POLICY.columns, "callcenter-db")
    for language in (said.ja, said.en):
        assert "public.customers.customer_id, public.customers.client_code" in language
        assert "kobayashi" in language
        assert "card_number" not in language


def test_where_nothing_is_classified_everything_is_masked():
    (said,) = explain_columns(POLICY.columns, "new-db")
    assert "Every column is personal" in said.en


def test_english_stays_ascii():
    opened = the_columns()
    assert all(each.en.isascii() for each in explain_columns(opened, "shop-db"))
    assert "public.people.client_code" in clear_columns(opened.files["shop"])


def test_a_budget_in_words():
    each_client, in_all = explain_budget(POLICY.budgets, "failure", None)
    assert "20 a session, 50 a day, 300 in 30 days, 1500 in 365 days; masked rows 1000 a day" in each_client.en
    assert "全委託元" in in_all.ja


def test_R07_a_shells_budget_in_words():
    said = explain_shell_budget(POLICY.budgets, "failure", None)
    assert "20 people in 5 minutes, 20 a session, 50 a day" in said.en
    assert "estimates" in said.en
    assert "20 人/5分" in said.ja
    assert "0 people in 5 minutes" in explain_shell_budget(POLICY.budgets, "nobody knows it", None).en


def test_every_kind_has_a_name():
    assert set(KIND_NAMES) == set(Kind)
