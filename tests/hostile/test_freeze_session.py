"""A person, a client and a target who do what they can to see or send something while a session is frozen."""

import os
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paramiko import SSHException

from gateway.guards.stage import Passed
from gateway.guards.verdict import PROCEED, Freeze, Pause, Why
from gateway.menu.cells import width
from gateway.relay import brake as brakes
from gateway.relay import thrown_away
from gateway.relay.stops import Stands
from gateway.sessions import live
from gateway.sessions.ending import Ending, EndReason
from gateway.sessions.standing import Course
from tests.gateway.listener.an_open_door import scripted
from tests.gateway.relay.a_braked_session import AMeter, Scene, a_hold, until
from tests.gateway.relay.ssh.a_client import a_client, ask, number, read_until, string, wait_until

FREEZE = Freeze(why=Why.PEOPLE, used=21, limit=20)
WORDS = b"otherwise."
CUT_SECONDS = 2.0  # R-42; asserted with a margin of three
PTY = string(b"xterm") + number(80) + number(24) + number(0) + number(0) + string(b"")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(brakes, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(brakes, "READ_SECONDS", 0.0)
    monkeypatch.setattr(thrown_away, "BURST_SECONDS", 0.0)


class Target:
    """Floods once it was told to, and keeps what reaches it."""

    def __init__(self):
        self.got, self.sent = b"", 0
        self.flood = threading.Event()
        self.conversation = None

    @property
    def asked(self):
        """The requests of the channel; none where the target was not dialled."""
        return [] if self.conversation is None else self.conversation.transport.asked

    def __call__(self, conversation):
        self.conversation = conversation
        conversation.begin()
        conversation.say(conversation.data(b"row of a customer\n"))
        threading.Thread(target=self._flood, daemon=True).start()
        while data := conversation.channel.recv(65536):
            self.got += data

    def _flood(self):
        self.flood.wait(30)
        piece = b"further rows of customers\n" * 1000
        try:
            while self.flood.is_set():
                self.conversation.channel.sendall(piece)
                self.sent += len(piece)
        except (OSError, EOFError, SSHException):
            return


@contextmanager
def a_frozen_session():
    """A raw client whose session is frozen before its first row; (door, target, transport, channel)."""
    meter, target = AMeter(), Target()
    meter.says = [FREEZE]
    with scripted(target) as door:
        door.registry.hold = None
        door.around = replace(door.around, meter=lambda _: meter)
        transport, channel = a_client(door)
        try:
            assert ask(transport, channel, "pty-req", PTY)
            assert ask(transport, channel, "shell", b"")
            words = receive_until(channel, WORDS)
            assert b"row of a customer" not in words
            door.registry.hold = a_hold(Why.PEOPLE)
            yield door, target, transport, channel
        finally:
            target.flood.clear()
            transport.close()


def receive_until(channel, words):
    channel.settimeout(10)
    got = b""
    while words not in got:
        data = channel.recv(4096)
        assert data, got
        got += data
    return got


def drained(channel, seconds=0.3):
    """Everything that comes within so long."""
    got, channel_timeout = b"", time.monotonic() + seconds
    while time.monotonic() < channel_timeout:
        if channel.recv_ready():
            got += channel.recv(65536)
        time.sleep(0.01)
    return got


def release(door):
    door.registry.hold = None
    door.live.look(door.registry.openings[-1].id)


def test_R07_what_a_flooding_target_says_stays_there_and_costs_no_memory():
    with a_frozen_session() as (_, target, _, channel):
        target.flood.set()
        wait_until(lambda: target.sent > 0)
        sizes = []
        for _ in range(4):
            time.sleep(0.2)
            sizes.append(target.sent)
        assert sizes[-1] == sizes[-2], "it is still being read"
        assert sizes[-1] < 8 * 1024 * 1024
        assert drained(channel) == b""


def test_R07_nothing_typed_gets_anywhere_not_even_megabytes_of_it():
    with a_frozen_session() as (door, target, transport, channel):
        for control in (b"\x03", b"\x1c", b"\x1a", b"\x04", b"\r", b"\x1b[A", b"\x1b[200~cat customers\r\x1b[201~"):
            channel.sendall(control)
        for _ in range(100):
            channel.sendall(b"y" * 32768)
        ask(transport, channel, "window-change", number(100) + number(30) + number(0) + number(0), want_reply=False)
        time.sleep(0.3)
        assert target.got == b""
        assert set(drained(channel)) <= set(b"\a")
        assert door.recorder.all("i") == b""
        release(door)
        receive_until(channel, b"row of a customer")
        channel.sendall(b"id\r")
        wait_until(lambda: target.got == b"id\r")
        discarded = door.registry.stops[-1][2]
        assert discarded > 100 * 32768 - 1


@pytest.mark.parametrize("signal", [b"INT", b"QUIT", b"KILL", b"TERM", b"HUP", b"USR1"])
def test_R07_a_signal_that_is_not_typed_is_no_way_round(signal):
    with a_frozen_session() as (door, target, transport, channel):
        ask(transport, channel, "signal", string(signal), want_reply=False)
        time.sleep(0.1)
        assert "signal" not in [request.kind for request in target.conversation.transport.asked]
        release(door)
        receive_until(channel, b"row of a customer")
        ask(transport, channel, "signal", string(signal), want_reply=False)
        wait_until(lambda: "signal" in [request.kind for request in target.conversation.transport.asked])


def test_keep_alives_of_both_sides_are_answered_while_it_is_frozen():
    with a_frozen_session() as (_, target, transport, _):
        assert transport.is_active()
        began = time.monotonic()
        for side in (target.conversation.transport, transport):
            side.global_request("keepalive@openssh.com", wait=True)  # answered with a failure, as OpenSSH does
        assert time.monotonic() - began < 1.5
        assert transport.is_active()
        assert target.conversation.transport.is_active()


def test_openssh_stays_although_it_asks_every_second():
    meter, target = AMeter(), Target()
    meter.says = [FREEZE]
    with scripted(target) as door:
        door.around = replace(door.around, meter=lambda _: meter)
        options = ("-tt", "-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=1")
        with door.popen(options=options) as client:
            read_until(client.stdout, WORDS)
            door.registry.hold = a_hold(Why.PEOPLE)
            time.sleep(3.5)
            assert client.poll() is None
            release(door)
            read_until(client.stdout, b"row of a customer")
            client.terminate()


def test_R42_a_frozen_session_is_cut_in_time_with_the_last_words():
    with a_frozen_session() as (door, target, _, channel):
        target.flood.set()
        began = time.monotonic()
        door.live.end(door.registry.openings[-1].id, Ending(reason=EndReason.CUT))
        assert door.registry.ended(seconds=CUT_SECONDS * 3)[1] == "cut"
        assert time.monotonic() - began < CUT_SECONDS * 3
        assert b"row of a customer" not in door.recorder.all("o")
        wait_until(lambda: channel.closed or channel.eof_received)


def test_R23_the_window_ends_while_it_is_frozen(monkeypatch):
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.05)
    with a_frozen_session() as (door, _, _, _):
        door.clock.moved += timedelta(days=1)
        assert door.registry.ended(seconds=CUT_SECONDS * 3)[1] == "window-over"
        assert b"row of a customer" not in door.recorder.all("o")


