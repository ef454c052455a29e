"""Events are types: registered once, encoded one way, refused when they do not fit."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.event import INDEX_FIELDS, KINDS, Event, EventRefused, decode, encode
from tests.gateway.audit.ledger import Noted
from tests.gateway.audit.test_canonical import TEXT, VALUES


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown(Event):
    """A kind to which a field was added later."""

    kind: ClassVar[str] = "test.grown"
    added: str | None = None
    wanted: Any


def test_an_event_comes_back_as_it_was() -> None:
    event = Noted(number=1, text="あ", person="sato", order="WO-1", more={"k": [1]})
    assert encode(event) == {"number": 1, "text": "あ", "person": "sato", "order": "WO-1", "more": {"k": [1]}}
    assert decode("test.noted", encode(event)) == event


@given(
    st.integers(-(2**53) + 1, 2**53 - 1), TEXT, st.none() | TEXT, st.none() | st.dictionaries(TEXT, VALUES, max_size=3)
)
def test_any_event_comes_back_as_it_was(
    number: int, text: str, person: str | None, more: dict[str, Any] | None
) -> None:
    event = Noted(number=number, text=text, person=person, more=more)
    assert decode(event.kind, encode(event)) == event


def test_nothing_is_stored_for_none_and_old_entries_still_read() -> None:
    assert encode(Grown(wanted=None)) == {}
    assert decode("test.grown", {}) == Grown(wanted=None)


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("test.unheard_of", {}, "unknown kind"),
        ("test.noted", {"number": 1, "nmber": 1}, "unknown field 'nmber'"),
        ("test.noted", {}, "field number is missing"),
        ("test.noted", {"number": "1"}, "field number: int expected"),
        ("test.noted", {"number": None}, "null"),
        ("test.noted", {"number": 1, "person": None}, "null"),
        ("test.noted", {"number": 1, "kind": "x"}, "unknown field"),
    ],
)
def test_what_does_not_fit_is_refused(kind: str, data: dict[str, Any], message: str) -> None:
    with pytest.raises(EventRefused, match=message):
        decode(kind, data)


def test_a_value_of_another_type_is_not_encoded() -> None:
    with pytest.raises(EventRefused, match="number"):
        encode(Noted(number="1"))  # type: ignore[arg-type]


def test_two_events_of_one_kind_are_refused_at_import() -> None:
    with pytest.raises(TypeError, match="two events of one kind"):

        @dataclass(frozen=True, slots=True, kw_only=True)
        class Other(Event):
            kind: ClassVar[str] = "test.noted"

    assert KINDS["test.noted"] is Noted


@pytest.mark.parametrize("kind", ["", "noted", "Test.noted", "test.", "test..noted", "test noted", None, 5])
def test_a_kind_is_words_with_dots(kind: object) -> None:
    with pytest.raises(TypeError, match="no kind"):
        type("Odd", (Event,), {"kind": kind})


def test_every_registered_kind_has_spellings_for_its_fields() -> None:
    for event_type in KINDS.values():
        try:
            decode(event_type.kind, {"no such field": 1})
        except EventRefused as refused:
            assert "unknown field" in str(refused)


def test_the_index_fields_are_the_fields_of_the_base() -> None:
    assert tuple(field.name for field in fields(Event)) == INDEX_FIELDS
