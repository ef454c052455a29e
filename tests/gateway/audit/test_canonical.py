"""RFC 8785 for whole numbers, text, lists and objects."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import INTEGER_MAX, canonical, read_canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def test_keys_stand_in_the_order_of_rfc_8785_section_3_2_3() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    spelled = canonical(dict.fromkeys(keys, 0))
    assert list(json.loads(spelled)) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_text_is_escaped_as_rfc_8785_section_3_2_2_2_says() -> None:
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/\x7f\u2028"
    assert canonical(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f\u2028"'.encode()


def test_literals_have_no_space() -> None:
    assert canonical({"b": [None, True, False, -5], "a": {}}) == b'{"a":{},"b":[null,true,false,-5]}'


@given(VALUES)
def test_canonical_comes_back_as_it_was(value: object) -> None:
    spelled = canonical(value)
    assert read_canonical(spelled) == value
    assert json.loads(spelled) == value
    assert canonical(json.loads(spelled)) == spelled


@given(st.dictionaries(TEXT, st.integers(0, 9), min_size=2, max_size=6), st.randoms())
def test_the_order_of_insertion_does_not_matter(value: dict[str, int], random: object) -> None:
    items = list(value.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    spelled = canonical(dict(items))
    assert spelled == canonical(value)
    keys = [key.encode("utf-16-be") for key in json.loads(spelled)]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    "value", [1.0, 2**53, -(2**53), b"x", {1: 2}, {"a": object()}, "\ud800", {"\udfff": 1}, [float("nan")]]
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)


def test_nesting_without_end_is_refused() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ValueError, match="deep"):
        canonical(value)


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"b":1,"a":2}', b"[1, 2]", b'{"a":1,"a":1}', b"1.0", b"1e3", b'"\\u0041"', b"\xff"]
)
def test_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        read_canonical(data)


@given(st.binary(max_size=40))
def test_reading_arbitrary_bytes_never_crashes(data: bytes) -> None:
    with suppress(ValueError):
        assert canonical(read_canonical(data)) == data