def test_whoever_leaves_while_it_is_frozen_leaves_nothing_behind():
    with a_frozen_session() as (door, target, transport, _):
        target.flood.set()
        transport.close()
        assert door.registry.ended(seconds=CUT_SECONDS * 3)[1] == "left"
        assert b"customer" not in door.recorder.all("o")


def test_a_client_that_closes_its_side_sees_nothing_more():
    with a_frozen_session() as (door, _, _, channel):
        channel.shutdown_write()
        assert b"row of a customer" not in drained(channel)
        channel.close()
        assert door.registry.ended(seconds=CUT_SECONDS * 3)[1] == "left"


def test_a_client_that_does_not_read_is_frozen_and_cut_all_the_same():
    with a_frozen_session() as (door, _, _, channel):
        channel.in_window_size = 0
        for _ in range(50):
            channel.sendall(b"\x03")
            time.sleep(0.005)
        door.live.end(door.registry.openings[-1].id, Ending(reason=EndReason.CUT))
        assert door.registry.ended(seconds=CUT_SECONDS * 3)[1] == "cut"


def test_the_words_fit_the_window_as_it_is_now():
    with scripted(Target()) as door:
        transport, channel = a_client(door)
        assert ask(transport, channel, "pty-req", PTY)
        assert ask(transport, channel, "shell", b"")
        receive_until(channel, b"row of a customer")
        ask(transport, channel, "window-change", number(40) + number(15) + number(0) + number(0), want_reply=False)
        wait_until(lambda: b"40x15" in door.recorder.all("r"))
        door.registry.hold = a_hold(Why.SUPERVISOR, by="yamada")
        door.live.look(door.registry.openings[-1].id)
        words = receive_until(channel, WORDS).decode()
        assert max(width(line) for line in words.split("\r\n")) < 40
        transport.close()


