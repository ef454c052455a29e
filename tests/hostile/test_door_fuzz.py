"""Packets in any order, of any making, before and after the log-in, against real processes behind a real parent.

Whatever a client says ends its own process at most: the parent and somebody else's session go on, nothing of the target and
nothing of our own code (tracebacks, file names) comes out to who did not start a session by the rules.
"""

import os
import queue
import re
import resource
import secrets
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.gateway.listener.an_attacker import CHANNEL_REQUEST, DATA, OPEN, SUCCESS, Attacker
from tests.gateway.relay.ssh.a_client import alive, number, string, wait_until
from tests.hostile.a_forking_gate import ForkingGate, a_forking_gate

MARK = b"SECRET-OF-THE-TARGET"
OUR_CODE = re.compile(rb'Traceback|File "|\.py\b|gateway/|paramiko')
WHO = string(b"sato+build-host") + string(b"ssh-connection")
ADDRESS = string(b"127.0.0.1") + number(22) + string(b"127.0.0.1") + number(40000)

# (message number, its fields): what a client may say at some time, each well-formed by itself
MESSAGES: list[tuple[int, bytes]] = [
    (1, number(11) + string(b"bye") + string(b"")),
    (2, string(b"ignored")),
    (3, number(7)),
    (4, b"\x01" + string(b"debug") + string(b"")),
    (5, string(b"ssh-userauth")),
    (5, string(b"ssh-connection")),
    (7, number(1) + string(b"server-sig-algs") + string(b"x")),
    (20, bytes(16) + string(b"curve25519-sha256") + string(b"ssh-ed25519") + string(b"aes256-ctr") * 2 + bytes(4) * 6 + bytes(5)),
    (21, b""),
    (30, string(bytes(32))),
    (31, string(bytes(32)) * 3),
    (50, WHO + string(b"none")),
    (50, WHO + string(b"password") + b"\x00" + string(b"x")),
    (50, WHO + string(b"keyboard-interactive") + string(b"") * 2),
    (50, WHO + string(b"publickey") + b"\x00" + string(b"ssh-ed25519") + string(b"x")),
    (51, string(b"publickey") + b"\x01"),
    (52, b""),
    (60, number(1) + string(b"?") + b"\x01"),
    (61, number(1) + string(b"123456")),
    (61, number(0xFFFFFFFF)),
    (80, string(b"keepalive@openssh.com") + b"\x01"),
    (80, string(b"tcpip-forward") + b"\x01" + string(b"0.0.0.0") + number(8080)),
    (80, string(b"hostkeys-prove-00@openssh.com") + b"\x01" + string(b"key")),
    (81, b""),
    (82, b""),
    (90, string(b"session") + number(0) + number(1 << 21) + number(32768)),
    (90, string(b"direct-tcpip") + number(1) + number(1 << 21) + number(32768) + ADDRESS),
    (90, string(b"x11") + number(2) + number(1 << 21) + number(32768) + string(b"127.0.0.1") + number(6000)),
    (91, number(0) * 4),
    (92, number(0) + number(1) + string(b"no") + string(b"")),
    (93, number(0) + number(1 << 20)),
    (93, number(0) + number(0xFFFFFFFF)),
    (94, number(0) + string(b"typed")),
    (95, number(0) + number(1) + string(b"typed")),
    (96, number(0)),
    (97, number(0)),
    (98, number(0) + string(b"pty-req") + b"\x01" + string(b"xterm") + number(80) * 2 + number(0) * 2 + string(b"\x00")),
    (98, number(0) + string(b"env") + b"\x01" + string(b"LANG") + string(b"C")),
    (98, number(0) + string(b"subsystem") + b"\x01" + string(b"sftp")),
    (98, number(0) + string(b"window-change") + b"\x00" + number(80) * 4),
    (98, number(0) + string(b"signal") + b"\x00" + string(b"KILL")),
    (98, number(0) + string(b"x11-req") + b"\x01" + b"\x00" + string(b"MIT") * 2 + number(0)),
    (99, number(0)),
    (100, number(0)),
]  # fmt: skip
STARTING = {b"exec", b"shell", b"subsystem"}

