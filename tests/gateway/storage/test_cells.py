from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.storage.cells import Cells, json_text, maybe_timestamp, words_text
from gateway.storage.tables import CREDENTIAL
from gateway.vocabulary.outcome import GatewayFault


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


def cells(value):
    return Cells(CREDENTIAL, {"person_id": "P-1", "kind": "password", "x": value})


READERS = {
    "text": lambda c: c.text("x"),
    "number": lambda c: c.number("x"),
    "blob": lambda c: c.blob("x"),
    "truth": lambda c: c.truth("x"),
    "moment": lambda c: c.moment("x"),
    "day": lambda c: c.day("x"),
    "word": lambda c: c.word("x", Colour),
    "texts": lambda c: c.texts("x"),
    "words": lambda c: c.words("x", Colour),
}


@pytest.mark.parametrize(
    ("reader", "value", "meaning"),
    [
        ("text", "見本", "見本"),
        ("number", 2**53, 2**53),
        ("blob", b"\0", b"\0"),
        ("truth", 1, True),
        ("truth", False, False),
        ("moment", "2026-11-22T05:06:07.123456Z", datetime(2026, 11, 22, 5, 6, 7, 123456, tzinfo=UTC)),
        ("day", "2027-03-31", date(2027, 3, 31)),
        ("word", "red", Colour.RED),
        ("texts", '["b","a"]', ("b", "a")),
        ("words", '["red","green"]', frozenset(Colour)),
    ],
)
def test_a_cell_means_what_its_column_promises(reader, value, meaning):
    assert READERS[reader](cells(value)) == meaning


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        ("text", None),
        ("text", b"bytes"),
        ("number", "7"),
        ("number", None),
        ("blob", "text"),
        ("truth", 2),
        ("truth", None),
        ("moment", "2026-11-22 05:06:07"),
        ("day", "31.3.2027"),
        ("day", None),
        ("word", "blue"),
        ("word", ""),
        ("texts", '["a", "b"]'),
        ("texts", '["a",1]'),
        ("texts", '"a"'),
        ("texts", "{}"),
        ("texts", ""),
        ("words", '["red","blue"]'),
    ],
)
def test_any_other_cell_is_a_fault_that_says_where_and_not_what(reader, value):
    with pytest.raises(GatewayFault) as fault:
        READERS[reader](cells(value))
    assert str(fault.value) == "row P-1/password of table credential holds a value of column x that is not understood"


def test_an_empty_cell_is_nothing_where_it_may_be():
    assert cells(None).maybe_text("x") is None
    assert cells(None).maybe_moment("x") is None
    assert cells(None).maybe_day("x") is None
    with pytest.raises(GatewayFault):
        cells("").maybe_day("x")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_what_is_written_as_json_is_read_back(texts):
    assert cells(json_text(texts)).texts("x") == tuple(texts)


@given(st.text())
def test_no_text_breaks_a_reader_in_another_way(text):
    for reader in READERS.values():
        try:
            reader(cells(text))
        except GatewayFault:
            continue


def test_words_are_written_in_one_order():
    assert words_text({Colour.RED, Colour.GREEN}) == '["green","red"]'


def test_a_moment_that_may_be_missing():
    assert maybe_timestamp(None) is None
    with pytest.raises(ValueError, match="time zone"):
        maybe_timestamp(datetime(2026, 1, 1))
