"""A channel before its session runs, with real clients and a target that writes down what it is asked."""

import pytest

from gateway.listener.channel import REFUSED_STATUS
from tests.gateway.authorization.a_request import a_target
from tests.gateway.listener.an_open_door import an_open_door, scripted
from tests.gateway.relay.ssh.a_client import a_client, ask, number, string
from tests.gateway.relay.ssh.a_target import ME, AKeeper


def quick(conversation):
    conversation.begin()
    conversation.together(conversation.status(0), conversation.eof(), conversation.close())


@pytest.fixture
def door():
    with scripted(quick) as made:
        yield made


def asked(door):
    door.registry.ended()
    return [request.kind for request in door.scripted.transports[0].asked]


def test_R02_a_shell_without_a_terminal_is_refused_in_words(door):
    ran = door.ssh(options=("-T",), input=b"id\n")
    assert b"not available through the gateway" in ran.stderr
    assert door.refused == ["shell"]
    assert door.scripted.accepted == 0


@pytest.mark.parametrize("name", ["sftp", "netconf"])
def test_R02_subsystems_are_refused_in_words(door, name):
    ran = door.ssh(name, options=("-s",))
    assert ran.returncode != 0
    assert b"not available through the gateway" in ran.stderr
    assert door.scripted.accepted == 0


def test_R02_agent_and_x11_are_refused_and_the_session_goes_on(door):
    ran = door.ssh("true", options=("-A",), environment={"SSH_AUTH_SOCK": "/nonexistent"})
    assert ran.returncode == 0
    assert "auth-agent-req@openssh.com" not in asked(door)


def test_R02_only_named_variables_reach_the_target(door):
    send = tuple(word for name in ("LANG", "LC_ALL", "LD_PRELOAD", "PATH") for word in ("-o", f"SendEnv={name}"))
    door.ssh("true", options=send, environment={"LC_ALL": "ja_JP.eucJP", "LD_PRELOAD": ""})
    door.registry.ended()
    named = [request.fields for request in door.scripted.transports[0].asked if request.kind == "env"]
    assert sorted(fields[4:].split(b"\x00")[0] for fields in named) == [b"LANG", b"LC_ALL"]
    assert string(b"LC_ALL") + string(b"ja_JP.eucJP") in named


def test_a_window_change_before_the_target_is_there_is_not_lost(door):
    transport, channel = a_client(door)
    ask(
        transport,
        channel,
        "pty-req",
        string(b"xterm") + number(80) + number(24) + number(0) + number(0) + string(b"\x00"),
    )
    ask(transport, channel, "window-change", number(132) + number(50) + number(0) + number(0), want_reply=False)
    ask(transport, channel, "exec", string(b"x"))
    door.registry.ended()
    fields = next(request.fields for request in door.scripted.transports[0].asked if request.kind == "pty-req")
    assert fields[9:17] == number(132) + number(50)
    assert (door.room.headers[0].cols, door.room.headers[0].rows) == (132, 50)
    transport.close()


def test_R95_a_refusal_is_said_and_has_its_own_status():
    with an_open_door(a_target(accounts=(ME,)), AKeeper()) as door:
        ran = door.ssh("true")
    assert ran.returncode == REFUSED_STATUS
    assert ran.stdout == b""
    assert ran.stderr.decode().strip()
    assert door.registry.kinds == ["access.refused"]
