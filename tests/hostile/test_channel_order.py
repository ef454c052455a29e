"""Requests in an order nobody meant, to channels that are not there, before a target that gives away all it holds as soon as
anything starts: nothing but a shell on a terminal starts, and of that every byte was recorded before (R-02).
"""

import gc
import time

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gateway.listener import channel as client_channel
from tests.gateway.listener.a_gate import a_gate
from tests.gateway.listener.an_attacker import (
    CHANNEL_FAILURE,
    CHANNEL_REQUEST,
    CHANNEL_SUCCESS,
    CLOSE,
    DATA,
    EOF,
    EXTENDED_DATA,
    OPEN,
    OPEN_CONFIRMATION,
    WINDOW_ADJUST,
    an_attacker,
)
from tests.gateway.relay.ssh.a_client import number, string, wait_until
from tests.hostile.a_closed_gate import HELD, USER, a_closed_gate, heard_of

PTY = (b"xterm", 80, 24, 0, 0, b"\x00")
EXEC, SHELL, SUBSYSTEM = ("exec", True, "cat customers.csv"), ("shell", True), ("subsystem", True, "sftp")
PTY_REQ = ("pty-req", True, *PTY)


@pytest.fixture
def gate(tmp_path):
    with a_closed_gate(tmp_path) as made:
        yield made


@pytest.fixture
def inside(gate):
    with an_attacker(gate, user=USER) as attacker:
        attacker.log_in()
        yield attacker


def asks(client, channel, *requests):
    for request in requests:
        client.say(CHANNEL_REQUEST, channel, *request)


def nothing_came(gate, client):
    assert HELD not in heard_of(client)
    assert gate.target.accepted == 0
    assert "open" not in gate.registry.steps


def test_the_target_does_give_it_away_on_the_one_way_there_is(gate, inside):
    """Without this, a door that opens nothing at all would pass every test below."""
    channel = inside.open()
    asks(inside, channel, PTY_REQ, SHELL)
    assert HELD in inside.hear(DATA)[1]
    gate.registry.ended()
    assert gate.room.recorders[0].all("o") == HELD * 2


ORDERS = {
    "exec before a terminal": (EXEC, PTY_REQ),
    "exec on a terminal": (PTY_REQ, EXEC),
    "shell without a terminal": (SHELL,),
    "shell first, terminal later": (SHELL, PTY_REQ, SHELL),
    "subsystem": (SUBSYSTEM,),
    "subsystem on a terminal": (PTY_REQ, SUBSYSTEM),
    "subsystem, then shell": (SUBSYSTEM, PTY_REQ, SHELL),
    "exec, then shell": (EXEC, PTY_REQ, SHELL),
    "a refused terminal, then shell": (("pty-req", True, b"xterm\n", 80, 24, 0, 0, b""), SHELL),
    "half a terminal, then shell": (("pty-req", True, b"xterm"), SHELL),
    "no answer wanted": (("exec", False, "cat x"), ("shell", False), ("subsystem", False, "sftp")),
    "names with more": (
        PTY_REQ,
        ("shell\x00", True),
        ("shell ", True),
        ("Shell", True),
        ("exec@openssh.com", True, "id"),
    ),
    "a shell with fields": (PTY_REQ, ("shell", True, "cat customers.csv")),
    "a scp server": (("exec", True, "scp -f customers.csv"), SHELL),
}


@pytest.mark.parametrize("requests", ORDERS.values(), ids=ORDERS)
def test_R02_no_order_of_requests_starts_anything_but_a_shell_on_a_terminal(gate, inside, requests):
    channel = inside.open()
    asks(inside, channel, *requests)
    nothing_came(gate, inside)
    wait_until(lambda: {"access.refused", "channel.refused"} & set(gate.registry.kinds))


def test_R02_one_channel_starts_one_shell(tmp_path):
    def slow(conversation):
        conversation.begin()
        conversation.say(conversation.data(b"once"))
        time.sleep(0.5)
        conversation.together(conversation.status(0), conversation.eof(), conversation.close())

    with a_closed_gate(tmp_path, slow) as gate, an_attacker(gate, user=USER) as inside:
        inside.log_in()
        channel = inside.open()
        second = (
            SHELL,
            EXEC,
            SUBSYSTEM,
            PTY_REQ,
            ("env", True, "LANG", "C"),
            ("x11-req", True),
            ("auth-agent-req@openssh.com", True),
        )
        asks(inside, channel, PTY_REQ, SHELL, *second)
        inside.hear(DATA)
        asks(inside, channel, *second)
        inside.hear(CLOSE)
        answers = [kind for kind, _ in inside.all if kind in (CHANNEL_SUCCESS, CHANNEL_FAILURE)]
        assert answers == [CHANNEL_SUCCESS] * 2 + [CHANNEL_FAILURE] * 14
        gate.registry.ended()
        assert [request.kind for request in gate.target.transports[0].asked] == ["pty-req", "shell"]
        wait_until(lambda: _counted(gate) == 14)
        assert {event.request for event in gate.registry.events if event.kind == "channel.refused"} == {
            one[0] for one in second
        }


