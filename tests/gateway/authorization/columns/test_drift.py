from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.columns.catalogue import UNKNOWN
from gateway.authorization.columns.drift import LETTERS_MAX, RELATIONS_MAX, Row, drift
from tests.gateway.authorization.columns.test_comparing import SHOP

KNOWN: list[Row] = [
    (1, at, column.schema, column.table, column.name)
    for relation in SHOP.relations.values()
    for at, column in enumerate(relation.columns.values(), 1)
]
OWN: list[Row] = [
    (2, 1, "pg_catalog", "pg_stats", "x"),
    (3, 1, "information_schema", "t", "x"),
    (4, 1, "pg_toast", "t", "x"),
]


def test_what_is_classified_and_the_servers_own_is_no_drift() -> None:
    assert drift([*KNOWN, *OWN], SHOP) is None


def test_a_new_column_and_a_new_table_are_told_by_their_tables() -> None:
    found = drift([*KNOWN, (1, 9, "public", "people", "fax"), (5, 1, "x", "new", "a"), (5, 2, "x", "new", "b")], SHOP)
    assert found is not None
    assert found.relations == ("public.people", "x.new")
    assert (found.relation_count, found.column_count) == (2, 3)
    assert "fax" not in str(found)


def test_without_a_catalogue_everything_is_told_but_only_the_first_by_name() -> None:
    found = drift([(at, 1, "public", f"t{at:03}", "c") for at in range(100)], UNKNOWN)
    assert found is not None
    assert len(found.relations) == RELATIONS_MAX
    assert found.relations[0] == "public.t000"
    assert found.relation_count == 100


@given(st.lists(st.tuples(st.integers(), st.integers(), st.text(), st.text(), st.text())))
def test_names_are_printable_and_bounded(rows: list[Row]) -> None:
    found = drift(rows, UNKNOWN)
    if found is not None:
        assert all(each.isprintable() and len(each) <= LETTERS_MAX for each in found.relations)
        assert len(found.relations) == min(found.relation_count, RELATIONS_MAX)
