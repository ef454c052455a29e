import pytest
from paramiko import SSHException

from gateway.listener.jump.tunnel import WAIT_SECONDS, TunnelSocket
from gateway.sessions.ending import SessionCut


class AChannel:
    closed = False

    def __init__(self, failure=None):
        self.failure, self.calls = failure, []

    def settimeout(self, seconds):
        self.calls.append(("settimeout", seconds))

    def recv(self, size):
        return b"x" * size

    def send(self, data):
        return len(data)

    def close(self):
        self.calls.append("close")
        if self.failure is not None:
            raise self.failure


def test_bytes_go_through():
    channel = AChannel()
    tunnel = TunnelSocket(channel, 60)
    tunnel.settimeout(3)
    assert tunnel._closed is False
    assert (tunnel.recv(3), tunnel.send(b"ab")) == (b"xxx", 2)
    tunnel.settimeout(None)
    assert channel.calls == [("settimeout", WAIT_SECONDS), ("settimeout", 3), ("settimeout", WAIT_SECONDS)]


@pytest.mark.parametrize("failure", [None, EOFError(), OSError("broken"), SSHException("over")])
def test_its_end_never_raises_whatever_became_of_the_connection(failure):
    channel = AChannel(failure)
    tunnel = TunnelSocket(channel, 60)
    tunnel.shutdown(2)
    tunnel.close()
    assert channel.calls[1:] == ["close", "close"]


def test_a_client_that_takes_nothing_is_given_up_after_a_time_and_not_before():
    class Stuck(AChannel):
        room = False

        def send(self, data):
            if not self.room:
                raise TimeoutError
            return len(data)

    channel = Stuck()
    tunnel = TunnelSocket(channel, 60)
    for _ in range(11):
        with pytest.raises(TimeoutError):
            tunnel.send(b"x")
    channel.room = True
    assert tunnel.send(b"x") == 1
    channel.room = False
    for _ in range(11):
        with pytest.raises(TimeoutError):
            tunnel.send(b"x")
    with pytest.raises(SessionCut):
        tunnel.send(b"x")


def test_a_fault_of_ours_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        TunnelSocket(AChannel(ZeroDivisionError()), 60).close()
