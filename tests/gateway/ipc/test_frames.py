import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.ipc.frames import FRAME_BYTES_MAX, FrameError, FrameReader, frame


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=8), st.lists(st.integers(1, 50), min_size=1))
def test_any_split_gives_the_same_bodies(bodies, sizes):
    stream = b"".join(frame(body) for body in bodies)
    reader, got, at, turn = FrameReader(), [], 0, 0
    while at < len(stream):
        step = sizes[turn % len(sizes)]
        got += reader.feed(stream[at : at + step])
        at, turn = at + step, turn + 1
    assert got == bodies


@given(st.binary(max_size=2000))
def test_arbitrary_bytes_are_bodies_or_a_frame_error(data):
    with contextlib.suppress(FrameError):
        FrameReader().feed(data)


def test_an_oversized_length_is_refused_before_its_body_arrives():
    with pytest.raises(FrameError):
        FrameReader().feed((FRAME_BYTES_MAX + 1).to_bytes(4, "big"))


@pytest.mark.parametrize("body", [b"", b"x" * (FRAME_BYTES_MAX + 1)])
def test_a_frame_out_of_bounds_is_not_sent(body):
    with pytest.raises(FrameError):
        frame(body)
