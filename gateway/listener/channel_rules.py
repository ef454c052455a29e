"""What a logged-in client may open and ask outside its channels: session channels, and proof of our host keys. Nothing else.

RFC 4254 as both our servers answer it, the one at the door and the one inside a jump. Callbacks run on the transport's thread
and wait for nothing.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from paramiko import OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED, OPEN_SUCCEEDED, Message, ServerInterface

from gateway.listener.host_proofs import PROVE, HostProofs
from gateway.listener.jump.opening import DirectOpening


class OnRefused(Protocol):
    """Hears what nobody offers, and never waits."""

    def __call__(self, kind: str, detail: str | None = None, /) -> None:
        """`kind` of request, and what it was about where the kind says too little."""


class ChannelRules(ServerInterface):
    """One connection's answers to channel opens and global requests."""

    def __init__(self, on_refused: OnRefused, has_room: Callable[[], bool]) -> None:
        """`has_room` says whether one channel more may be open; it does not wait."""
        self.refused, self.has_room = on_refused, has_room
        self.proofs = HostProofs()

    def check_channel_request(self, kind: str, chanid: int) -> int:
        """Only session channels, and not many: any other kind that is let through here is a tunnel."""
        del chanid
        if kind != "session" or not self.has_room():
            self.refused(kind)
            return OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
        return OPEN_SUCCEEDED

    def takes_direct(self, opening: DirectOpening) -> bool:
        """True if somebody else answers this opening, later; False refuses it now. Here: no tunnel to anywhere."""
        self.refused("direct-tcpip", opening.described())
        return False

    def check_global_request(self, kind: str, msg: Message) -> bool | tuple[bytes, ...]:
        """THE table of what may be asked of a connection: nothing but what GLOBAL_REQUESTS answers."""
        answer = GLOBAL_REQUESTS.get(kind)
        if answer is None:
            self.refused(kind)
            return False
        return answer(self, msg)


def _said_by_itself(rules: ChannelRules, msg: Message) -> bool:
    """Every honest client says it; no, and not worth a line in the journal. The answer is what a keep-alive waits for."""
    del rules, msg
    return False


def _prove(rules: ChannelRules, msg: Message) -> bool | tuple[bytes, ...]:
    """The signatures of exactly the host keys asked for, or no."""
    proofs = rules.proofs.answer(msg)
    if proofs is None:
        rules.refused(PROVE)
        return False
    return proofs


GLOBAL_REQUESTS: Mapping[str, Callable[[ChannelRules, Message], bool | tuple[bytes, ...]]] = MappingProxyType(
    {"keepalive@openssh.com": _said_by_itself, "no-more-sessions@openssh.com": _said_by_itself, PROVE: _prove}
)
"""Forwarding of every sort (tcpip-forward, streamlocal-forward@openssh.com, their cancel-...) is refused by not standing here."""
