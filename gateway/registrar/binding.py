"""Whose a connection is: only the keeper's signed assertion says so, once, and only for the connection it was issued for.

A binding is memory of one connection and dies with it. Anything an honest process does not show (forged, expired, issued for
another connection or door, a second one) is a violation.
"""

import pwd
from dataclasses import dataclass, field

from gateway.crypto.assertion import Assertion, AssertionRefused, Way, verified
from gateway.ipc.server import Peer, Refuse, Violation
from gateway.registrar import texts
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.clock import Clock


@dataclass(eq=False, slots=True, kw_only=True)
class Bound:
    """The person behind a connection; for session processes also the terminal (id) and what it has opened here."""

    assertion: Assertion
    terminal: str | None
    sessions: dict[str, SessionOpening] = field(default_factory=dict)  # open now
    over: set[str] = field(default_factory=set)  # opened here and ended

    @property
    def person(self) -> str:
        """The person's id."""
        return self.assertion.person


class _Begun:
    """In a peer's memo from the first `bind` on: two at once cannot both win."""


def begin(peer: Peer, blob: bytes, *, keeper_public: bytes, clock: Clock) -> Assertion:
    """The assertion this connection may be bound by. Raises Violation."""
    if _Begun in peer.memo:
        raise Violation("a second binding")
    peer.memo[_Begun] = True
    return said(peer, blob, keeper_public=keeper_public, clock=clock)


def said(peer: Peer, blob: bytes, *, keeper_public: bytes, clock: Clock) -> Assertion:
    """What the keeper said to this very process; binds nothing. Raises Violation."""
    try:
        assertion = verified(keeper_public, blob, clock.now())
    except AssertionRefused as refused:
        raise Violation(f"assertion refused: {refused}") from refused
    if assertion.door != peer.role:
        raise Violation(f"an assertion for the {assertion.door} door")
    if peer.role == "session" and assertion.connection != peer.connection:
        raise Violation("an assertion of another connection")
    if peer.role == "office" and assertion.os_user != os_user(peer.uid):
        raise Violation("an assertion of another operating-system user")
    return assertion


def finish(peer: Peer, assertion: Assertion, terminal: str | None) -> None:
    """Bind the connection."""
    peer.memo[Bound] = Bound(assertion=assertion, terminal=terminal)


def give_up(peer: Peer) -> None:
    """Leave the connection unbound after a refusal in words, so that its process may try another terminal."""
    peer.memo.pop(_Begun, None)


def bound(peer: Peer) -> Bound:
    """The connection's binding. Raises Violation for a session process, Refuse for the office.

    Whom a link bound counts as nobody here: such a connection is for its one change (own_factors.py).
    """
    found = peer.memo.get(Bound)
    if isinstance(found, Bound) and found.assertion.way is not Way.ENROLMENT:
        return found
    if peer.role == "office":
        raise Refuse("bind.first", texts.BIND_FIRST)
    raise Violation("not bound yet")


def os_user(uid: int) -> str:
    """The operating-system user's name, or its number where nobody named it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
