import threading
import time

import pytest

from gateway.commands import typist as module
from gateway.commands.keys import Key
from gateway.commands.typist import BURST_LETTERS, Typist
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.commands.test_prompt import Passing
from tests.gateway.menu.a_client import Running, two_ends
from tests.gateway.relay.ssh.a_client import wait_until


class Guarded(Passing):
    """Holds back a `~` until something follows it, or nothing does."""

    def __init__(self):
        self.held, self.kept = b"", b""

    @property
    def holds(self):
        return bool(self.held)

    def typed(self, data):
        if data == b"!":
            raise GatewayFault("the disk is full")
        whole, self.held = self.held + data, b""
        if whole.endswith(b"~"):
            whole, self.held = whole[:-1], b"~"
        self.kept += whole
        return whole

    def idle(self):
        held, self.held = self.held, b""
        self.kept += held
        return held


@pytest.fixture
def typing():
    with two_ends() as ends:
        typist = Typist(ends.client.channel, Guarded(), SystemClock())
        typist.running = Running(typist.run)
        typist.person = ends.person
        yield typist


def test_keys_in_order_and_the_end(typing):
    typing.person.sendall(b"a\x1b[A\r")
    assert [typing.wait() for _ in range(3)] == ["a", Key.UP, Key.ENTER]
    assert typing.take() is None
    typing.person.shutdown_write()
    assert typing.wait() is None
    assert typing.over
    assert typing.typed_bytes == 5
    typing.running.result()


def test_pauses_let_go_what_guard_and_reader_hold_back(typing):
    typing.person.sendall(b"a~")
    assert [typing.wait(), typing.wait()] == ["a", "~"]
    typing.person.sendall(b"\x1b")
    assert typing.wait() is Key.ESCAPE


def test_ctrl_c_is_heard_before_the_keys_that_wait(typing):
    heard, cancelled = threading.Event(), threading.Event()
    typing.listen(heard.set, cancelled=cancelled.set)
    typing.person.sendall(b"abc\x03d")
    assert cancelled.wait(5)
    assert heard.wait(5)
    wait_until(lambda: not typing.over)
    assert [typing.wait() for _ in range(4)] == ["a", "b", "c", "d"]
    typing.listen(lambda: None)
    typing.person.sendall(b"\x03")
    assert typing.wait() is Key.CANCEL


def test_a_client_that_sends_faster_waits_and_loses_nothing(typing, monkeypatch):
    monkeypatch.setattr(module, "KEYS_MAX", 100)
    typing.person.sendall(b"x" * 20_000)
    time.sleep(0.1)
    assert typing.typed_bytes <= 100 + module.READ_BYTES
    assert [typing.wait() for _ in range(20_000)] == ["x"] * 20_000


def test_a_burst_of_letters_is_one_string(typing):
    typing.person.sendall(b"y" * (BURST_LETTERS - 1) + b"\r")
    wait_until(lambda: typing.typed_bytes == BURST_LETTERS)
    time.sleep(0.05)
    assert typing.burst() == ""
    typing.person.sendall(b"z" * BURST_LETTERS)
    while typing.wait() is not Key.ENTER:
        pass
    time.sleep(0.1)
    assert typing.burst() == "z" * BURST_LETTERS
    typing.person.sendall(b"\r\r\ra")
    time.sleep(0.1)
    typing.skip(Key.ENTER)
    assert typing.wait() == "a"


def test_a_guard_that_fails_ends_it(typing):
    typing.person.sendall(b"!")
    with pytest.raises(GatewayFault):
        typing.running.result()
    assert typing.wait() is None
