import pytest

from gateway.authorization.columns.suspicion import suspicion
from gateway.vocabulary.column import Column, Kind


def column(name: str, type_name: str, kind: Kind) -> Column:
    return Column(schema="s", table="t", name=name, kind=kind, type=type_name)


@pytest.mark.parametrize(
    ("name", "type_name"),
    [
        ("phone", "text"),
        ("phone", "boolean"),
        ("xyz", "integer"),
        ("status", "jsonb"),
        ("status", "mood"),
        ("氏名", "text"),
    ],
)
def test_R05_a_harmless_mark_that_something_speaks_against(name, type_name):
    assert suspicion(column(name, type_name, Kind.HARMLESS)) is not None


@pytest.mark.parametrize(("name", "type_name"), [("status", "text"), ("xyz", "boolean"), ("created_at", "timestamptz")])
def test_a_harmless_mark_that_stands_by_itself(name, type_name):
    assert suspicion(column(name, type_name, Kind.HARMLESS)) is None


def test_R05_a_card_is_nothing_that_may_be_revealed():
    assert suspicion(column("card_no", "text", Kind.PERSONAL)) is not None
    assert suspicion(column("card_no", "text", Kind.CARD)) is None
    assert suspicion(column("phone", "text", Kind.PERSONAL)) is None
