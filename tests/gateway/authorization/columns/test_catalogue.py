import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.columns.catalogue import UNKNOWN
from gateway.vocabulary.column import Kind
from tests.gateway.authorization.columns.a_file import the_columns

SHOP = the_columns().catalogue("shop-db", "shop")


def test_a_classified_column_is_what_it_says():
    assert SHOP.column("public", "people", "氏名").kind is Kind.NAME
    assert SHOP.column("public", "plan", "plan_code").is_harmless
    assert [each.name for each in SHOP.columns("sales", "memo")] == ["customer_id", "body"]


@pytest.mark.parametrize(
    "place",
    [
        ("public", "people", "later"),
        ("public", "people_2027", "client_code"),
        ("Public", "people", "client_code"),
        ("public", "People", "client_code"),
        ("public", "people", "CLIENT_CODE"),
        ("public", "people", "client_code "),
        ("sales", "people", "client_code"),
        ("public", "memo", "customer_id"),
        ("", "people", "client_code"),
    ],
)
def test_R05_what_nobody_classified_is_personal(place):
    assert SHOP.column(*place).kind is Kind.PERSONAL
    assert SHOP.column(*place).type is None


@given(st.text(), st.text(), st.text())
def test_R05_an_unknown_catalogue_has_nothing_harmless(schema, table, column):
    assert not UNKNOWN.column(schema, table, column).is_harmless
    assert UNKNOWN.columns(schema, table) == ()
    assert UNKNOWN.relation(schema, table) is None
    assert (
        UNKNOWN.client_key(schema, table) is UNKNOWN.subject_key(schema, table) is UNKNOWN.client(schema, table) is None
    )


def test_keys_say_whose_and_who():
    assert (SHOP.client_key("public", "people"), SHOP.subject_key("public", "people")) == ("client_code", "person_no")
    assert (SHOP.client_key("sales", "memo"), SHOP.client("sales", "memo")) == (None, "C01")
    assert SHOP.subject("public", "people") == SHOP.subject("sales", "memo") == "customer"
    assert SHOP.subject("public", "people_masked") == "public.people_masked"
    assert SHOP.subject("other", "x") == "other.x"


def test_a_view_is_told_from_a_table():
    assert SHOP.relation("public", "people_masked").is_view
    assert not SHOP.relation("public", "people").is_view


def test_a_catalogue_is_of_a_target_and_a_database():
    columns = the_columns()
    assert columns.catalogue("shop-replica", "shop") is columns.catalogue("shop-db", "shop")
    assert columns.catalogue("shop-db", "other") is UNKNOWN
    assert columns.catalogue("other-db", "shop") is UNKNOWN
    assert [each.id for each in columns.of_target("shop-db")] == ["shop"]
