"""Frames out of a stream: however it is cut, whatever length is announced, and in time that grows with the bytes alone."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.message import framed
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.tables import BOUNDS, LOGIN_BOUNDS
from gateway.vocabulary.outcome import PeerError, TargetError

STREAMS = st.lists(st.tuples(st.sampled_from(b"TDZ"), st.binary(max_size=40)), max_size=6)
SMALL = {ord("T"): 40, ord("D"): 40, ord("Z"): 40}


def framer(bounds=SMALL, side=Side.BACKEND):
    return Framer(side, bounds)


def taken(framer, *pieces):
    return [(frame.kind, bytes(frame.body)) for piece in pieces for frame in framer.feed(piece)]


@settings(deadline=None)
@given(STREAMS, st.integers(1, 90))
def test_any_pieces_give_the_same_frames(messages, size):
    stream, cutter = b"".join(framed(*message) for message in messages), framer()
    assert taken(cutter, *(stream[at : at + size] for at in range(0, len(stream), size))) == messages
    assert cutter.is_between


@settings(deadline=None)
@given(STREAMS, st.data())
def test_any_two_cuts_give_the_same_frames(messages, data):
    stream = b"".join(framed(*message) for message in messages)
    first, second = sorted((data.draw(st.integers(0, len(stream))), data.draw(st.integers(0, len(stream)))))
    cutter = framer()
    assert taken(cutter, stream[:first], stream[first:second], stream[second:]) == messages


@pytest.mark.parametrize("length", [0, 3, 45, 2**31, 2**32 - 1])
@pytest.mark.parametrize("pieces", [1, 5])
def test_a_length_that_lies_is_refused_at_once(length, pieces):
    header, cutter = b"T" + length.to_bytes(4, "big"), framer()
    with pytest.raises(TargetError, match="'T'"):
        taken(cutter, *([header] if pieces == 1 else (header[at : at + 1] for at in range(5))))
    with pytest.raises(TargetError):
        taken(cutter, b"")


def test_whose_fault_it_is_follows_the_side():
    with pytest.raises(PeerError, match="unknown type"):
        taken(framer(side=Side.FRONTEND), b"\x80\0\0\0\4")


@pytest.mark.parametrize("side", Side)
def test_a_type_nobody_named_is_refused_before_its_body(side):
    for kind in set(range(256)) - set(BOUNDS[side]):
        with pytest.raises((PeerError, TargetError)):
            taken(framer(BOUNDS[side], side), bytes([kind]) + b"\0\0\0\4")


def test_who_is_not_logged_in_may_answer_and_leave():
    assert {chr(kind) for kind in LOGIN_BOUNDS} == {"p", "X"}


@pytest.mark.parametrize("side", Side)
def test_each_type_has_its_bound_and_fills_it(side):
    for kind, bound in BOUNDS[side].items():
        if bound <= 8192:
            assert taken(framer(BOUNDS[side], side), framed(kind, bytes(bound))) == [(kind, bytes(bound))]
        with pytest.raises((PeerError, TargetError)):
            taken(framer(BOUNDS[side], side), bytes([kind]) + (bound + 5).to_bytes(4, "big"))


def test_a_feed_that_was_left_early_is_the_last():
    cutter = framer()
    for _ in cutter.feed(framed(ord("Z"), b"I") * 2):
        break
    with pytest.raises(TargetError):
        taken(cutter, b"")


def test_frames_keep_their_bytes_when_more_comes():
    cutter = framer()
    (kept,) = cutter.feed(framed(ord("T"), b"one"))
    list(cutter.feed(framed(ord("T"), b"two")[:6]))
    (later,) = cutter.feed(framed(ord("T"), b"two")[6:])
    list(cutter.feed(framed(ord("T"), b"three")))
    assert (bytes(kept.body), bytes(later.body)) == (b"one", b"two")
    with pytest.raises(TypeError):
        later.whole[0] = 0


def test_what_is_announced_is_not_reserved():
    cutter = Framer(Side.BACKEND, {ord("D"): 1 << 30})
    tracemalloc.start()
    list(cutter.feed(b"D" + (1 << 30).to_bytes(4, "big") + bytes(1000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000


def test_many_small_pieces_of_a_long_frame_take_linear_time():
    def seconds(size):
        cutter, stream = Framer(Side.BACKEND, {ord("D"): 1 << 24}), framed(ord("D"), bytes(size))
        start = time.process_time()
        found = sum(len(list(cutter.feed(stream[at : at + 64]))) for at in range(0, len(stream), 64))
        assert found == 1
        return time.process_time() - start

    short, long = min(seconds(1 << 19) for _ in range(3)), seconds(1 << 21)
    assert long < 4 * short * 4  # quadratic would be sixteen times as long, and on a larger base
