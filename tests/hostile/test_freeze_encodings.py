"""Targets that speak EUC-JP and CP932, a shell and a single command on a terminal: masked, counted and frozen all the same."""

import re
import secrets
import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest

from gateway.disclosure.shell_asking import ShellStopped, ShellTaken
from gateway.guards.metering import ShellMeter
from gateway.guards.verdict import Why
from gateway.relay import brake as brakes
from gateway.relay.shell_counting import ShellCounter
from gateway.sessions.standing import Course
from gateway.vocabulary.target import Encoding
from tests.gateway.listener.an_open_door import an_open_door
from tests.gateway.registrar.a_shell import Keeper
from tests.gateway.registrar.scene import POLICY_BUDGETS
from tests.gateway.relay.a_braked_session import a_hold
from tests.gateway.relay.ssh.a_client import read_until, wait_until
from tests.gateway.relay.ssh.a_scripted_target import a_scripted_target
from tests.gateway.relay.ssh.a_target import client_environment

PEOPLE = 30
CAP = 20
TYPED = "一覧を表示する\r"


class Register:
    """Lets CAP people pass, and then as many more as a release lets."""

    def __init__(self):
        self.cap, self.people = CAP, set()

    def take_shell(self, session, *, people=(), stops=None, **_):
        assert stops is None, stops
        after = self.people | {each[0] for each in people}
        if len(after) > self.cap:
            return ShellStopped(why=Why.PEOPLE, used=len(after), limit=self.cap)
        self.people = after
        return ShellTaken(used=len(after), cap=self.cap, warned=False)


class Target:
    """Prints a list of people in its encoding, a few bytes at a time, and keeps what is typed."""

    def __init__(self, encoding, size):
        self.encoding, self.size, self.got = encoding.value, size, b""

    def __call__(self, conversation):
        conversation.begin()
        threading.Thread(target=self._prints, args=(conversation,), daemon=True).start()
        while data := conversation.channel.recv(1024):
            self.got += data

    def _prints(self, conversation):
        rows = (f"顧客{number} 氏名 山田 太郎 電話 090-1234-5{number}\r\n" for number in range(100, 100 + PEOPLE))
        said = "".join(rows).encode(self.encoding) + "以上です\r\n".encode(self.encoding)
        for at in range(0, len(said), self.size):
            conversation.channel.sendall(said[at : at + self.size])


@contextmanager
def a_door(encoding, size):
    target, register = Target(encoding, size), Register()
    with a_scripted_target(target) as scripted:
        registered = replace(scripted.target(), encoding=encoding)
        with an_open_door(registered, scripted.keeper) as door:
            counter = ShellCounter(
                session="S-1",
                clients=("C-01",),
                warn_percent=80,
                meter=ShellMeter(POLICY_BUDGETS.shell.default, secrets.token_bytes(32)),
                register=register,
                digests=Keeper(),
            )
            door.around = replace(door.around, meter=lambda _: counter)
            yield door, target, register


@pytest.mark.parametrize("command", [(), ("report",)], ids=["shell", "command"])
@pytest.mark.parametrize("encoding", list(Encoding))
@pytest.mark.parametrize("size", [1, 7, 4096])
def test_R07_twenty_people_are_shown_masked_in_any_encoding_and_the_next_freezes(encoding, size, command, monkeypatch):
    monkeypatch.setattr(brakes, "LOOK_SECONDS", 0.02)
    environment = client_environment(TERM="xterm-256color")
    with a_door(encoding, size) as (door, target, register):
        client = door.popen(*command, options=("-tt",), env=environment)
        try:
            shown = read_until(client.stdout, b"otherwise.").decode()  # strictly: a terminal gets valid UTF-8
            assert re.search("（次の表示で(2[1-9]|30)／20）", "".join(shown.split()))
            assert 0 < shown.count("***-****-****") == len(register.people) <= CAP
            assert "氏名 ＊＊ ＊＊ 電話" in shown
            assert [stop[0] for stop in door.registry.stops] == [Course.FROZEN]
            door.registry.hold = a_hold(Why.PEOPLE)
            type_in(client, "x\r")
            read_until(client.stdout, b"\a")
            assert target.got == b""
            register.cap += CAP
            door.registry.hold = None
            door.live.look(door.registry.openings[-1].id)
            rest = read_until(client.stdout, "以上です".encode()).decode()
            assert (shown + rest).count("***-****-****") == PEOPLE
            type_in(client, TYPED)
            wait_until(lambda: target.got == TYPED.encode(encoding.value))
        finally:
            client.terminate()
            client.wait(10)
        assert "090-1234" not in shown + rest + door.recorder.all("o").decode()


def type_in(client, text):
    client.stdin.write(text.encode())
    client.stdin.flush()