whole = st.sampled_from(MESSAGES)
cut = st.builds(lambda said, at: (said[0], said[1][:at]), whole, st.integers(0, 40))
longer = st.builds(lambda said, more: (said[0], said[1] + more), whole, st.binary(min_size=1, max_size=64))
wrong_number = st.builds(lambda said, kind: (kind, said[1]), whole, st.integers(0, 255))
wrong_channel = st.builds(
    lambda said, channel: (said[0], number(channel) + said[1][4:]),
    st.sampled_from([one for one in MESSAGES if one[0] >= 91]),
    st.sampled_from([1, 19, 20, 255, 0x7FFFFFFF, 0xFFFFFFFF]),
)
wrong_length = st.builds(
    lambda said, at, length: (said[0], said[1][: at * 4] + number(length) + said[1][at * 4 + 4 :]),
    whole,
    st.integers(0, 6),
    st.sampled_from([0, 0xFFFFFFFF, 0x7FFFFFFF, 0x00100000]),
)
wrong_letters = st.builds(
    lambda said, octet: (said[0], said[1].replace(b"s", octet)), whole, st.sampled_from([b"\xff", b"\x00", b"\n"])
)
oversized = st.builds(
    lambda said, size: (said[0], said[1] + bytes(size)), whole, st.sampled_from([33_000, 250_000, 300_000])
)
anything = st.one_of(whole, cut, longer, wrong_number, wrong_channel, wrong_length, wrong_letters, oversized)


def echoes(conversation):
    conversation.begin()
    conversation.channel.sendall(MARK)
    while data := conversation.channel.recv(4096):
        conversation.channel.sendall(data)


class Neighbour:
    """Somebody else's session; it must not notice anything."""

    def __init__(self, gate: ForkingGate) -> None:
        self._attacker = Attacker(gate)  # the tools are the same, the intentions are not
        self._attacker.log_in()
        self._channel = self._attacker.open()
        self._attacker.say(CHANNEL_REQUEST, self._channel, "exec", True, "x")
        assert self._attacker.hear(DATA)[1].endswith(MARK)

    def works_on(self) -> bool:
        token = secrets.token_bytes(8)
        self._attacker.say(DATA, self._channel, token)
        self._attacker.say(93, self._channel, 4096)
        return self._attacker.hear(DATA)[1].endswith(token)

    def close(self) -> None:
        self._attacker.close()


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    with a_forking_gate(tmp_path_factory.mktemp("gate"), echoes) as made:
        yield made


@pytest.fixture
def neighbour(gate):
    made = Neighbour(gate)
    yield made
    made.close()
    wait_until(lambda: gate.children == [])


class Client(RuleBasedStateMachine):
    """One attacker, who comes back when he is hung up on."""

    gate: ForkingGate
    neighbour: Neighbour

    @initialize()
    def come(self):
        self.attacker = Attacker(self.gate)
        self.said: list[tuple[int, bytes]] = []
        self.is_in = self.may_see = False

    @rule()
    def come_back(self):
        """As somebody new; whether he was hung up on or not, so that what may follow depends on no timing."""
        self.attacker.close()
        self._looked_at()
        self.come()

    @precondition(lambda self: not self.is_in and not self.said)
    @rule()
    def log_in(self):
        self.attacker.log_in()
        self.is_in = True

    @rule(message=anything)
    def say(self, message):
        kind, fields = message
        if kind == CHANNEL_REQUEST and any(word in fields for word in STARTING):
            self.may_see = self.may_see or self.is_in
        self.said.append(message)
        self.attacker.say(kind, raw=fields)

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def say_again(self, data):
        kind, fields = data.draw(st.sampled_from(self.said))
        self.attacker.say(kind, raw=fields)

    @precondition(lambda self: self.is_in)
    @rule(command=st.binary(max_size=20), first=st.booleans())
    def start_something(self, command, first):
        """By the rules: what the target says is his to see from here on."""
        self.may_see = True
        if first:
            self.attacker.say(OPEN, raw=string(b"session") + number(0) + number(1 << 21) + number(32768))
        self.attacker.say(CHANNEL_REQUEST, raw=number(0) + string(b"exec") + b"\x01" + string(command))

    @rule(octets=st.binary(min_size=1, max_size=300))
    def disturb_the_line(self, octets):
        """Bytes that are no packet of ours."""
        self.said.append((0, b""))
        try:
            self.attacker.transport.sock.send(octets)
        except OSError:
            return  # hung up on already

    @invariant()
    def nothing_comes_out(self):
        self._hear()
        self._looked_at()

    def teardown(self):
        attacker = getattr(self, "attacker", None)
        if attacker is None:
            return
        attacker.close()
        self._hear()
        self._looked_at()
        assert self.gate.process.poll() is None
        assert self.neighbour.works_on()
        wait_until(lambda: len(self.gate.children) == 1)

    def _hear(self):
        """Whatever has come; a little is waited for."""
        try:
            for _ in range(64):
                self.attacker.hear(seconds=0.002)
        except queue.Empty:
            return

    def _looked_at(self):
        for kind, fields in self.attacker.all:
            assert self.is_in or kind != SUCCESS, "somebody got in"
            assert self.may_see or MARK not in fields, (kind, fields)
            assert not OUR_CODE.search(fields), (kind, fields)


