import pytest
from paramiko import ChannelException, Transport

from gateway.listener.connection import ConnectionLimits
from gateway.listener.ssh_transport import CHANNELS_OPEN_MAX
from tests.gateway.listener.a_gate import a_gate
from tests.gateway.listener.a_jump import NAME, Inside, Outer, a_jump, said
from tests.gateway.relay.ssh.a_client import wait_until


@pytest.fixture
def gate(tmp_path):
    with a_gate(tmp_path) as made:
        yield made


def test_R02_no_jump_inside_a_jump(gate):
    with a_jump(gate) as (outer, inner):
        with pytest.raises(ChannelException):
            inner.open_channel("direct-tcpip", (NAME, 22), ("127.0.0.1", 1), timeout=10)
        for kind in ("x11", "auth-agent@openssh.com"):
            with pytest.raises(ChannelException):
                inner.open_channel(kind, ("127.0.0.1", 1), ("127.0.0.1", 1), timeout=10)
        assert inner.global_request("tcpip-forward", ("", 0), wait=True) is None
        outer.close()
    assert gate.backstages[0].is_closed.wait(10)
    refused = [(one.request, one.detail, one.target) for one in gate.registry.events if one.kind == "channel.refused"]
    assert ("direct-tcpip", f"{NAME}:22", NAME) in refused
    assert {request for request, _, _ in refused} == {"direct-tcpip", "x11", "auth-agent@openssh.com", "tcpip-forward"}


def test_channels_of_all_jumps_are_counted_together(gate):
    with a_jump(gate) as (outer, inner):
        opened = []  # paramiko closes what nobody holds
        for _ in range(CHANNELS_OPEN_MAX + 3):
            try:
                opened.append(inner.open_session(timeout=10))
            except ChannelException:
                break
        assert len(opened) == CHANNELS_OPEN_MAX - 1, "the jump's own channel is one of them"
        with pytest.raises(ChannelException):
            outer.open_session(timeout=10)
        with pytest.raises(ChannelException):
            inner.open_session(timeout=10)


def test_a_jump_without_a_log_in_is_given_up(gate):
    outer = Outer(gate)
    gate.connections[0]._limits = ConnectionLimits(login_seconds=2.0)  # the door's own is over by now
    silent = outer.tunnel()
    halfway = Inside(gate, outer.tunnel())
    wait_until(lambda: silent.closed or silent.eof_received, 15)
    assert halfway.is_gone(15)
    assert outer.is_active(), "the connection itself goes on"
    outer.close()


def test_R42_the_end_of_a_session_inside_is_its_own(gate):
    with a_jump(gate) as (outer, inner):
        said(inner)
        inner.close()
        again = Transport(outer.tunnel())
        again.start_client(timeout=10)
        assert outer.is_active()
