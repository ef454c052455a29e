"""Events as they come in: decoded strictly, of a kind their sender may append, small enough, and in nobody else's name.

What passes here can be journalled, so one process's event can never make the commit of all the others fail.
"""

from collections.abc import Sequence

from gateway.audit.canonical import canonical
from gateway.audit.event import Event, EventRefused, decode, encode
from gateway.ipc.server import Peer, Violation
from gateway.registrar.binding import Bound, os_user
from gateway.registrar.kinds import Writer, may_append, writer_of
from gateway.registrar.params import WireEvent

EVENT_BYTES_MAX = 60_000  # canonical; an entry's body may have 65,535 with its envelope


def taken_in(peer: Peer, wired: Sequence[WireEvent], *, opening: str | None = None) -> list[Event]:
    """The events `peer` may append; `opening` is a session it is about to open. Raises Violation for any other."""
    return _each(peer, writer_of(peer), wired, opening)


def taken_in_commit(peer: Peer, wired: Sequence[WireEvent]) -> list[Event]:
    """The events `peer` may append with a change of the office. Raises Violation for any other."""
    writer = writer_of(peer)
    return _each(peer, Writer.COMMIT if writer is Writer.OFFICE else writer, wired, None)


def _each(peer: Peer, writer: Writer, wired: Sequence[WireEvent], opening: str | None) -> list[Event]:
    return [_checked(peer, writer, _decoded(writer, wire), opening) for wire in wired]


def _decoded(writer: Writer, wire: WireEvent) -> Event:
    if not may_append(writer, wire.kind):
        raise Violation(f"{writer} appends {wire.kind}")
    try:
        event = decode(wire.kind, wire.data)
        length = len(canonical(encode(event)))
    except (EventRefused, ValueError) as wrong:
        raise Violation(f"no event: {wrong}") from wrong
    if length > EVENT_BYTES_MAX:
        raise Violation(f"an event {wire.kind} of {length} bytes")
    return event


def _checked(peer: Peer, writer: Writer, event: Event, opening: str | None) -> Event:
    if writer is Writer.KEEPER:
        return event  # it knows whose each of its connections is, and says so
    if getattr(event, "connection", peer.connection) != peer.connection:
        raise Violation("an event of another connection")
    if hasattr(event, "os_user") and event.os_user != os_user(peer.uid):
        raise Violation("an event of another operating-system user")
    match writer:
        case Writer.SESSION:
            _is_its_own(peer.memo[Bound], event, opening)
        case Writer.COMMIT | Writer.OFFICE:
            _is_said_by(peer.memo[Bound], event)
        case _:
            _belongs_to_nobody(event)
    return event


def _belongs_to_nobody(event: Event) -> None:
    if event.person is not None or event.session is not None or event.order is not None:
        raise Violation("an event in a person's name by a process that speaks for nobody")


def _is_its_own(bound: Bound, event: Event, opening: str | None) -> None:
    if event.person != bound.person:
        raise Violation("an event in another person's name")
    if event.terminal not in (None, bound.terminal):
        raise Violation("an event on another terminal")
    if event.session is not None and event.session not in (opening, *bound.sessions, *bound.over):
        raise Violation("an event of another session")


def _is_said_by(bound: Bound, event: Event) -> None:
    username = bound.assertion.username
    if event.person not in (None, bound.person) or getattr(event, "by_username", username) != username:
        raise Violation("an event of the office in another person's name")
