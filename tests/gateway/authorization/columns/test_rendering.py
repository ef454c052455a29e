import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.columns.keeping import kept
from gateway.authorization.columns.proposal import ColumnFacts, propose
from gateway.authorization.columns.rendering import rendered
from gateway.vocabulary.column import Kind
from tests.gateway.authorization.columns.a_file import the_columns, unfit
from tests.gateway.authorization.columns.test_comparing import SAME
from tests.gateway.authorization.columns.test_proposal import facts

PLAIN = [facts("customer_id", "bigint"), facts("client_code"), facts("氏名"), facts("memo", nullable=True)]


def test_nobody_can_load_a_proposal_as_it_is():
    assert unfit(rendered(propose(PLAIN), ["shop-db"], "shop")).key == "classified_by"


def test_two_people_make_it_loadable():
    text = rendered(propose(PLAIN), ["shop-db"], "shop")
    text = text.replace('classified_by = ""  # FIXME', 'classified_by = "kobayashi"')
    text = text.replace('confirmed_by = ""  # FIXME', 'confirmed_by = "yamada"')
    text = text.replace("# confirmed_on = YYYY-MM-DD  # FIXME", "confirmed_on = 2026-11-23")
    catalogue = the_columns(text).catalogue("shop-db", "shop")
    assert catalogue.column("public", "t", "氏名").kind is Kind.NAME
    assert catalogue.subject_key("public", "t") == "customer_id"


def test_what_could_not_be_guessed_is_a_line_to_mend():
    text = rendered(propose([facts("name"), facts("v", table="w", is_view=True)]), ["shop-db"], "shop")
    assert text.count('# client_key = ""  # FIXME') == text.count('# subject_key = ""  # FIXME') == 2
    assert "[[view]]" in text
    assert "names = []  # FIXME" in text


def test_the_same_columns_make_the_same_text():
    def of(columns):
        return rendered(propose(columns), ["shop-db"], "shop")

    other = [facts("code", table="a"), *PLAIN]
    assert of(other) == of([*PLAIN, facts("code", table="a")])


HOSTILE = [
    'a"]\nkind = "harmless',
    "a\u202eb",
    "a\nb",
    "a # b",
    "a\\",
    "\x7f",
    "a\ud800",
    "order items",
    "a" * 64,
    "名" * 22,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_no_file_can_hold_is_told_in_a_comment_and_cannot_become_syntax(name):
    text = rendered(propose([facts(name), facts("state")]), ["shop-db"], "shop")
    (table,) = tomllib.loads(text)["table"]
    assert list(table["column"]) == ["state"]
    assert "1 names cannot be written here" in text
    assert "\u202e" not in text
    assert "\x7f" not in text


@given(st.lists(st.text(min_size=1, max_size=10), unique=True, min_size=1, max_size=5))
def test_every_name_comes_back_from_the_text_or_is_left_out(names):
    proposal = propose([facts(each) for each in names])
    found = tomllib.loads(rendered(proposal, ["shop-db"], "shop")).get("table", [])
    assert [each for table in found for each in table["column"]] == [each for each in names if facts(each).fits]
    assert len(proposal.unwritable) == sum(not facts(each).fits for each in names)


@given(st.text(max_size=200))
def test_no_comment_of_the_database_becomes_syntax(comment):
    proposal = propose([facts("state"), replace(facts("v"), comment=comment)])
    text = rendered(proposal, ["shop-db"], "shop")
    (table,) = tomllib.loads(text)["table"]
    assert set(table["column"]) == {"state", "v"}
    assert all(line.isprintable() for line in text.split("\n"))


def signed(text: str) -> str:
    for key, value in (("classified_by", "kobayashi"), ("confirmed_by", "yamada")):
        text = text.replace(f'{key} = ""  # FIXME', f'{key} = "{value}"')
    return text.replace("# confirmed_on = YYYY-MM-DD  # FIXME", "confirmed_on = 2026-11-23")


def test_a_file_made_again_from_the_same_database_says_the_same():
    before = the_columns().files["shop"]
    again = rendered(kept(propose(SAME), before.catalogue), before.targets, before.database, before)
    after = the_columns(signed(again)).files["shop"]
    assert dict(after.catalogue.relations) == dict(before.catalogue.relations)
    assert after.catalogue.search_path == before.catalogue.search_path
    assert set(after.column_cases) >= set(before.column_cases)
    assert "FIXME" not in again.replace('classified_by = ""  # FIXME', "").replace(
        'confirmed_by = ""  # FIXME', ""
    ).replace("# confirmed_on = YYYY-MM-DD  # FIXME", "")


def test_what_is_new_stands_beside_what_was_decided():
    before = the_columns().files["shop"]
    facts_now = [*SAME, ColumnFacts(schema="public", table="people", name="fax", type="text", nullable=True)]
    text = rendered(kept(propose(facts_now), before.catalogue), before.targets, before.database, before)
    people = the_columns(signed(text)).catalogue("shop-db", "shop").columns("public", "people")
    assert {each.name: each.kind for each in people}["fax"] is Kind.PHONE
    assert "分類済み / as classified" in text
