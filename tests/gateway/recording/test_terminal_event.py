"""Events inside a chunk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.recording.terminal_event import BEFORE_MAX, Code, TerminalEvent, decode, encode

EVENTS = st.lists(st.builds(TerminalEvent, st.integers(0, BEFORE_MAX), st.sampled_from(Code), st.binary(max_size=50)))


@given(EVENTS, st.integers(0, 2**40))
def test_R37_events_come_back(events: list[TerminalEvent], start: int) -> None:
    moved = [event._replace(at_us=event.at_us + start) for event in sorted(events, key=lambda event: event.at_us)]
    until_us = start + BEFORE_MAX
    assert list(decode(encode(moved, until_us), until_us)) == moved


@given(st.binary(max_size=60))
def test_any_other_bytes_are_refused_or_read(data: bytes) -> None:
    try:
        found = list(decode(data, BEFORE_MAX))
    except ValueError:
        return
    assert encode(found, BEFORE_MAX) == data


def test_events_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError):
        encode([TerminalEvent(5, Code.OUTPUT, b"x"), TerminalEvent(4, Code.OUTPUT, b"y")], 10)


@pytest.mark.parametrize("at_us", [11, -BEFORE_MAX])
def test_an_event_outside_its_chunks_time_is_refused(at_us: int) -> None:
    with pytest.raises(ValueError):
        encode([TerminalEvent(at_us, Code.OUTPUT, b"x")], 10)


def test_a_cut_chunk_is_refused() -> None:
    chunk = encode([TerminalEvent(5, Code.OUTPUT, b"hello")], 10)
    for size in range(1, len(chunk)):
        with pytest.raises(ValueError):
            list(decode(chunk[:size], 10))
