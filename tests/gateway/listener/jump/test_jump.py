import threading
from contextlib import suppress

import pytest
from paramiko import ChannelException, SSHException

from gateway.listener.jump import jump
from gateway.listener.jump.jump import JUMPS_MAX, Jumps
from gateway.listener.jump.opening import DirectOpening
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.listener.a_gate import HELLO, STATUS, a_gate
from tests.gateway.listener.a_jump import NAME, Outer, a_jump, inside, said
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.relay.ssh.a_target import ME


@pytest.fixture
def gate(tmp_path):
    with a_gate(tmp_path) as made:
        yield made


def refused(gate):
    return [
        (event.request, event.detail, event.target) for event in gate.registry.events if event.kind == "channel.refused"
    ]


def test_R37_a_jump_is_admitted_like_any_session(gate):
    with a_jump(gate) as (_, inner):
        assert said(inner) == (HELLO, b"", STATUS)
    opened = gate.registry.of("session.opened")
    assert (opened.target, opened.account, opened.terminal, opened.person) == (NAME, ME, "TM-1", "P-1")
    assert gate.room.recorders[0].all("o") == HELLO
    gate.registry.ended()
    assert not gate.failures


def test_many_channels_in_a_jump_and_many_jumps_on_a_connection(gate):
    with a_jump(gate) as (outer, first):
        second = inside(outer.tunnel())
        for inner in (first, second, first, second):
            assert said(inner)[2] == STATUS
    gate.registry.ended(4)


def test_R02_the_name_the_order_and_the_hour_decide(gate):
    outer = Outer(gate)
    for host, port in ((NAME, 2222), ("callcenter-app", 22), ("Build-host", 22), ("build-host.", 22), ("10.0.0.1", 22)):
        with pytest.raises(ChannelException):
            outer.tunnel(host, port)
    gate.registry.facts = type(gate.registry.facts)(
        **{name: getattr(gate.registry.facts, name) for name in gate.registry.facts.__slots__ if name != "orders"},
        orders=(),
    )
    with pytest.raises(ChannelException):
        outer.tunnel()
    outer.close()
    gate.backstages[0].is_closed.wait(10)
    assert {detail for _, detail, _ in refused(gate)} >= {"build-host:2222", "10.0.0.1:22", "build-host:22"}
    assert {target for _, _, target in refused(gate)} == {None}


def test_R02_a_registrar_that_does_not_answer_opens_nothing(gate):
    outer = Outer(gate)
    gate.registry.fails["admission"] = GatewayFault("away")
    with pytest.raises(ChannelException):
        outer.tunnel()
    outer.close()


def test_who_named_a_target_does_not_jump_and_is_told_why(gate, caplog):
    outer = Outer(gate, "sato+build-host")
    with pytest.raises(ChannelException):
        outer.tunnel()
    assert "leave the target out of the user name" in caplog.text  # paramiko tells its client's log, not its caller
    outer.close()


def test_the_persons_own_name_inside_is_no_choice_of_an_account(gate):
    """What OpenSSH says for `ssh -J gw build-host`: the local user's name."""
    with a_jump(gate, account="sato") as (_, inner):
        assert said(inner)[2] == STATUS
    assert gate.registry.of("session.opened").account == ME


@pytest.mark.parametrize("account", ["sato", "No Such Account"])
def test_a_registrar_that_goes_away_in_the_middle_closes_the_channel(gate, account):
    with a_jump(gate, account=account) as (_, inner):
        gate.registry.fails["admission"] = GatewayFault("away")
        channel = None
        with suppress(SSHException):  # closed before or after it was opened or answered
            channel = inner.open_session(timeout=10)
            channel.exec_command("true")
        wait_until(lambda: channel is None or channel.closed)
        gate.registry.fails.clear()
    assert "session.opened" not in gate.registry.kinds


def test_the_end_of_the_connection_ends_what_is_inside(gate):
    with a_jump(gate) as (outer, inner):
        inner.open_session()
        outer.close()
        wait_until(lambda: not inner.is_active())
    assert gate.backstages[0].is_closed.wait(10)
    assert not alive("jump")


def alive(name):
    return [thread for thread in threading.enumerate() if thread.name == name]


def test_at_most_so_many_at_once_those_being_decided_included():
    held, declined = threading.Event(), []

    class Transport:
        def decline(self, opening, words):
            declined.append(opening)

    jumps = Jumps(Transport(), lambda: held.wait(10) and None, lambda kind, detail=None: None)
    opening = DirectOpening(remote=0, window=1, packet_bytes=1, host=NAME.encode(), port=22)
    assert [jumps.take(opening) for _ in range(JUMPS_MAX + 3)] == [True] * JUMPS_MAX + [False] * 3
    held.set()
    jumps.join(10)
    assert len(declined) == JUMPS_MAX
    assert jumps.take(opening), "what is over makes room"
    jumps.join(10)
    assert jumps.channels == 0


def test_nothing_is_decided_on_the_thread_that_asks(monkeypatch):
    threads = []

    class Transport:
        def decline(self, opening, words):
            threads.append(threading.current_thread())

    jumps = Jumps(Transport(), lambda: threads.append(threading.current_thread()), lambda kind, detail=None: None)
    jumps.take(DirectOpening(remote=0, window=1, packet_bytes=1, host=NAME.encode(), port=22))
    jumps.join(10)
    assert threads
    assert threading.current_thread() not in threads
    assert jump.JUMPS_MAX < 20
