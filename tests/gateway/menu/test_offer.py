"""The menu at the door, clients before it and a scripted target behind: what is shown, journalled and opened, in which order."""

import os
import pty
import subprocess
import threading
from dataclasses import replace

import pytest

from gateway.menu.events import Form, Leaving
from gateway.sessions.ending import Ending, EndReason
from gateway.vocabulary.outcome import Text
from tests.gateway.menu.a_menu import ASKED, many, menu_of
from tests.gateway.menu.a_menu_door import AtTheDoor, a_menu_door, own, terminal
from tests.gateway.relay.ssh.a_client import ask, number, string, wait_until
from tests.gateway.relay.ssh.a_target import ME, client_environment, ssh_command


@pytest.fixture
def door():
    with a_menu_door() as made:
        yield made


def test_a_choice_is_journalled_then_decided_then_opened(door):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        assert door.registry.kinds == []
        client.channel.sendall(b"\r")
        client.shows("hello from the target")
        client.channel.sendall(b"bye")
        assert client.status() == 7
    door.registry.ended()
    assert door.registry.kinds[:4] == ["menu.chosen", "access.permitted", "session.opened", "session.started"]
    chosen = door.registry.of("menu.chosen")
    assert (chosen.person, chosen.terminal, chosen.target, chosen.account) == ("P-1", "TM-1", "build-host", ME)
    assert (chosen.form, chosen.order) == (Form.SCREEN, own().id)
    assert door.registry.openings[0].target == "build-host"


def test_R02_nothing_of_the_menu_is_recorded_and_nothing_of_the_target_is_in_the_menu(door):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        assert door.room.recorders == []
        assert door.scripted.accepted == 0
        client.channel.sendall(b"\rbye")
        assert client.status() == 7
    door.registry.ended()
    assert door.recorder.all("o").startswith(b"hello from the target")
    assert door.recorder.all("i") == b"bye"


def test_a_window_changed_in_the_menu_is_the_size_the_target_hears(door):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        ask(client.transport, client.channel, "window-change", number(40) + number(12) + bytes(8), want_reply=False)
        client.shows("Enter 接続  / 絞り込み  ? ヘルプ  q 終了")
        client.channel.sendall(b"\rbye")
        client.status()
    asked = next(one for one in door.scripted.transports[0].asked if one.kind == "pty-req")
    assert asked.fields == terminal(columns=40, rows=12)
    assert (door.room.headers[0].cols, door.room.headers[0].rows) == (40, 12)


def test_a_choice_is_only_a_wish(door):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        door.offers([])  # the order is withdrawn in this moment
        client.channel.sendall(b"\r")
        assert "Access refused." in client.shows("SK-")
        assert client.status() == 254
    assert door.registry.kinds == ["menu.chosen", "access.refused"]
    assert door.scripted.accepted == 0


def test_a_choice_that_cannot_be_journalled_opens_nothing(door):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        door.registry.fails["append"] = OSError("the journal is gone")
        client.channel.sendall(b"\r")
        client.shows("fault of the gateway")
    assert door.registry.openings == []
    assert door.scripted.accepted == 0


def test_leaving_is_journalled_and_no_fault(door):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        client.channel.sendall(b"q")
        client.shows("Left without choosing a target.")
        assert client.status() == 0
    assert door.registry.of("menu.left").reason is Leaving.LEFT


def test_a_client_that_goes_leaves_no_thread(door):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
    wait_until(lambda: "menu.left" in door.registry.kinds)
    assert door.registry.of("menu.left").reason is Leaving.GONE
    wait_until(lambda: not [one for one in threading.enumerate() if one.name.startswith("menu-")])


def test_the_end_of_everything_is_said_and_ends_the_menu(door):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        door.live.end(None, Ending(reason=EndReason.DRAINED, text=Text(ja="停止します", en="stopping now")))
        client.shows("stopping now")
        assert client.status() == 254
    assert door.registry.of("menu.left").reason is Leaving.ENDED
    assert door.live.empty()


def test_a_second_shell_in_the_menu_is_refused(door):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        ask(client.transport, client.channel, "exec", string(b"id"))
        wait_until(lambda: door.refused)
    assert door.registry.openings == []


@pytest.mark.parametrize("term", [b"dumb", b"", b"unknown"])
def test_a_terminal_that_cannot_be_drawn_on_gets_lines(door, term):
    with AtTheDoor(door, term) as client:
        assert "\x1b" not in client.shows("（q で終了、? で説明）")
        client.channel.sendall(b"1\r")
        client.shows("hello")
        client.channel.sendall(b"bye")
        assert client.status() == 7
    assert door.registry.of("menu.chosen").form is Form.PLAIN


def test_a_script_without_a_terminal_answers_and_goes_on(door):
    ran = door.ssh(options=("-T",), input=b"1\nhello bye\n")
    assert ran.returncode == 7
    assert ran.stdout.startswith(b"hello from the target\r\n")
    assert b"<" in ran.stdout
    assert "番号を入力してください".encode() in ran.stderr
    assert door.registry.openings[0].capability == "exec"


def test_a_script_that_does_not_answer(door):
    ran = door.ssh(options=("-T",), input=b"")
    assert ran.returncode == 254
    assert ran.stdout == b""
    assert b"connect as USER+TARGET" in ran.stderr
    assert door.registry.of("menu.left").reason is Leaving.NO_ANSWER


def test_a_command_without_a_target_is_given_the_list_and_nothing_was_refused(door):
    orders, hosts = many(2)
    door.offers([own(), *orders, ASKED], hosts)
    ran = door.ssh("uptime", input=b"")
    assert ran.returncode == 254
    rows = [line.split("\t") for line in ran.stdout.decode().splitlines()]
    assert [row[:3] for row in rows] == [
        ["build-host", ME, "shell"],
        ["host-01", "maint", "shell"],
        ["host-02", "maint", "shell"],
    ]
    assert b"No target was named" in ran.stderr
    assert b"such as sato+build-host" in ran.stderr
    assert b"Columns, between tabs: target, account, access, until, personal data, work order" in ran.stderr
    assert door.registry.of("menu.left").reason is Leaving.LISTED
    assert not [event for event in door.registry.events if event.kind.endswith(".refused")]


def test_nothing_is_offered_that_is_somebody_elses(door):
    door.offers([replace(own(), person_id="P-2")])
    ran = door.ssh(options=("-T",), input=b"1\n")
    assert ran.returncode == 254
    assert b"build-host" not in ran.stdout + ran.stderr
    assert menu_of(replace(own(), person_id="P-2")).choices == ()


def test_openssh_on_a_real_terminal(door):
    near, far = pty.openpty()
    command = [*ssh_command(door.port, "-tt"), f"{ME}@127.0.0.1"]
    environment = {**client_environment(), "TERM": "xterm"}
    process = subprocess.Popen(command, stdin=far, stdout=far, stderr=far, env=environment)
    os.close(far)
    seen = b""
    while "終了".encode() not in seen:
        seen += os.read(near, 4096)
    os.write(near, b"\r")
    while b"hello" not in seen:
        seen += os.read(near, 4096)
    os.write(near, b"bye")
    assert process.wait(10) == 7
    os.close(near)
