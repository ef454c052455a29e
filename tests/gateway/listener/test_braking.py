"""The brake over a real client and a target behind: words, bell, title, and the way out."""

import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from gateway.guards.verdict import Freeze, Pause, Why
from gateway.listener import braking
from gateway.listener.braking import banner
from gateway.menu.cells import width
from gateway.relay import brake as brakes
from gateway.relay import thrown_away
from gateway.relay.ports import Count
from gateway.sessions.standing import Course
from gateway.sessions.texts import frozen
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.listener.an_open_door import scripted
from tests.gateway.relay.a_braked_session import AMeter, a_hold
from tests.gateway.relay.ssh.a_client import read_until, wait_until
from tests.gateway.relay.ssh.a_target import client_environment

TERMINAL = ("-tt",)
FREEZE = Freeze(why=Why.PEOPLE, used=21, limit=20)


def prints_and_listens(conversation):
    """One row, then whatever is typed comes back in brackets, on lines of its own, until the connection ends."""
    conversation.begin()
    conversation.say(conversation.data(b"row of a customer\r\n"))
    while data := conversation.channel.recv(1024):
        conversation.say(conversation.data(b"[" + data.strip() + b"]\r\n"))


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(brakes, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(brakes, "READ_SECONDS", 0.0)
    monkeypatch.setattr(thrown_away, "BURST_SECONDS", 0.0)


@contextmanager
def a_braked_door(*says, script=prints_and_listens):
    meter = AMeter()
    meter.says = list(says)
    with scripted(script) as door:
        door.around = replace(door.around, meter=lambda _: meter)
        door.meter = meter
        yield door


def on(door, term):
    return door.popen(options=TERMINAL, env=client_environment(TERM=term))


def heard(client, words):
    """What is said until these words were, wherever their lines end."""
    said = b""
    while words not in b" ".join(said.split()):
        said += read_until(client.stdout, words.split()[-1])
    return said


def release(door):
    door.registry.hold = None
    door.live.look(door.registry.openings[-1].id)


def type_in(client, data):
    client.stdin.write(data)
    client.stdin.flush()


def test_R07_a_frozen_session_says_why_rings_and_goes_on_by_a_supervisors_word():
    with a_braked_door(FREEZE) as door, door.popen(options=TERMINAL) as client:
        told = heard(client, b"15 minutes otherwise.")
        assert "表示した人数が上限に達しました（次の表示で21／20）".encode() in b"".join(told.split())
        assert "管理監督者に警報を送りました".encode() in b"".join(told.split())
        assert max(width(line) for line in told.decode().split("\r\n")) < 80, "no terminal breaks a word of it"
        assert b"row of a customer" not in told
        door.registry.hold = a_hold(Why.PEOPLE)
        type_in(client, b"\x03")
        assert b"row of a customer" not in read_until(client.stdout, b"\a")
        release(door)
        shown = read_until(client.stdout, b"row of a customer")
        assert b"\x03" not in door.recorder.all("i")
        if b"let the session go on." not in shown:
            heard(client, b"let the session go on.")
        type_in(client, b"id\r")
        read_until(client.stdout, b"[id]")
        assert [stop[0] for stop in door.registry.stops] == [Course.FROZEN, Course.RUNNING]
        client.terminate()
        assert door.registry.ended()[1] == "left"


def test_a_pause_says_so_and_any_key_goes_on_which_reaches_nobody():
    with a_braked_door(Pause(why=Why.NOVEL, so_far=3)) as door, door.popen(options=TERMINAL) as client:
        told = heard(client, b"have been alerted.")
        assert "一時停止（3 回目）".encode() in told
        type_in(client, b"x")
        read_until(client.stdout, b"row of a customer")
        type_in(client, b"y")
        assert b"x" not in read_until(client.stdout, b"[y]")
        client.terminate()
        assert [stop[0] for stop in door.registry.stops] == [Course.PAUSED, Course.RUNNING]


def test_a_frozen_persons_new_session_begins_frozen():
    with a_braked_door() as door:
        door.registry.hold = a_hold(Why.ELSEWHERE)
        with door.popen(options=TERMINAL) as client:
            told = heard(client, b"15 minutes otherwise.")
            assert b"another session of yours" in b" ".join(told.split())
            time.sleep(0.2)
            assert b"row of a customer" not in door.recorder.all("o")
            release(door)
            read_until(client.stdout, b"row of a customer")
            client.terminate()


def test_nobody_comes_and_the_session_ends(monkeypatch):
    made = brakes.Brake
    monkeypatch.setattr(braking, "Brake", lambda **parts: made(**parts, frozen_seconds=0.3))
    with a_braked_door(FREEZE) as door:
        door.registry.hold = None
        with door.popen(options=TERMINAL) as client:
            began = time.monotonic()
            door.registry.hold = a_hold(Why.PEOPLE)
            shown = heard(client, b"sessions begin frozen.")
            assert time.monotonic() - began < 3 * 3
            assert b"row of a customer" not in shown
            assert door.registry.ended()[1] == "frozen"
            assert b"row of a customer" not in door.recorder.all("o")


def test_a_meter_that_fails_ends_the_session_without_a_row():
    with a_braked_door(RuntimeError("a bug")) as door, door.popen(options=TERMINAL) as client:
        shown = client.stdout.read()
        assert b"row of a customer" not in shown
        assert door.registry.ended()[1] == "gateway-fault"


def test_a_freeze_that_cannot_be_journalled_ends_the_session_without_a_row():
    with a_braked_door(FREEZE) as door:
        door.registry.fails = {"stopped frozen": GatewayFault("gone")}
        with door.popen(options=TERMINAL) as client:
            assert b"row of a customer" not in client.stdout.read()
            assert door.registry.ended()[1] != ""


def test_the_count_is_in_the_title_and_the_warning_is_said_once():
    with a_braked_door() as door:
        door.meter.counts = Count(used=18, cap=20, near=True)
        with on(door, "xterm-256color") as client:
            shown = heard(client, b"until a supervisor lets it go on.")
            if b"\x1b]2;" not in shown:
                shown += read_until(client.stdout, b"\x1b]2;")
            wait_until(lambda: "\x1b]2;閲覧件数 18／20\a".encode() in door.recorder.all("o"))
            client.terminate()


def test_a_terminal_without_a_title_gets_none():
    with a_braked_door() as door:
        door.meter.counts = Count(used=18, cap=20, near=False)
        with on(door, "linux") as client:
            read_until(client.stdout, b"row of a customer")
            time.sleep(0.1)
            client.terminate()
            assert b"\x1b]2;" not in door.recorder.all("o")


def test_what_a_program_reads_is_not_metered():
    with a_braked_door(FREEZE) as door:
        client = door.popen("who")
        assert heard(client, b"row of a customer")
        assert not door.meter.judged
        client.kill()


def test_a_command_without_a_terminal_is_frozen_too_and_gets_no_bell():
    with a_braked_door() as door:
        door.registry.hold = a_hold(Why.SUPERVISOR)
        client = door.popen("report")
        try:
            read_until(client.stderr, b"otherwise.")
            type_in(client, b"\x03")
            time.sleep(0.2)
            assert b"\a" not in door.recorder.all("o")
            release(door)
            assert b"row of a customer" in read_until(client.stdout, b"customer")
        finally:
            client.terminate()
            client.wait(10)


def test_the_words_on_a_full_screen_programs_picture_leave_cursor_and_colours_alone():
    painted = banner(frozen(Why.VOLUME, 5, 5, None, "S-1"), 40).decode()
    assert painted.startswith("\a\x1b7\x1b[?6l\x1b(B\x1b[1;1H\x1b[0;7m\x1b[2K")
    assert painted.endswith("\x1b[0m\x1b8")
    assert "\n" not in painted
