"""Rows: values as views of the frame, and nothing but a fault of the target for what is no row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.wire.message import framed
from gateway.relay.postgres.wire.rows import DATA_ROW, count_of, data_row, values_of
from gateway.vocabulary.outcome import TargetError

VALUES = st.lists(st.none() | st.binary(max_size=30), max_size=8)


@settings(deadline=None)
@given(VALUES)
def test_what_was_written_is_read(values):
    row = data_row(values)
    assert [None if value is None else bytes(value) for value in values_of(row)] == values
    assert count_of(row) == len(values)
    assert row[0] == DATA_ROW
    assert int.from_bytes(row[1:5], "big") == len(row) - 1


def test_what_was_read_can_be_written_again():
    row = data_row([b"tokyo", None, b""])
    assert data_row(values_of(row)) == bytes(row)


@settings(deadline=None, max_examples=400)
@given(st.binary(max_size=40))
def test_any_body_is_a_row_or_malformed(body):
    row = framed(DATA_ROW, body)
    try:
        values = values_of(row)
    except TargetError:
        return
    assert data_row(values) == bytes(row)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0",
        b"\0\1",
        b"\0\1\0\0",
        b"\0\1\0\0\0\2a",
        b"\0\1\xff\xff\xff\xfe",
        b"\0\0x",
        b"\0\1\x7f\xff\xff\xff",
        b"\xff\xff",
    ],
)
def test_a_row_that_lies_is_malformed(body):
    with pytest.raises(TargetError):
        values_of(framed(DATA_ROW, body))


def test_negative_lengths_that_lead_back_to_the_end_are_malformed():
    """Offsets below nought count from the end: three lengths that walk backwards and then land on the last byte."""
    body = bytearray(995)
    body[0:2] = b"\0\3"
    body[2:6] = (-3).to_bytes(4, "big", signed=True)  # the next length is read from this one's second byte on: -768
    at = 1000 - 756 - 5
    body[at : at + 4] = (1752).to_bytes(4, "big")
    with pytest.raises(TargetError, match="-3"):
        values_of(framed(DATA_ROW, bytes(body)))
