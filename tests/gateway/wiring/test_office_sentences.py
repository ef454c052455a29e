"""The words: whatever stands in an entry becomes one harmless line, and English is ASCII but for values."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

import gateway.wiring.events  # noqa: F401  # every kind
from gateway.audit.event import KINDS
from gateway.registrar.changes import AnyChange
from gateway.wiring.office_filling import filled, plain
from gateway.wiring.office_sentences import SENTENCES
from gateway.wiring.office_words import CHANGES, LABELS, STEPS, WORDS


def test_all_english_is_ascii() -> None:
    for table in (SENTENCES, CHANGES, STEPS, LABELS, WORDS):
        assert [text.en for text in table.values() if not text.en.isascii()] == []
        assert all(text.ja for text in table.values())


@given(st.text(), st.text())
def test_nothing_typed_breaks_out_of_its_place(typed: str, other: str) -> None:
    shown = plain(typed)
    assert len(shown) <= 10 * 301
    assert not set(shown) & set("\n\r\x00\x1b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert filled("{a}|{b}", {"a": typed, "b": other}) == f"{plain(typed)}|{plain(other)}".strip()


def test_every_kind_and_every_change_has_its_words() -> None:
    """What the journal can hold, an auditor can read: a new kind or change comes with its sentence."""
    known = {kind for kind, event in KINDS.items() if event.__module__.startswith("gateway.")}
    assert known - SENTENCES.keys() == {"office.committed"}
    assert {change.__name__ for change in get_args(AnyChange)} - CHANGES.keys() - STEPS.keys() == set()
