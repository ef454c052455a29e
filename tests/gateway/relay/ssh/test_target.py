"""Reaching a target: only the one of the permit, only behind its pinned key, by each of the three ways."""

import socket
import subprocess
import time
from contextlib import contextmanager

import pytest

from gateway.crypto import openssh
from gateway.ipc.messages import CallRefused
from gateway.relay.ssh.dialling import ANOTHER_HOST, NOT_LET_IN, UNREACHABLE
from gateway.relay.ssh.messages import status_of
from gateway.relay.ssh.target import open_target
from gateway.vocabulary.outcome import GatewayFault, TargetError, Text
from gateway.vocabulary.target import LoginWay
from tests.gateway.relay.ssh.a_client import ask, string
from tests.gateway.relay.ssh.a_scripted_target import a_scripted_target
from tests.gateway.relay.ssh.a_target import ME, AKeeper, a_permit, a_real_target
from tests.gateway.sessions.an_office import free_target


@pytest.fixture
def real(tmp_path):
    with a_real_target(tmp_path) as target:
        yield target


@contextmanager
def opened(target, login):
    transport, channel = open_target(a_permit(target), login)
    try:
        yield channel
    finally:
        transport.close()


def runs(channel):
    requests = channel.transport.requests_of(channel)
    assert ask(channel.transport, channel, "exec", string(b"echo here; exit 3"))
    return channel.recv(100), status_of(requests.get(timeout=10))


def test_R44_by_a_certificate_whose_key_id_names_the_person(real):
    with opened(real.target(), real.keeper) as channel:
        assert runs(channel) == (b"here\n", 3)
    assert real.keeper.key_id in real.log
    assert real.keeper.asked == ["certificate"]


def test_R11_by_a_vaulted_key_that_never_leaves_the_keeper(real):
    real.trusts(real.keeper.vaulted_key())
    with opened(real.target(login=LoginWay.VAULTED_KEY), real.keeper) as channel:
        assert runs(channel) == (b"here\n", 3)
    assert "certificate" not in real.keeper.asked


def test_R11_by_a_vaulted_password():
    def script(conversation):
        conversation.begin()
        conversation.together(conversation.data(b"here\n"), conversation.status(3), conversation.close())

    with (
        a_scripted_target(script, password=AKeeper().secret) as target,
        opened(target.target(), target.keeper) as channel,
    ):
        assert runs(channel) == (b"here\n", 3)
        assert target.servers[0].methods == ["password"]
        assert target.keeper.asked == ["password"]


def test_R16_a_wrong_password_is_tried_once():
    with a_scripted_target(lambda _: None, password=b"another") as target:
        with pytest.raises(TargetError) as refused:
            open_target(a_permit(target.target()), target.keeper)
        assert refused.value.text is NOT_LET_IN
        assert "password" not in str(refused.value)
        assert target.servers[0].methods == ["password"]


def test_a_target_that_shows_another_host_key_is_given_up_before_any_proof(real):
    with pytest.raises(TargetError) as refused:
        open_target(a_permit(real.target(host_keys=(openssh.new_pair().public,))), real.keeper)
    assert refused.value.text is ANOTHER_HOST
    assert "Accepted" not in real.log


def test_any_of_the_pinned_keys_is_the_target(real):
    with opened(real.target(host_keys=(openssh.new_pair().public, real.host_key)), real.keeper) as channel:
        assert runs(channel)[1] == 3


def test_a_target_known_by_its_rsa_key_is_asked_for_that(real):
    """It would show the ed25519 key otherwise, and be taken for another host."""
    path = real.directory / "rsa_key"
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", path], check=True, timeout=60)
    with (real.directory / "sshd_config").open("a") as config:
        config.write(f"HostKey {path}\n")
    blob = openssh.blob_of(path.with_suffix(".pub").read_text())
    with opened(real.target(host_keys=(blob,)), real.keeper) as channel:
        assert runs(channel)[1] == 3


def test_a_target_that_refuses_the_certificate(real):
    real.keeper.ca = type(real.keeper)().ca
    with pytest.raises(TargetError) as refused:
        open_target(a_permit(real.target()), real.keeper)
    assert refused.value.text is NOT_LET_IN
    assert "Accepted" not in real.log


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    target, keeper = a_target_at(port)
    with pytest.raises(TargetError) as refused:
        open_target(a_permit(target), keeper)
    assert refused.value.text is UNREACHABLE


def test_something_else_listens(monkeypatch):
    monkeypatch.setattr("gateway.relay.ssh.dialling.CONNECT_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        target, keeper = a_target_at(listener.getsockname()[1])
        started = time.monotonic()
        with pytest.raises(TargetError) as refused:
            open_target(a_permit(target), keeper)
        assert refused.value.text is UNREACHABLE
        assert time.monotonic() - started < 8


@pytest.mark.parametrize("fault", [GatewayFault("no keeper"), CallRefused("order.refused", Text(ja="否", en="no"))])
def test_R19_without_the_keepers_word_nobody_logs_in(real, fault):
    real.keeper.fault = fault
    with pytest.raises(type(fault)):
        open_target(a_permit(real.target()), real.keeper)
    assert "Accepted" not in real.log


def a_target_at(port):
    return free_target(port=port, host_keys=(openssh.new_pair().public,), accounts=(ME,)), AKeeper()
