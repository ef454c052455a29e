"""A channel before its session runs, with real clients and a target that writes down what it is asked."""

import socket
from contextlib import contextmanager

import pytest

from gateway.listener.channel import REFUSED_STATUS
from gateway.relay.ssh.messages import ChannelRequest, request_message
from gateway.relay.ssh.transport import OrderedTransport
from tests.gateway.authorization.a_request import a_target
from tests.gateway.listener.an_open_door import an_open_door, scripted
from tests.gateway.relay.ssh.a_client import a_client, ask, number, string, wait_until
from tests.gateway.relay.ssh.a_target import ME, AKeeper

PTY = string(b"xterm") + number(80) + number(24) + number(0) + number(0) + string(b"\x00")


@contextmanager
def a_client_session(door):
    transport, channel = a_client(door)
    channel.settimeout(10)
    try:
        yield transport, channel
    finally:
        transport.close()


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


def test_a_shell_without_a_terminal_is_decided_as_a_command(door):
    assert door.ssh(options=("-T",), input=b"id\n").returncode == 0
    assert "shell" in asked(door)
    assert door.registry.openings[0].capability == "exec"
    with an_open_door(a_target(accounts=(ME,)), AKeeper()) as closed:
        ran = closed.ssh(options=("-T",), input=b"id\n")
        assert ran.returncode == REFUSED_STATUS
        assert b"not run on callcenter-app" in ran.stderr
        assert "SK-303" in closed.registry.of("access.refused").rules


@pytest.mark.parametrize("name", ["netconf", "sftp2", "SFTP", "/usr/lib/openssh/sftp-server", "sftp ", ""])
def test_R02_subsystems_are_refused_in_words(door, name):
    with a_client_session(door) as (transport, channel):
        assert ask(transport, channel, "subsystem", string(name.encode()))
        assert b"not available through the gateway" in channel.recv_stderr(1000)
    assert door.refused == ["subsystem"]
    assert door.scripted.accepted == 0


def test_R10_sftp_is_an_upload_and_refused_where_personal_data_are():
    with an_open_door(a_target(accounts=(ME,)), AKeeper()) as door:
        ran = door.ssh("sftp", options=("-s",))
        assert ran.returncode == REFUSED_STATUS
        assert b"No files are taken in by callcenter-app" in ran.stderr
        assert "SK-304" in door.registry.of("access.refused").rules
        assert door.registry.of("access.refused").capability == "upload"


@pytest.mark.parametrize(
    "command", ["scp -t .", "rsync --server .", "git-upload-pack 'x'", "/usr/lib/openssh/sftp-server"]
)
def test_R10_programs_that_carry_files_are_refused_by_name(door, command):
    ran = door.ssh(command)
    assert ran.returncode == REFUSED_STATUS
    assert b"Commands that transfer files" in ran.stderr
    assert "ファイル転送のコマンド".encode() in ran.stderr
    assert len(door.refused) == 1
    assert door.refused[0].startswith("exec ")
    assert door.scripted.accepted == 0


@pytest.mark.parametrize(
    "kind, fields",
    [
        ("exec", string(b"id\x00scp -t .")),
        ("exec", number(100) + b"id"),
        ("exec", string(b"id") + b"x"),
        ("exec", b""),
        ("shell", b"x"),
        ("subsystem", string(b"sftp") + string(b"more")),
        ("subsystem", number(0xFFFFFFFF) + b"sftp"),
    ],
)
def test_R02_what_two_readers_could_read_differently_is_refused(door, kind, fields):
    with a_client_session(door) as (transport, channel):
        assert ask(transport, channel, kind, fields)
        assert b"not available through the gateway" in channel.recv_stderr(1000)
        assert door.refused == [kind]
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
    assert door.refused == ["env", "env"]


@pytest.mark.parametrize(
    "fields",
    [
        string(b"LD_PRELOAD") + string(b"/tmp/x.so"),
        string(b"BASH_ENV") + string(b"/tmp/x"),
        string(b"LC_ALL=x") + string(b"y"),
        string(b"LC_\n") + string(b"y"),
        string(b"LC_\x00LD_PRELOAD") + string(b"y"),
        string(b"LC_" + b"X" * 100) + string(b"y"),
        string(b"lc_all") + string(b"y"),
        string("LC_日本".encode()) + string(b"y"),
        string(b"") + string(b"y"),
        string(b"LC_X") + string(b"() { :; }; id"),
        string(b"LC_X") + string(b"a\x1b]52;c;eA==\x07"),
        string(b"LC_X") + string(b"a\nb"),
        string(b"LC_X") + string(b"a\x00b"),
        string(b"LC_X") + string(b"x" * 257),
        string(b"LC_X") + string(b"x" * 60_000),
        string(b"LC_X") + string(b"y") + b"more",
        string(b"LC_X"),
        number(0xFFFFFFFF),
    ],
)
def test_R02_an_environment_of_another_kind_is_refused_and_told(door, fields):
    with a_client_session(door) as (transport, channel):
        assert ask(transport, channel, "env", string(b"LC_TIME") + string(b"ja_JP.UTF-8"))
        assert ask(transport, channel, "env", fields) is False
        assert ask(transport, channel, "exec", string(b"x"))
        assert [request.kind for request in door.scripted.transports[0].asked] == ["env", "exec"]
    assert door.refused == ["env"]


@pytest.mark.parametrize(
    "fields",
    [
        PTY[:-1],
        PTY + b"x",
        string(b"xterm\n") + PTY[9:],
        string(b"\x1b[31m") + PTY[9:],
        string(b"x" * 65) + PTY[9:],
        string("端末".encode()) + PTY[9:],
        PTY[:-5] + string(b"\x00" * 1025),
        b"",
    ],
)
def test_R02_a_terminal_of_another_kind_is_refused(door, fields):
    with a_client_session(door) as (transport, channel):
        assert ask(transport, channel, "pty-req", fields) is False
        assert ask(transport, channel, "pty-req", PTY)
        assert ask(transport, channel, "pty-req", PTY) is False
    assert door.refused == ["pty-req", "pty-req"]


def test_a_client_that_shuts_its_window_is_not_waited_for(door, monkeypatch):
    monkeypatch.setattr("gateway.listener.channel.SPEAK_SECONDS", 0.2)
    transport = OrderedTransport(socket.create_connection(("127.0.0.1", door.port)))
    transport.start_client(timeout=10)
    transport.auth_none("sato")
    channel = transport.open_channel("session", window_size=0, max_packet_size=32768, timeout=10)
    transport._channels.get(channel.chanid).in_window_size = 0
    assert ask(transport, channel, "subsystem", string(b"netconf"))
    wait_until(lambda: channel.closed)
    transport.close()


def test_what_is_asked_after_the_refusal_starts_nothing(door):
    with a_client_session(door) as (transport, channel):
        for kind in ("subsystem", "exec", "shell"):
            transport._send_user_message(
                request_message(
                    channel, ChannelRequest(kind, want_reply=True, fields=string(b"x") if kind != "shell" else b"")
                )
            )
        wait_until(lambda: channel.closed)
    wait_until(lambda: not door.workers[0].is_alive())
    assert door.scripted.accepted == 0
    assert door.refused[0] == "subsystem"


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


def test_R37_a_command_stands_in_the_recording_whole(door):
    command = "echo 日本語 " + "x" * 1000
    door.ssh(command)
    door.registry.ended()
    labels = [data.decode() for code, data in door.recorder.kept if code == "m"]
    assert "".join(label.removeprefix("command: ") for label in labels) == command
    assert all(len(label.encode()) <= 1024 for label in labels)
    assert door.recorder.all("i") == b""
