"""After the log-in: a client that is frozen, cut off, or takes nothing of what it is sent. Its session ends in the journal."""

import base64
import hashlib
import os
import select
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager

import pytest

from gateway.listener.connection import ConnectionLimits
from gateway.relay.ssh.transport import WINDOW_BYTES
from tests.gateway.listener.a_gate import a_gate, an_agent, on_a_terminal
from tests.gateway.listener.an_attacker import CHANNEL_REQUEST, CLOSE, DATA, OPEN, WINDOW_ADJUST, an_attacker
from tests.gateway.relay.ssh.a_client import read_until
from tests.gateway.relay.ssh.a_target import client_environment, ssh_command

WORD = b"the program runs\n"
HELD_BYTES_MAX = 6 * WINDOW_BYTES  # a window at each of both transports, what is in hand, and the kernel's buffers


class Program:
    """What runs on the target; `sent` counts what it could get rid of."""

    def __init__(self, endless):
        self.endless, self.sent = endless, 0

    def __call__(self, conversation):
        conversation.begin()
        conversation.channel.sendall(WORD)
        while conversation.transport.is_active() and not conversation.channel.closed:
            if self.endless:
                self.sent += conversation.channel.send(bytes(16384))
            else:
                time.sleep(0.02)


@contextmanager
def a_quick_gate(folder, *, endless=False, keepalive=0.3, unread=60.0):
    program = Program(endless)
    with a_gate(folder, program) as gate:
        gate.limits = ConnectionLimits(
            login_seconds=20, keepalive_seconds=keepalive, keepalive_missed=2, unread_seconds=unread
        )
        gate.program = program
        yield gate


@contextmanager
def a_running_ssh(gate, port=None):
    """OpenSSH with the program's first word on its screen."""
    keys = [word for key in (gate.terminal, gate.person) for word in ("-i", str(key.path))]
    command = [*ssh_command(port or gate.port, *keys), "sato+build-host@127.0.0.1", "run"]
    ssh = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=gate.askpass()
    )
    try:
        read_until(ssh.stdout, WORD)
        yield ssh
    finally:
        ssh.send_signal(signal.SIGCONT)
        ssh.kill()
        ssh.wait(10)
        ssh.stdin.close()
        ssh.stdout.close()


def test_R41_a_frozen_client_ends_its_session_and_the_journal_says_so(tmp_path):
    with a_quick_gate(tmp_path) as gate, a_running_ssh(gate) as ssh:
        ssh.send_signal(signal.SIGSTOP)
        _, reason, recording = gate.registry.ended()
        assert reason == "client-lost"
        assert recording is not None
        assert gate.registry.of("session.ended").reason == "client-lost"
        assert gate.backstages[-1].is_closed.wait(10)


class Cable:
    """Between a client and the gate; `cut` takes it away without a word to either."""

    def __init__(self, port):
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._is_cut = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def cut(self):
        self._is_cut.set()
        self._thread.join(5)

    def close(self):
        self.cut()
        for end in (self._left, self._right, self._listener):
            end.close()

    def _carry(self):
        self._left, _ = self._listener.accept()
        self._right = socket.create_connection(("127.0.0.1", self._port))
        other = {self._left: self._right, self._right: self._left}
        while not self._is_cut.is_set():
            for end in select.select(list(other), [], [], 0.05)[0]:
                other[end].sendall(end.recv(65536))


def test_R41_a_network_that_is_gone_ends_the_session(tmp_path):
    with a_quick_gate(tmp_path) as gate:
        cable = Cable(gate.port)
        try:
            with a_running_ssh(gate, cable.port):
                cable.cut()
                assert gate.registry.ended()[1] == "client-lost"
                assert gate.backstages[-1].is_closed.wait(10)
        finally:
            cable.close()


def test_an_idle_client_is_left_in_peace(tmp_path):
    with a_quick_gate(tmp_path, keepalive=0.1) as gate, a_running_ssh(gate) as ssh:
        time.sleep(1.5)
        assert ssh.poll() is None
        assert gate.registry.ends == []


