"""Statements in the journal: what fits, what is bounded, what stays out."""

from gateway.audit.event import decode, encode
from gateway.relay.postgres.events import (
    TEXT_LETTERS_MAX,
    Cut,
    StatementEnded,
    StatementRan,
    StatementRefused,
    StatementRun,
    bounded,
)


def test_each_is_read_as_it_was_written():
    around = {"person": "P", "session": "S", "terminal": "T", "target": "t", "order": "O"}
    for event in (
        StatementRun(
            **around, number=1, what="select", digest=b"x" * 32, text="SELECT ?", relations=("public.a",), parameters=1
        ),
        StatementEnded(**around, number=1, rows=2, masked=1, milliseconds=3, sqlstate="57014", cut=Cut.CANCELLED),
        StatementEnded(number=1, rows=0, masked=0, milliseconds=0),
        StatementRan(
            **around,
            number=1,
            through=9,
            times=7,
            what="select",
            digest=b"z" * 32,
            text="SELECT ?",
            relations=(),
            parameters=0,
            rows=7,
            masked=0,
            milliseconds=5,
        ),
        StatementRefused(**around, number=2, why="personal", sqlstate="42501", digest=b"y" * 32, text=""),
    ):
        assert decode(event.kind, encode(event)) == event


def test_a_text_is_printable_and_bounded():
    assert bounded("a\x1b\nb") == "a  b"
    assert bounded("x" * TEXT_LETTERS_MAX) == "x" * TEXT_LETTERS_MAX
    assert len(bounded("x" * 5000)) == TEXT_LETTERS_MAX + 3