def test_R07_a_frozen_persons_command_is_not_run_before_he_may_be_shown_something():
    target = Target()
    with scripted(target) as door:
        door.registry.hold = a_hold(Why.ELSEWHERE)
        client = door.popen("rm -r /var/lib/kept")
        try:
            read_until(client.stderr, WORDS)
            time.sleep(0.3)
            assert [each.kind for each in target.asked] == []
            release(door)
            assert b"row of a customer" in read_until(client.stdout, b"customer")
            assert "exec" in [each.kind for each in target.asked]
        finally:
            client.kill()
            client.wait(10)
        assert door.registry.ended()[1] == "left"


@pytest.mark.parametrize("how", ["leaves", "cut"])
def test_a_command_that_waits_for_a_freeze_never_runs_where_the_session_ends(how):
    target = Target()
    with scripted(target) as door:
        door.registry.hold = a_hold(Why.ELSEWHERE)
        client = door.popen("rm -r /var/lib/kept")
        read_until(client.stderr, WORDS)
        if how == "cut":
            door.live.end(door.registry.openings[-1].id, Ending(reason=EndReason.CUT))
        else:
            client.kill()
        client.wait(10)
        assert door.registry.ended(seconds=CUT_SECONDS * 3)[1] == ("cut" if how == "cut" else "left")
        assert [each.kind for each in target.asked] == []


@pytest.mark.parametrize("brackets", [(b"", b""), (b"\x1b[200~", b"\x1b[201~")])
def test_R07_of_a_megabyte_pasted_into_a_pause_nothing_reaches_the_target(monkeypatch, brackets):
    monkeypatch.setattr(thrown_away, "BURST_SECONDS", 0.5)  # the pieces of a busy machine
    meter, target = AMeter(), Target()
    meter.says = [Pause(why=Why.NOVEL, so_far=1)]
    begins, ends = brackets
    with scripted(target) as door:
        door.around = replace(door.around, meter=lambda _: meter)
        transport, channel = a_client(door)
        assert ask(transport, channel, "pty-req", PTY)
        assert ask(transport, channel, "shell", b"")
        receive_until(channel, b"From number 3 on supervisors are alerted.")
        channel.sendall(begins + b"cat customers | mail me\r" * 43_690 + ends)
        receive_until(channel, b"row of a customer")
        time.sleep(0.8)
        channel.sendall(b"id\r")
        wait_until(lambda: target.got != b"")
        assert target.got == b"id\r"
        transport.close()


# -- any split, any order ---------------------------------------------------------------------------------------------


