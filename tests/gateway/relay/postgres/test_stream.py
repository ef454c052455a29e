"""A socket that is never waited for."""

import pytest

from gateway.relay.postgres.lines import of_person, of_target
from gateway.relay.postgres.stream import PlainStream
from gateway.sessions.ending import PersonLeft
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.postgres.a_session import pair


def test_what_has_come_is_taken_and_nothing_is_waited_for():
    with pair() as (one, other):
        stream = PlainStream(one)
        assert stream.read() == b""
        other.sendall(b"abc")
        assert stream.read() == b"abc"
        other.close()
        assert stream.read() is None
        assert stream.read() is None
        assert stream.fileno() == one.fileno()


def test_what_the_socket_does_not_take_is_kept_in_order():
    with pair() as (one, other):
        stream, sent = PlainStream(one), b"".join(b"%08d" % n for n in range(200_000))
        for at in range(0, len(sent), 100_000):
            stream.write(sent[at : at + 100_000])
        assert stream.unsent > 0
        came = b""
        while len(came) < len(sent):
            came += other.recv(65536)
            stream.flush()
        assert came == sent
        assert stream.unsent == 0


def test_a_closed_end_is_an_error_and_closing_twice_is_none():
    with pair() as (one, other):
        stream = PlainStream(one)
        other.close()
        with pytest.raises(OSError, match="pipe"):
            stream.write(b"x")
        stream.close()
        stream.close()


@pytest.mark.parametrize(("line", "fault"), [(of_person, PersonLeft), (of_target, TargetError)])
def test_whose_line_breaks_says_whose_fault_it_was(line, fault):
    with pair() as (one, other):
        named = line(PlainStream(one))
        other.sendall(b"a")
        assert named.read() == b"a"
        named.write(b"b")
        named.flush()
        assert (named.unsent, named.fileno()) == (0, one.fileno())
        other.close()
        with pytest.raises(fault):
            named.write(b"x")
        with pytest.raises(fault):
            for _ in range(2):
                named.read()
                raise fault("the end is no error")
        named.close()
