"""The mark in front of a tool's output."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.commands.running.begun import NOISE_BYTES_MAX, Begun, TooNoisy
from gateway.commands.running.scripts import MARK


@given(st.binary(max_size=60).filter(lambda noise: MARK not in noise), st.binary(max_size=60), st.data())
def test_any_split_lets_through_what_follows_the_first_mark(noise: bytes, said: bytes, data: st.DataObject) -> None:
    whole = noise + MARK + said
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    begun, out = Begun(), b""
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        out += begun.feed(whole[start:end])
    assert (out, begun.is_begun) == (whole.partition(MARK)[2], True)


def test_without_a_mark_nothing_comes_out_and_memory_is_bounded() -> None:
    begun = Begun()
    assert begun.feed(b"x" * NOISE_BYTES_MAX) == b""
    assert not begun.is_begun
    with pytest.raises(TooNoisy):
        begun.feed(b"x")
    with pytest.raises(TooNoisy):
        Begun().feed(b"x" * (NOISE_BYTES_MAX + 1) + MARK)
