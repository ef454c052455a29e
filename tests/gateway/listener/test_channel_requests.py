"""Every state x every kind of request that SSH, OpenSSH, PuTTY or somebody's imagination knows: the whole table, spelled out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.listener.channel_requests import CHANNEL_REQUESTS, STARTS, Handling, State, handling
from gateway.relay.ssh.live_requests import SAID_BY_THEMSELVES

KINDS = (
    "pty-req", "env", "shell", "exec", "subsystem", "window-change", "signal", "break", "xon-xoff", "exit-status",
    "exit-signal", "x11-req", "auth-agent-req", "auth-agent-req@openssh.com", "eow@openssh.com", "agent-connect",
    "simple@putty.projects.tartarus.org", "winadj@putty.projects.tartarus.org", "keepalive@openssh.com",
    "session", "direct-tcpip", "tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com", "tun@openssh.com",
    "", " ", "Shell", "SHELL", "shell ", " shell", "shell\x00", "\\x00shell", "exec\n", "ｓｈｅｌｌ", "subsystem:sftp", "sftp",
    "pty-req@openssh.com", "x" * 64,
)  # fmt: skip

EXPECTED = {
    State.OPEN: {
        "env": Handling.KEEP_ENVIRONMENT,
        "pty-req": Handling.KEEP_TERMINAL,
        "shell": Handling.START_BARE_SHELL,
        "exec": Handling.START_COMMAND,
        "subsystem": Handling.START_UPLOAD,
    },
    State.TERMINAL: {
        "env": Handling.KEEP_ENVIRONMENT,
        "window-change": Handling.KEEP_SIZE,
        "shell": Handling.START_SHELL,
        "exec": Handling.START_COMMAND,
    },
    State.STARTING: {"window-change": Handling.KEEP_SIZE},
    State.RUNNING: {"window-change": Handling.CARRY, "signal": Handling.CARRY},
    State.OVER: {},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", KINDS)
def test_R02_every_state_and_every_kind(state, kind):
    declined = Handling.DECLINE if kind in SAID_BY_THEMSELVES else Handling.REFUSE
    assert handling(state, kind) is EXPECTED[state].get(kind, declined)


def test_the_table_has_no_row_that_this_file_does_not_know():
    known = {(state, kind) for state, rows in EXPECTED.items() for kind in (*rows, *SAID_BY_THEMSELVES)}
    assert set(CHANNEL_REQUESTS) == known


@given(kind=st.text(max_size=80))
def test_R02_whatever_somebody_makes_up_is_refused(kind):
    for state in State:
        if kind not in EXPECTED[state] and kind not in SAID_BY_THEMSELVES:
            assert handling(state, kind) is Handling.REFUSE


@pytest.mark.parametrize("state", [None, "open ", "closed", 0])
def test_a_state_that_does_not_exist_permits_nothing(state):
    assert {handling(state, kind) for kind in KINDS} == {Handling.REFUSE}


def test_R02_a_channel_starts_one_thing_in_its_life():
    assert {state for (state, _), how in CHANNEL_REQUESTS.items() if how in STARTS} == {State.OPEN, State.TERMINAL}


def test_R02_nothing_is_kept_once_something_was_started():
    for state in (State.STARTING, State.RUNNING, State.OVER):
        assert handling(state, "env") is Handling.REFUSE
        assert handling(state, "pty-req") is Handling.REFUSE


def test_a_second_terminal_on_one_channel_is_refused():
    assert handling(State.TERMINAL, "pty-req") is Handling.REFUSE
