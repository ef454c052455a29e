"""Waiting for two streams, and being woken."""

import threading
import time

from gateway.relay.postgres.stream import PlainStream
from gateway.relay.postgres.waiting import IN, OUT, Waiting
from tests.gateway.relay.postgres.a_session import pair


def test_it_waits_for_what_is_wanted_and_no_more():
    waiting = Waiting()
    with pair() as (one, other):
        stream = PlainStream(one)
        other.sendall(b"x")
        assert waiting.wait(0) == ({}, False)
        waiting.want(stream, IN)
        assert waiting.wait(1) == ({stream.fileno(): IN}, False)
        waiting.want(stream, 0)
        other.close()  # not even for its end: what is not wanted does not spin
        assert waiting.wait(0) == ({}, False)
        waiting.want(stream, 0)
        waiting.want(stream, IN)
        assert waiting.wait(0)[0][stream.fileno()] & IN
    waiting.close()


def test_it_waits_for_room_where_something_is_unsent():
    waiting = Waiting()
    with pair() as (one, other):
        stream = PlainStream(one)
        while not stream.unsent:
            stream.write(b"x" * 65536)
        waiting.want(stream, 0)
        assert waiting.wait(0) == ({}, False)
        while len(other.recv(1 << 20)) == 1 << 20:
            pass
        assert waiting.wait(1)[0][stream.fileno()] & OUT
    waiting.close()


def test_anybody_wakes_it_as_often_as_they_like():
    waiting = Waiting()
    threading.Timer(0.05, waiting.wake).start()
    began = time.monotonic()
    assert waiting.wait(5) == ({}, True)
    assert time.monotonic() - began < 3
    for _ in range(200_000):
        waiting.wake()
    assert waiting.wait(0) == ({}, True)
    assert waiting.wait(0) == ({}, False)
    waiting.close()
    waiting.wake()