def _counted(gate):
    return sum(event.count for event in gate.registry.events if event.kind == "channel.refused")


def test_data_before_the_shell_is_typed_into_it_and_nothing_else(tmp_path):
    typed = []

    def reads(conversation):
        conversation.begin()
        typed.append(conversation.channel.recv(100))
        conversation.together(conversation.status(0), conversation.eof(), conversation.close())

    with a_closed_gate(tmp_path, reads) as gate, an_attacker(gate, user=USER) as inside:
        inside.log_in()
        channel = inside.open()
        inside.say(DATA, channel, b"id\r")
        asks(inside, channel, PTY_REQ, SHELL)
        gate.registry.ended()
        assert typed == [b"id\r"]
        assert gate.room.recorders[0].all("i") == b"id\r"


@pytest.mark.parametrize("first", [(EOF,), (EOF, EOF), (CLOSE,), (EOF, CLOSE), (CLOSE, CLOSE)])
def test_the_end_before_the_beginning(gate, inside, first):
    channel = inside.open()
    for kind in first:
        inside.say(kind, channel)
    asks(inside, channel, EXEC, SUBSYSTEM, SHELL)
    nothing_came(gate, inside)


def test_R02_requests_to_a_closed_channel_start_nothing(gate, inside):
    channel = inside.open()
    inside.say(CLOSE, channel)
    inside.hear(CLOSE)
    asks(inside, channel, PTY_REQ, SHELL)
    nothing_came(gate, inside)


@pytest.mark.parametrize("channel", [1, 2, 77, 0x7FFFFFFF, 0xFFFFFFFF])
@pytest.mark.parametrize(
    "kind", [DATA, EXTENDED_DATA, EOF, CLOSE, CHANNEL_REQUEST, CHANNEL_SUCCESS, CHANNEL_FAILURE, WINDOW_ADJUST]
)
def test_what_is_said_to_a_channel_that_never_was(gate, inside, channel, kind):
    inside.open()
    inside.say(kind, channel, "shell", True)
    nothing_came(gate, inside)


def test_R02_a_request_on_the_neighbours_number_is_the_neighbours(gate, inside):
    first, second = inside.open(channel=0), inside.open(channel=1)
    asks(inside, first, PTY_REQ)
    asks(inside, second, SHELL)  # the terminal is the first one's
    nothing_came(gate, inside)
    assert gate.registry.of("access.refused").rules == ("SK-303",)


def test_one_number_for_two_channels_gives_nobody_elses_bytes(gate, inside):
    first = inside.open(channel=5)
    second = inside.open(channel=5)
    assert first != second
    asks(inside, first, EXEC)
    asks(inside, second, SUBSYSTEM)
    nothing_came(gate, inside)


@pytest.mark.parametrize("code", [0, 1, 2, 0xFFFFFFFF])
def test_extended_data_from_a_client_is_neither_typed_nor_shown(tmp_path, code):
    def reads(conversation):
        conversation.begin()
        conversation.channel.settimeout(10)
        got = conversation.channel.recv(100)
        conversation.together(
            conversation.data(b"got " + got), conversation.status(0), conversation.eof(), conversation.close()
        )

    with a_closed_gate(tmp_path, reads) as gate, an_attacker(gate, user=USER) as inside:
        inside.log_in()
        channel = inside.open()
        inside.say(EXTENDED_DATA, channel, code, b"extended")
        asks(inside, channel, PTY_REQ, SHELL)
        inside.say(EXTENDED_DATA, channel, code, b"extended")
        inside.say(DATA, channel, b"typed")
        assert inside.hear(DATA)[1][8:] == b"got typed"
        gate.registry.ended()
        assert gate.room.recorders[0].all("i") == b"typed"


def test_a_window_of_nothing_gets_nothing_and_holds_nobody(gate, inside, monkeypatch):
    monkeypatch.setattr(client_channel, "SPEAK_SECONDS", 0.2)
    shut = inside.open(window=0)
    asks(inside, shut, EXEC)
    inside.hear(CLOSE)
    asks(inside, shut, PTY_REQ, SHELL)
    channel = inside.open(channel=1)
    asks(inside, channel, EXEC)
    assert b"SK-303" in inside.hear(EXTENDED_DATA)[1]
    nothing_came(gate, inside)


@pytest.mark.parametrize("packet", [0, 1, 0xFFFFFFFF])
def test_a_packet_size_of_any_size(gate, inside, packet):
    inside.say(OPEN, "session", 0, 1 << 21, packet)
    channel = int.from_bytes(inside.hear(OPEN_CONFIRMATION)[1][4:8], "big")
    asks(inside, channel, EXEC)
    assert b"SK-303" in inside.hear(EXTENDED_DATA)[1]
    nothing_came(gate, inside)


