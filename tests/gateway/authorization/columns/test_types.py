import pytest

from gateway.authorization.columns import types


@pytest.mark.parametrize(
    "name", ["text", "character varying(30)", "numeric(10,2)", "timestamp(3) with time zone", "INTEGER", "date", "uuid"]
)
def test_plain_types(name):
    assert types.is_type(name)
    assert types.is_plain(name)


@pytest.mark.parametrize(
    "name",
    [
        "json",
        "jsonb",
        "xml",
        "bytea",
        "text[]",
        "inet",
        "macaddr",
        "tsvector",
        "hstore",
        "public.mood",
        "customers",
        "record",
    ],
)
def test_types_that_may_hold_anything(name):
    assert types.is_type(name)
    assert not types.is_plain(name)


@pytest.mark.parametrize("name", ["", "text; drop", "text\n", "x" * 200, "'text'", "text--"])
def test_what_is_no_type(name):
    assert not types.is_type(name)


def test_texts_days_and_bits():
    assert types.is_text("character varying(5)")
    assert not types.is_text("text[]")
    assert types.is_day("date")
    assert not types.is_day("timestamp with time zone")
    assert types.is_single_bit("boolean")