def runs_a_while(conversation):
    conversation.begin()
    time.sleep(1.5)
    conversation.together(conversation.status(7), conversation.eof(), conversation.close())


def plink(gate, agent):
    pinned = "SHA256:" + base64.b64encode(hashlib.sha256(gate.host_key).digest()).decode().rstrip("=")
    words = ["plink", "-no-antispoof", "-ssh", "-agent", "-P", str(gate.port), "-hostkey", pinned]
    return words, client_environment(**agent)


def dbclient(gate, agent):
    words = ["dbclient", "-y", "-y", "-p", str(gate.port)]
    for key in (gate.terminal, gate.person):
        own = f"{key.path}.dropbear"
        subprocess.run(["dropbearconvert", "openssh", "dropbear", key.path, own], check=True, capture_output=True)
        words += ["-i", own]
    return words, client_environment(HOME=str(gate.folder))


@pytest.mark.parametrize("client", [plink, dbclient])
def test_other_clients_answer_too(tmp_path, client):
    """A question every client answers: with no, where it does not know it (RFC 4254 §4)."""
    with a_gate(tmp_path, runs_a_while) as gate, an_agent(tmp_path, gate.terminal, gate.person) as agent:
        gate.limits = ConnectionLimits(login_seconds=20, keepalive_seconds=0.1, keepalive_missed=2)
        words, environment = client(gate, agent)
        command = [*words, "sato+build-host@127.0.0.1", "true"]
        ran, shown = on_a_terminal(command, environment, **{"One-time code": gate.code})
        assert ran == 7, shown
        assert gate.registry.ended()[1] == "left"


@pytest.mark.parametrize("window", [2 * 1024 * 1024, 32 * 1024, 0])
def test_R41_a_client_that_takes_nothing_holds_its_target_up_and_ends(tmp_path, window):
    with a_quick_gate(tmp_path, endless=True, keepalive=5, unread=1.0) as gate, an_attacker(gate) as inside:
        inside.log_in()
        inside.say(OPEN, "session", 0, window, 32768)
        channel = int.from_bytes(inside.hear(91)[1][4:8], "big")
        before = memory()
        inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
        _, reason, recording = gate.registry.ended()
        assert reason == "unread"
        assert recording is not None
        assert gate.program.sent < HELD_BYTES_MAX
        assert memory() - before < 2 * HELD_BYTES_MAX
        inside.hear(CLOSE)


def test_a_client_that_takes_a_little_now_and_then_goes_on(tmp_path):
    with a_quick_gate(tmp_path, endless=True, keepalive=5, unread=1.0) as gate, an_attacker(gate) as inside:
        inside.log_in()
        channel = inside.open(window=32768)
        inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
        inside.hear(DATA)
        for _ in range(8):
            time.sleep(0.4)
            inside.say(WINDOW_ADJUST, channel, 1000)
        assert gate.registry.ends == []


def test_adjusting_by_nothing_is_taking_nothing(tmp_path):
    with a_quick_gate(tmp_path, endless=True, keepalive=5, unread=1.0) as gate, an_attacker(gate) as inside:
        inside.log_in()
        channel = inside.open(window=32768)
        inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
        until = time.monotonic() + 10
        while not gate.registry.ends and time.monotonic() < until:
            inside.say(WINDOW_ADJUST, channel, 0)
            time.sleep(0.1)
        assert gate.registry.ended()[1] == "unread"


def test_R41_output_for_a_frozen_client_holds_its_target_up(tmp_path):
    """Everything on the way is full, the question whether it is there included: nobody waits for it to be sent."""
    with a_quick_gate(tmp_path, endless=True, keepalive=0.5) as gate, a_running_ssh(gate) as ssh:
        ssh.send_signal(signal.SIGSTOP)
        assert gate.registry.ended(seconds=20)[1] == "client-lost"
        assert (
            gate.program.sent < HELD_BYTES_MAX + 16 * 1024 * 1024
        )  # what ssh's own stdout pipe and socket took before
        assert gate.backstages[-1].is_closed.wait(20)


def memory():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
