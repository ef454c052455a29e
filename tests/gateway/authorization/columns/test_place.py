import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.columns.place import place_of, written

NAME = st.text(st.characters(codec="utf-8"), min_size=1, max_size=63)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("public.customers.phone", ("public", "customers", "phone")),
        ("public.顧客.電話番号", ("public", "顧客", "電話番号")),
        ('"order items"."a.b"."c""d"', ("order items", "a.b", 'c"d')),
    ],
)
def test_three_names(text: str, names: tuple[str, str, str]) -> None:
    assert place_of(text) == names


@pytest.mark.parametrize(
    "text", ["", ".", "a.b", "a.b.c.d", "a..c", "a.b.", ".a.b.c", 'a.b."c', 'a.b."c"d', "a.b.c d", 'a.b.""', "a" * 601]
)
def test_anything_else_is_none(text: str) -> None:
    assert place_of(text) is None


@given(NAME, NAME, NAME)
def test_what_is_written_is_read_again(schema: str, table: str, column: str) -> None:
    text = written(schema, table, column)
    assert place_of(text) == ((schema, table, column) if len(text) <= 600 else None)


@given(st.text())
def test_whatever_is_typed_is_three_names_or_none(text: str) -> None:
    found = place_of(text)
    assert found is None or all(found)