@pytest.mark.parametrize("payload", [b"", b"\x00", number(7), string(b"cat customers.csv"), bytes(1000)])
def test_a_session_channel_with_a_payload_is_a_session_channel(gate, inside, payload):
    channel = inside.open(fields=payload)
    asks(inside, channel, EXEC)
    assert b"SK-303" in inside.hear(EXTENDED_DATA)[1]
    nothing_came(gate, inside)


def test_channels_live_though_nobody_has_taken_them_yet(tmp_path):
    """Row H: stock paramiko holds channels weakly. Two of them, as the accepting loop's own hand still holds the newest."""
    with a_gate(tmp_path) as gate, an_attacker(gate) as inside:
        inside.log_in()
        channels = [inside.open(channel=at) for at in range(3)]
        time.sleep(0.2)  # the accepting loop has gone on to wait for a fourth
        gc.collect()
        for channel in channels:
            inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
        said = [inside.hear(DATA)[1] for _ in channels]
        assert sorted(one[:4] for one in said) == [number(at) for at in range(3)]


# --- any order at all --------------------------------------------------------------------------------------------------

FIELDS = {
    "env": [
        string(b"LANG") + string(b"C"),
        string(b"LD_PRELOAD") + string(b"x"),
        b"",
        string(b"LC_X") + string(b"\x1b"),
    ],
    "pty-req": [
        string(b"xterm") + number(80) * 4 + string(b""),
        string(b"\x07") + number(80) * 4 + string(b""),
        b"\xff",
    ],
    "shell": [b"", b"x"],
    "exec": [string(b"cat customers.csv"), string(b"scp -f x"), string(b"\x00"), b""],
    "subsystem": [string(b"sftp"), string(b"netconf"), b"\xff\xff"],
    "window-change": [number(80) * 4, b""],
    "signal": [string(b"INT"), string(b"\xff"), b""],
    "x11-req": [b""],
    "auth-agent-req@openssh.com": [b""],
    "break": [number(1)],
    "eow@openssh.com": [b""],
    "simple@putty.projects.tartarus.org": [b""],
    "winadj@putty.projects.tartarus.org": [b""],
    "keepalive@openssh.com": [b""],
    "exit-status": [number(0)],
    "\xff\x00": [b""],
}
PAIRS = [(kind, fields) for kind, known in FIELDS.items() for fields in known]
GRANTED_OPEN = {("env", FIELDS["env"][0]), ("pty-req", FIELDS["pty-req"][0])}
REFUSED_IN_WORDS = {"exec", "subsystem", "shell"}  # granted so that the client shows the words, and closed with 254


class AnyOrder(RuleBasedStateMachine):
    """One channel at a time over one log-in before personal data. Everything but a shell on a terminal is refused, always; that
    shell is left out here, since what it shows is the screen's affair."""

    inside = None
    gate = None

    def __init__(self):
        super().__init__()
        self.number = -1
        self.terminal = self.over = False

    @precondition(lambda self: self.number < 0)
    @rule()
    def open(self):
        self.number = AnyOrder.inside.open(channel=3)
        self.terminal = self.over = False
        assert self.number >= 0

    @precondition(lambda self: self.number >= 0 and not self.over)
    @rule(pair=st.sampled_from(PAIRS))
    def ask(self, pair):
        kind, fields = pair
        if self.terminal and pair == ("shell", b""):
            return
        AnyOrder.inside.say(CHANNEL_REQUEST, self.number, kind, True, raw=fields)
        expected = self._expected(kind, pair)
        heard, _ = AnyOrder.inside.hear(CHANNEL_SUCCESS, CHANNEL_FAILURE)
        if expected is not None:
            assert (heard == CHANNEL_SUCCESS) == expected, (kind, fields, self.terminal)
        if kind == "pty-req" and heard == CHANNEL_SUCCESS:
            self.terminal = True
        if kind in REFUSED_IN_WORDS and heard == CHANNEL_SUCCESS:
            AnyOrder.inside.hear(CLOSE)
            self.over = True

    def _expected(self, kind, pair):
        """True: granted; False: refused; None: a size, which nobody answers."""
        if kind in REFUSED_IN_WORDS:
            return True
        if kind == "window-change":
            return None
        if kind == "pty-req":
            return pair in GRANTED_OPEN and not self.terminal
        return pair in GRANTED_OPEN

    @precondition(lambda self: self.number >= 0)
    @rule()
    def close(self):
        AnyOrder.inside.say(CLOSE, self.number)
        if not self.over:
            AnyOrder.inside.hear(CLOSE)
        self.number = -1

    @invariant()
    def nothing_was_given_away(self):
        if AnyOrder.gate is None:
            return
        assert AnyOrder.gate.target.accepted == 0
        assert not [said for _, said in AnyOrder.inside.all if HELD in said]
        AnyOrder.inside.all.clear()

    def teardown(self):
        if self.number >= 0:
            self.close()


def test_R02_any_order_of_any_requests(gate, inside):
    from hypothesis.stateful import run_state_machine_as_test

    AnyOrder.gate, AnyOrder.inside = gate, inside
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=60, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert "open" not in gate.registry.steps