def play(gate, neighbour, **how):
    machine = type("Played", (Client,), {"gate": gate, "neighbour": neighbour})
    checks = list(HealthCheck)
    machine.TestCase.settings = settings(deadline=None, suppress_health_check=checks, database=None, **how)
    machine.TestCase("runTest").runTest()


def test_whatever_a_client_says_ends_its_own_process_at_most(gate, neighbour):
    descriptors = gate.descriptors
    play(gate, neighbour, max_examples=40, stateful_step_count=12, derandomize=True)
    wait_until(lambda: gate.descriptors <= descriptors)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_same_for_long_and_by_chance(gate, neighbour):
    play(gate, neighbour, max_examples=2000, stateful_step_count=40)


FIRST_WORDS = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda line, rest: line + rest, st.sampled_from([b"SSH-2.0-x\r\n", b"SSH-2.0-\r\n"]), st.binary(max_size=400)
    ),
    st.builds(
        lambda length, padding, kind, rest: b"SSH-2.0-x\r\n" + number(length) + bytes([padding, kind]) + rest,
        st.sampled_from([12, 20, 100, 1000, 35_000]),
        st.integers(4, 255),
        st.sampled_from([1, 2, 4, 20]),
        st.binary(max_size=1500),
    ),
)


def test_whatever_comes_before_any_key_is_no_more_than_one_end(gate, neighbour):
    """The first bytes of a connection, as no honest client says them; in the clear, so that every byte is the attacker's."""

    @settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(FIRST_WORDS, st.integers(1, 3))
    def first(words, parts):
        with socket.create_connection(("127.0.0.1", gate.port), timeout=5) as client:
            try:
                for at in range(parts):
                    client.sendall(words[at * len(words) // parts : (at + 1) * len(words) // parts])
                client.shutdown(socket.SHUT_WR)
                heard = b"".join(iter(lambda: client.recv(65536), b""))
            except ConnectionResetError:
                return
            assert not OUR_CODE.search(heard.removeprefix(b"SSH-2.0-Sekisho\r\n")), heard

    first()
    assert gate.process.poll() is None
    assert neighbour.works_on()


@pytest.mark.parametrize("spare_kib", [0, 300, 1200, 3000])
def test_a_process_that_has_no_memory_left_dies_alone(tmp_path, spare_kib):
    """Wherever it happens to run out: a thread that cannot begin leaves whoever started it waiting, in CPython, for ever."""
    with a_forking_gate(tmp_path, echoes) as gate:
        neighbour = Neighbour(gate)
        [first] = gate.children
        attacker = Attacker(gate)
        attacker.log_in()
        [second] = set(gate.children) - {first}
        held = int(Path(f"/proc/{second}/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") + spare_kib * 1024
        resource.prlimit(second, resource.RLIMIT_AS, (held, held))  # as if it held nearly all it may
        for channel in range(15):
            attacker.say(OPEN, raw=string(b"session") + number(channel) + number(1 << 21) + number(32768))
            attacker.say(CHANNEL_REQUEST, raw=number(channel) + string(b"exec") + b"\x01" + string(b"x"))
        wait_until(lambda: not alive(second), 30)
        assert alive(first)
        assert neighbour.works_on()
        assert gate.process.poll() is None
        neighbour.close()
        attacker.close()
