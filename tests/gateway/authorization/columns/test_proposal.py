from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.callcentre.customers import COLUMNS
from gateway.authorization.columns import proposal
from gateway.authorization.columns.proposal import ColumnFacts, propose
from gateway.vocabulary.column import Kind
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.authorization.columns.a_file import the_columns


def facts(name: str, type_name: str = "text", *, table: str = "t", schema: str = "public", **more: bool) -> ColumnFacts:
    return ColumnFacts(
        schema=schema,
        table=table,
        name=name,
        type=type_name,
        nullable=more.get("nullable", False),
        is_view=more.get("is_view", False),
    )


def kind(name: str, type_name: str) -> Kind:
    return propose([facts(name, type_name)]).relations[0].columns[0].kind


def test_the_demos_schema_is_proposed_as_it_was_classified():
    shipped = the_columns((SHIPPED / "columns/callcenter.toml").read_text(encoding="utf-8"))
    known = shipped.catalogue("callcenter-db", "callcenter")
    asked = [facts(each, "date" if each == "birth_date" else "text", table="customers") for each in COLUMNS]
    (relation,) = propose(asked).relations
    assert {each.facts.name: each.kind for each in relation.columns} == {
        each.name: each.kind for each in known.columns("public", "customers")
    }
    assert (relation.client_key, relation.subject_key) == ("client_code", "customer_id")


def test_what_neither_name_nor_type_says_stays_personal():
    assert kind("xyz", "bigint") is Kind.PERSONAL
    assert kind("xyz", "text") is Kind.FREE_TEXT
    assert kind("xyz", "date") is Kind.BIRTH
    assert kind("status", "jsonb") is Kind.PERSONAL
    assert kind("status", "text") is Kind.HARMLESS
    assert kind("xyz", "boolean") is Kind.HARMLESS


def test_a_comment_closes_a_column_and_never_opens_one():
    spoken = [replace(facts("status"), comment="契約者の氏名"), replace(facts("xyz", "bigint"), comment="区分コード")]
    assert [each.kind for each in propose(spoken).relations[0].columns] == [Kind.NAME, Kind.PERSONAL]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("顧客名", Kind.NAME), ("電話番号", Kind.PHONE), ("kokyaku_shimei", Kind.NAME), ("denwa_bango", Kind.PHONE),
        ("customerName", Kind.NAME), ("ＴＥＬ１", Kind.PHONE), ("メールアドレス", Kind.MAIL), ("回線ID", Kind.LINE),
        ("order_items", Kind.FREE_TEXT), ("備考", Kind.FREE_TEXT), ("mystery", Kind.FREE_TEXT), ("顧客", Kind.FREE_TEXT),
    ],
)  # fmt: skip
def test_names_in_japanese_english_and_romaji(name, expected):
    assert kind(name, "text") is expected


def test_what_no_file_can_hold_is_set_aside():
    found = propose([facts("a b"), facts("状態", 'no"type'), facts("x", table="t u")])
    assert found.relations == ()
    assert len(found.unwritable) == 3


def test_the_databases_own_relations_are_left_out():
    assert propose([facts("x", schema="pg_catalog"), facts("x", schema="information_schema")]).relations == ()


def test_two_possible_keys_are_no_key():
    (relation,) = propose([facts("customer_id"), facts("user_id"), facts("name")]).relations
    assert relation.subject_key is None


def test_more_columns_than_anybody_reads_are_left_out_and_counted(monkeypatch):
    monkeypatch.setattr(proposal, "COLUMNS_MAX", 3)
    found = propose(facts(f"c{number}") for number in range(5))
    assert (sum(len(each.columns) for each in found.relations), found.left_out) == (3, 2)


@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=12), st.sampled_from(["text", "bigint", "date", "jsonb", "boolean", "x[]"])
        )
    )
)
def test_R05_a_proposal_opens_only_what_would_stand_without_a_reason(columns):
    for relation in propose([facts(name, type_name) for name, type_name in columns]).relations:
        for each in relation.columns:
            if each.kind is Kind.HARMLESS:
                assert each.facts.type not in ("jsonb", "x[]")
