"""THE table of what a session channel may ask, by where it stands (RFC 4254 §6). What nobody named is refused.

Pure. `env` and `pty-req` are answered here and now; `shell` and `exec` start the session and are answered by the target.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a channel stands."""

    OPEN = "open"
    TERMINAL = "terminal"  # a pty was asked for
    RUNNING = "running"  # a shell or command was started; `relay.ssh.join` answers from then on


class Handling(StrEnum):
    """What to do with a request."""

    KEEP_ENVIRONMENT = "keep-environment"
    KEEP_TERMINAL = "keep-terminal"
    KEEP_SIZE = "keep-size"
    START_SHELL = "start-shell"
    START_COMMAND = "start-command"
    REFUSE = "refuse"


CHANNEL_REQUESTS: Mapping[tuple[State, str], Handling] = MappingProxyType(
    {
        (State.OPEN, "env"): Handling.KEEP_ENVIRONMENT,
        (State.OPEN, "pty-req"): Handling.KEEP_TERMINAL,
        (State.OPEN, "exec"): Handling.START_COMMAND,
        (State.TERMINAL, "env"): Handling.KEEP_ENVIRONMENT,
        (State.TERMINAL, "window-change"): Handling.KEEP_SIZE,
        (State.TERMINAL, "shell"): Handling.START_SHELL,
        (State.TERMINAL, "exec"): Handling.START_COMMAND,
    }
)


def handling(state: State, kind: str) -> Handling:
    """How a request of `kind` is handled in `state`."""
    return CHANNEL_REQUESTS.get((state, kind), Handling.REFUSE)