class Counts(AMeter):
    """Freezes before the byte that would be the `limit`-th `@` is shown: an observer of one letter."""

    def __init__(self, limit):
        super().__init__()
        self.limit, self.seen = limit, 0

    def judge(self, at):
        self.judged += 1
        return FREEZE if self.seen >= self.limit else PROCEED


class Sees:
    """A guard that tells the meter of every `@` and holds nothing."""

    holds = False

    def __init__(self, meter):
        self._meter = meter

    def feed(self, chunk):
        self._meter.seen += chunk.count(b"@")
        return Passed(chunk)

    def idle(self):
        return Passed(b"")

    close = idle


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1023, 1024, 1025, 100_000])
def test_R07_the_twentieth_is_never_shown_however_the_stream_is_split(size):
    stream = b"".join(b"person%04d@example.jp\n" % number for number in range(500))
    scene = Scene()
    meter = Counts(20)
    scene.brake._meter, scene.screen._guard = meter, Sees(meter)

    def pump():
        for at in range(0, len(stream), size):
            try:
                scene.screen.show(stream[at : at + size])
            except EOFError:
                return

    thread = threading.Thread(target=pump, daemon=True)
    thread.start()
    until(scene.told)
    assert scene.shown.count(b"@") < 20
    assert stream.startswith(scene.shown)
    assert [word for word in scene.told() if isinstance(word, Stands)]
    scene.close()
    thread.join(10)
    assert not thread.is_alive()


WORDS_OF_A_METER = st.sampled_from([PROCEED, Pause(why=Why.NOVEL, so_far=1), FREEZE])


@settings(max_examples=40, deadline=None)
@given(
    pieces=st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=12),
    says=st.lists(WORDS_OF_A_METER, max_size=12),
    acts=st.lists(st.sampled_from([b"x", b"\x03", b"\x1b[I", "look", "hold", "release"]), max_size=20),
)
def test_whatever_happens_only_a_running_session_shows_or_sends(pieces, says, acts):
    looked, read, burst = brakes.LOOK_SECONDS, brakes.READ_SECONDS, thrown_away.BURST_SECONDS
    brakes.LOOK_SECONDS, brakes.READ_SECONDS, thrown_away.BURST_SECONDS = 0.001, 0.0, 0.0
    scene = Scene()
    scene.meter.says = list(says)
    seen = []
    scene.screen._send = lambda data: (seen.append(scene.brake.course), scene.steps.append(("shown", data)))
    pump = threading.Thread(target=lambda: [scene.screen.show(piece) for piece in pieces], daemon=True)
    pump.start()
    try:
        for act in acts:
            if act == "hold":
                scene.register.hold = a_hold()
            elif act == "release":
                scene.register.release()
            if act in ("look", "hold", "release"):
                scene.brake.look()
            else:
                before = scene.brake.course
                sent = scene.keyboard.typed(act)
                assert sent in (b"", act)
                assert sent == b"" or before is Course.RUNNING
        limit = time.monotonic() + 10
        while pump.is_alive():  # let everything go, by the only two ways there are
            scene.register.release()
            scene.brake.look()
            scene.keyboard.typed(b" ")
            pump.join(0.01)
            assert time.monotonic() < limit
        assert scene.shown == b"".join(pieces)
        assert set(seen) <= {Course.RUNNING}
        assert not scene.failures
    finally:
        scene.close()
        brakes.LOOK_SECONDS, brakes.READ_SECONDS, thrown_away.BURST_SECONDS = looked, read, burst


def test_a_pause_is_left_by_one_key_and_not_by_a_script_that_holds_it_down(monkeypatch):
    monkeypatch.setattr(brakes, "READ_SECONDS", 0.3)
    scene = Scene()
    scene.meter.says = [Pause(why=Why.NOVEL, so_far=number) for number in range(1, 4)]
    pump = scene.shows(os.urandom(3000))
    began = time.monotonic()
    while pump.is_alive():
        scene.keyboard.typed(b" ")
        pump.join(0.005)
    assert time.monotonic() - began > 3 * 0.3
    scene.close()
