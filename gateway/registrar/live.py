"""Who is connected to this node's registrar now: the sessions' connections and the gateways that can kill their processes.

Only wires, no truth: what a session is stands in the database.
"""

from collections import Counter

import msgspec

from gateway.ipc.server import Peer
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.peer_address import host_of


class End(msgspec.Struct, frozen=True, kw_only=True):
    """News `end`: the session, or every session of the connection for None, ends now, for a reason told to the person."""

    session: str | None
    reason: str
    ja: str
    en: str


class Kill(msgspec.Struct, frozen=True, kw_only=True):
    """News `kill` to a gateway: end the process of this connection with SIGKILL."""

    connection: str


class Authenticated(msgspec.Struct, frozen=True, kw_only=True):
    """News `authenticated` to a gateway: this connection has a person now and is no stranger at the door any more."""

    connection: str


class LookHeld(msgspec.Struct, frozen=True, kw_only=True):
    """News `held`: whether `session` is frozen at its door may have changed; it asks `session.held`."""

    session: str


class PolicyChanged(msgspec.Struct, frozen=True, kw_only=True):
    """News `policy.changed`: decide again before opening anything further."""


class _OnTerminal:
    """In a peer's memo: the terminal (id) whose key it has proved."""

    def __init__(self, terminal: str) -> None:
        self.terminal = terminal


class Live:
    """Connections of this node by role, and which one an open session belongs to."""

    def __init__(self) -> None:
        self._peers: set[Peer] = set()
        self._of_session: dict[str, tuple[Peer, SessionOpening]] = {}

    def uses_terminal(self, peer: Peer, terminal: str) -> str | None:
        """`peer` has proved this terminal's key: the address of another connection that has, from another host."""
        peer.memo[_OnTerminal] = _OnTerminal(terminal)
        here = host_of(peer.address)
        for other in self.of_role("session"):
            on = other.memo.get(_OnTerminal)
            if isinstance(on, _OnTerminal) and on.terminal == terminal and host_of(other.address) != here:
                return other.address
        return None

    def opened(self, peer: Peer) -> None:
        """A connection is there."""
        self._peers.add(peer)

    def closed(self, peer: Peer) -> None:
        """A connection is gone."""
        self._peers.discard(peer)

    def is_here(self, peer: Peer) -> bool:
        """True while the connection stands."""
        return peer in self._peers

    def began(self, peer: Peer, opening: SessionOpening) -> None:
        """A session runs on this connection."""
        self._of_session[opening.id] = (peer, opening)

    def ended(self, session: str) -> None:
        """`session` runs nowhere any more."""
        self._of_session.pop(session, None)

    def peer_of(self, session: str) -> Peer | None:
        """The connection `session` runs on, if it is one of this node's."""
        found = self._of_session.get(session)
        return found[0] if found is not None else None

    def found(self, session: str) -> tuple[Peer, SessionOpening] | None:
        """An open session of this node with its connection."""
        return self._of_session.get(session)

    def running(self) -> list[tuple[Peer, SessionOpening]]:
        """Every open session of this node with its connection."""
        return list(self._of_session.values())

    def tell_end(self, peer: Peer, session: str | None, reason: str, text: Text) -> None:
        """News `end` to one connection."""
        peer.news("end", End(session=session, reason=reason, ja=text.ja, en=text.en))

    def tell_all_end(self, reason: str, text: Text) -> None:
        """News `end` to every session process."""
        for peer in self.of_role("session"):
            self.tell_end(peer, None, reason, text)

    def tell_held(self, person: str) -> None:
        """News `held` to every session of this person on this node."""
        for peer, opening in self._of_session.values():
            if opening.person == person:
                peer.news("held", LookHeld(session=opening.id))

    def tell_kill(self, connection: str) -> None:
        """News `kill` to the node's gateways."""
        for peer in self.of_role("gateway"):
            peer.news("kill", Kill(connection=connection))

    def tell_authenticated(self, connection: str) -> None:
        """News `authenticated` to the node's gateways."""
        for peer in self.of_role("gateway"):
            peer.news("authenticated", Authenticated(connection=connection))

    def tell_policy_changed(self) -> None:
        """News `policy.changed` to every session process."""
        for peer in self.of_role("session"):
            peer.news("policy.changed", PolicyChanged())

    def by_role(self) -> dict[str, int]:
        """How many connections of each role there are."""
        return dict(Counter(peer.role for peer in self._peers))

    def of_role(self, role: str) -> list[Peer]:
        """Connections of one role."""
        return [peer for peer in self._peers if peer.role == role]
