import pytest

from gateway.listener.channel_requests import CHANNEL_REQUESTS, Handling, State, handling

KINDS = (
    "pty-req", "env", "shell", "exec", "subsystem", "window-change", "x11-req", "auth-agent-req@openssh.com", "signal",
    "break", "xon-xoff", "exit-status", "eow@openssh.com", "simple@putty.projects.tartarus.org", "", "\\x00shell",
)  # fmt: skip


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", KINDS)
def test_R02_what_the_table_does_not_name_is_refused(state, kind):
    if (state, kind) not in CHANNEL_REQUESTS:
        assert handling(state, kind) is Handling.REFUSE


def test_R02_nothing_but_a_terminal_or_a_command_starts_anything():
    starts = {pair for pair, how in CHANNEL_REQUESTS.items() if how in (Handling.START_SHELL, Handling.START_COMMAND)}
    assert starts == {(State.TERMINAL, "shell"), (State.OPEN, "exec"), (State.TERMINAL, "exec")}


def test_R02_a_running_session_starts_nothing_more():
    assert not [kind for state, kind in CHANNEL_REQUESTS if state is State.RUNNING]


def test_a_second_terminal_on_one_channel_is_refused():
    assert handling(State.TERMINAL, "pty-req") is Handling.REFUSE
