from types import SimpleNamespace

import pytest
from paramiko import OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED, OPEN_SUCCEEDED, Message

from gateway.authentication.progress import Over
from gateway.listener.progress import Progress
from gateway.listener.ssh_server import GatewayServer
from gateway.listener.ssh_transport import CHANNELS_OPEN_MAX
from tests.gateway.authentication.a_door import SATO_KEY, TERMINAL_KEY, World


def a_server(version="SSH-2.0-OpenSSH_9.2", channels=0):
    world, refused = World(), []
    transport = SimpleNamespace(remote_version=version, _channels=[None] * channels, progress=Progress(None))
    server = GatewayServer(transport, world.started, refused.append)
    return server, world, refused


def asked_again(server, world):
    server.named("sato+callcenter-app")
    server.key_proved(TERMINAL_KEY, None)
    server.key_proved(SATO_KEY, None)
    server.check_auth_interactive("", "")
    return server.check_auth_interactive_response(["000000"])


def test_R95_openssh_is_told_the_reason_in_a_banner():
    server, world, _ = a_server()
    query = asked_again(server, world)
    assert query.instructions == ""
    assert "The one-time code was not accepted" in server.take_words()
    assert server.take_words() is None


@pytest.mark.parametrize("version", ["SSH-2.0-PuTTY_Release_0.78", "SSH-2.0-dropbear_2022.83", "SSH-2.0-TTSSH"])
def test_R95_others_are_told_the_reason_with_the_question(version):
    server, world, _ = a_server(version)
    query = asked_again(server, world)
    assert "The one-time code was not accepted" in query.instructions
    assert server.take_words() is None


def test_a_name_that_is_none_has_words_to_hang_up_with():
    server, _, _ = a_server()
    server.named("Sato")
    assert isinstance(server._never, Over)
    assert "cannot be used" in (server.over_text() or "")


def test_R02_only_sessions_and_not_many():
    server, _, refused = a_server(channels=CHANNELS_OPEN_MAX - 1)
    assert server.check_channel_request("session", 0) == OPEN_SUCCEEDED
    assert server.check_channel_request("x11", 0) == OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
    server._transport._channels.append(None)
    assert server.check_channel_request("session", 0) == OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
    assert refused == ["x11", "session"]


def test_R02_what_every_client_says_is_refused_without_a_line_in_the_journal():
    server, _, refused = a_server()
    assert server.check_global_request("keepalive@openssh.com", Message()) is False
    assert server.check_global_request("elevation", Message()) is False
    assert refused == ["elevation"]
