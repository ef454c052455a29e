"""What may be asked on a channel whose session runs: the last rows of the table that begins in listener/channel_requests.

Pure. Refused like everything else nobody named, and why:
`break` (RFC 4335) is for serial consoles, and no target is one; `eow@openssh.com` is said by OpenSSH to a peer that calls itself
OpenSSH, which we do not, so whoever says it here is something else; `xon-xoff`, `exit-status` and `exit-signal` are for servers
to say; and a second terminal, shell, command or subsystem, or a variable after the start, has no honest use at all.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gateway.crypto.wire import Malformed
from gateway.relay.ssh.request_fields import four_numbers, one_string

# RFC 4254 §6.10
SIGNALS = frozenset(
    {"ABRT", "ALRM", "FPE", "HUP", "ILL", "INT", "KILL", "PIPE", "QUIT", "SEGV", "TERM", "USR1", "USR2"}
)

# PuTTY and WinSCP announce the first and measure their window by the second's refusal; dropbear keeps alive by the third.
SAID_BY_THEMSELVES = frozenset(
    {"simple@putty.projects.tartarus.org", "winadj@putty.projects.tartarus.org", "keepalive@openssh.com"}
)


class Live(StrEnum):
    """What a running session does with a request."""

    RESIZE = "resize"
    SIGNAL = "signal"
    DECLINE = "decline"  # no, and not worth a line in the journal
    REFUSE = "refuse"


LIVE_REQUESTS: Mapping[str, Live] = MappingProxyType(
    {"window-change": Live.RESIZE, "signal": Live.SIGNAL, **dict.fromkeys(SAID_BY_THEMSELVES, Live.DECLINE)}
)


def live(kind: str, fields: bytes) -> Live:
    """How a running session handles a request of `kind`; refused if its fields are not exactly what the kind says."""
    handling = LIVE_REQUESTS.get(kind, Live.REFUSE)
    try:
        if handling is Live.RESIZE:
            four_numbers(fields)
        if handling is Live.SIGNAL and one_string(fields).decode("ascii", errors="replace") not in SIGNALS:
            return Live.REFUSE
    except Malformed:
        return Live.REFUSE
    return handling
