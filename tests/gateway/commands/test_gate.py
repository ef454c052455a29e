"""The gate as a carrier: from the shell request to the end, over a real door and a real sshd. How it looks is in tests/walks."""

import time
from datetime import timedelta

import pytest

from gateway.sessions import live
from gateway.sessions.ending import Ending, EndReason
from gateway.vocabulary.outcome import GatewayFault, Text
from tests.gateway.authorization.a_request import an_order
from tests.gateway.commands.a_gate_door import PROMPT, AtTheGate, a_gate_door
from tests.gateway.relay.ssh.a_client import wait_until

CUT = Ending(reason=EndReason.CUT, text=Text(ja="切断", en="A supervisor cut the session."))


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with a_gate_door(tmp_path_factory.mktemp("gate")) as door:
        yield door


@pytest.fixture
def door(shared):
    shared.registry.events.clear()
    shared.registry.ends.clear()
    shared.clock.moved = timedelta(0)
    yield shared
    wait_until(shared.gone)


def test_R02_listed_commands_run_and_nothing_else_is_asked_of_the_target(door):
    with AtTheGate(door) as gate:
        assert "tail of" not in gate.run("tail app.log lines=2", "line 299 山田", "line 300 山田", "exit status 0")
        gate.enter("exit")
        assert gate.status() == 0
    assert door.registry.ended()[1] == "left"
    kinds = [kind for kind in door.registry.kinds if kind.startswith("command.")]
    assert kinds == ["command.looked_up", "command.run", "command.ended"]
    assert door.registry.of("command.run").vector == ("tail", "--lines=2")
    ended = door.registry.of("session.ended")
    assert ended.shown_bytes == len("line 299 山田\nline 300 山田\n".encode())
    assert ended.typed_bytes == len("tail app.log lines=2\rexit\r")


def test_R37_what_was_typed_and_what_was_painted_is_recorded_as_the_person_saw_it(door):
    with AtTheGate(door) as gate:
        gate.run("tail app.log lines=1", "line 300")
        gate.enter("exit")
        gate.status()
        gate.ends()
        assert door.recorder.all("o") == gate.seen
        assert door.recorder.all("i") == b"tail app.log lines=1\rexit\r"
        assert door.recorder.all("x") == b"0"


def test_R12_a_refused_line_is_journalled_and_says_whom_to_ask(door):
    with AtTheGate(door) as gate:
        gate.run("cat /etc/passwd | sh", "There is no shell")
        gate.run("reboot", "ask the")
        gate.type(b"\x04")
        assert gate.status() == 0
    refused = [event for event in door.registry.events if event.kind == "command.refused"]
    assert [event.line for event in refused] == ["cat /etc/passwd | sh", "reboot"]
    assert "command.run" not in door.registry.kinds


def test_what_is_refused_is_said_in_the_chosen_language_alone(door):
    with AtTheGate(door) as gate:
        assert "アカウント管理者" not in gate.run("reboot", "account administrator")
        gate.run("lang ja", "日本語で表示します")
        assert "administrator" not in gate.run("reboot", "アカウント管理者")
        gate.enter("exit")
        gate.status()


def test_a_name_that_is_not_there_says_where_it_was_looked_for(door):
    with AtTheGate(door, columns=200) as gate:
        gate.run("tail app.lgo", "no such file", f"Looked for: {door.folder}/log/app.lgo")
        gate.enter("exit")
        gate.status()


def test_R37_a_line_that_cannot_be_journalled_ends_the_session(door):
    with AtTheGate(door) as gate:
        door.registry.fails["append"] = GatewayFault("the journal is full")
        try:
            gate.enter("tail app.log lines=1")
            assert "line 300" not in gate.ends()
        finally:
            door.registry.fails.clear()
    assert door.registry.ended()[1] == EndReason.GATEWAY_FAULT


@pytest.mark.parametrize("busy", ["prompt", "pager", "follow", "plain", "area"])
def test_R23_a_cut_ends_it_whatever_is_shown(door, busy):
    with AtTheGate(door, term=b"dumb" if busy == "plain" else b"xterm") as gate:
        match busy:
            case "pager":
                gate.enter("view app.log")
                gate.shows("lines 1-23")
            case "follow":
                gate.enter("tail app.log lines=1 follow")
                gate.shows("line 300")
            case "area":
                gate.enter("config edit queues.conf")
                gate.shows("agents = 12")
        began = time.monotonic()
        door.live.end(None, CUT)
        assert gate.ends().endswith("切断\r\nA supervisor cut the session.\r\n")
        assert time.monotonic() - began < 2
        assert gate.seen.count(b"\x1b[?1049h") == gate.seen.count(b"\x1b[?1049l")
    assert door.registry.ended()[1] == "cut"
    door.live._all = None


def test_R23_the_end_of_the_window_is_warned_of_at_the_prompt_and_cuts(door, monkeypatch):
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.05)
    with AtTheGate(door) as gate:
        door.clock.moved = an_order().ends_at - door.clock.now() - timedelta(seconds=299)
        gate.shows("5 minutes of the work window remain", PROMPT)
        door.clock.moved += timedelta(seconds=300)
        assert "The work window is over" in gate.ends()
    assert door.registry.ended()[1] == "window-over"


def test_R37_a_recorder_that_fails_ends_it_at_once_while_nothing_is_shown(door):
    with AtTheGate(door) as gate:
        began = time.monotonic()
        door.recorder.fail()
        assert "can no longer be recorded" in gate.ends()
        assert time.monotonic() - began < 2
    assert door.registry.ended()[1] == EndReason.NOT_RECORDED


def test_a_target_that_goes_ends_it_at_the_prompt(door):
    with AtTheGate(door) as gate:
        door.sshd.kill()
        assert "connection to the target broke" in gate.ends()
    assert door.registry.ended()[1] == EndReason.TARGET_FAULT


@pytest.mark.parametrize("line", ["tail app.log lines=1 follow", "view app.log", ""])
def test_a_client_that_goes_leaves_nothing_running(door, line):
    with AtTheGate(door) as gate:
        gate.enter(line)
        if line:
            gate.shows("line ")
    assert door.registry.ended()[1] == "left"
    wait_until(lambda: "tail" not in line or door.registry.of("command.ended").cut is not None)


def test_half_closed_after_the_last_line_ends_with_the_last_command(door):
    with AtTheGate(door, term=b"dumb") as gate:
        gate.type("tail app.log lines=1\ntail app.log lines=1\n")
        gate.channel.shutdown_write()
        assert gate.status() == 0
        assert gate.ends().count("line 300 山田") == 2


def test_a_shell_without_a_terminal_is_refused_in_words(door):
    ran = door.ssh(options=("-T",), input=b"uptime\n")
    assert b"SK-303" in ran.stderr
    assert ran.returncode == 254


def test_further_requests_are_refused_and_heard(door):
    with AtTheGate(door) as gate:
        gate.resize(100, 30)
        door.refused.clear()
        assert not gate.transport.ask(gate.channel, [_exec(b"id")])
        wait_until(lambda: door.refused == ["exec"])
        gate.run("uptime", "exit status")
        assert b"100x30" in door.recorder.all("r")


def _exec(command):
    from gateway.relay.ssh.messages import ChannelRequest
    from tests.gateway.relay.ssh.a_client import string

    return ChannelRequest("exec", want_reply=True, fields=string(command))
