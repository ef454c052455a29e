"""THE table of what a session channel may ask, by where it stands (RFC 4254 §6). What nobody named is refused.

Pure. `env` and `pty-req` are answered here and now; what starts a session is decided by the policy (SK-301 to SK-304) and
answered with the target's answer. The table is the same for every target: which of the starts a target takes is the policy's,
so a target with personal data takes a shell on a terminal and nothing else (R-02).
A channel starts one thing in its life: after that, no row starts another, in no state.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gateway.relay.ssh.live_requests import LIVE_REQUESTS, SAID_BY_THEMSELVES, Live


class State(StrEnum):
    """Where a channel stands."""

    OPEN = "open"
    TERMINAL = "terminal"  # a pty was asked for
    STARTING = "starting"  # something was asked to start; it is decided, chosen in the menu, dialled
    RUNNING = "running"  # the target has started it; `relay.ssh` answers from here on, by `live_requests`
    OVER = "over"  # refused in words; only the client's CLOSE is still to come


class Handling(StrEnum):
    """What to do with a request."""

    KEEP_ENVIRONMENT = "keep-environment"
    KEEP_TERMINAL = "keep-terminal"
    KEEP_SIZE = "keep-size"
    START_SHELL = "start-shell"
    START_BARE_SHELL = "start-bare-shell"  # without a terminal: a command whose text comes by standard input
    START_COMMAND = "start-command"
    START_UPLOAD = "start-upload"  # subsystem sftp; every other subsystem is refused where its name is read
    CARRY = "carry"
    DECLINE = "decline"  # no, and not worth a line in the journal: honest clients say it by themselves
    REFUSE = "refuse"


STARTS = frozenset(
    {Handling.START_SHELL, Handling.START_BARE_SHELL, Handling.START_COMMAND, Handling.START_UPLOAD}
)  # fmt: skip

CHANNEL_REQUESTS: Mapping[tuple[State, str], Handling] = MappingProxyType(
    {
        (State.OPEN, "env"): Handling.KEEP_ENVIRONMENT,
        (State.OPEN, "pty-req"): Handling.KEEP_TERMINAL,
        (State.OPEN, "shell"): Handling.START_BARE_SHELL,
        (State.OPEN, "exec"): Handling.START_COMMAND,
        (State.OPEN, "subsystem"): Handling.START_UPLOAD,
        (State.TERMINAL, "env"): Handling.KEEP_ENVIRONMENT,
        (State.TERMINAL, "window-change"): Handling.KEEP_SIZE,
        (State.TERMINAL, "shell"): Handling.START_SHELL,
        (State.TERMINAL, "exec"): Handling.START_COMMAND,
        (State.STARTING, "window-change"): Handling.KEEP_SIZE,
        **{(State.RUNNING, kind): Handling.CARRY for kind, how in LIVE_REQUESTS.items() if how is not Live.DECLINE},
        **{(state, kind): Handling.DECLINE for state in State for kind in SAID_BY_THEMSELVES},
    }
)


def handling(state: State, kind: str) -> Handling:
    """How a request of `kind` is handled in `state`."""
    return CHANNEL_REQUESTS.get((state, kind), Handling.REFUSE)
