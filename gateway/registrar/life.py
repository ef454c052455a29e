"""A session's life as rows: each function is one piece of work for a transaction, with the events that tell of it.

The registrar believes a session process nothing it can look up itself: the order, the terminal, the person's standing and the
lease are read in the transaction that opens the session.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.audit.event import Event
from gateway.ipc.server import Refuse, Violation
from gateway.recording.seal import SealState
from gateway.registrar import leases, settling, texts
from gateway.registrar.answers import Opened
from gateway.registrar.events import LeaseRefused, RecordingClosed, SessionBroken
from gateway.registrar.group import Done
from gateway.registrar.ports import Facts, Transaction
from gateway.registrar.rights import require_right
from gateway.registrar.rotations import is_changing
from gateway.sessions.events import SessionRefused
from gateway.sessions.session import Happening, RecordingSummary, Session, SessionOpening, State, after


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldElsewhere:
    """The person works at another terminal, by its registered name."""

    terminal_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMany:
    """The person has as many sessions open as one person may."""

    sessions: int


def opened(
    transaction: Transaction,
    opening: SessionOpening,
    events: Sequence[Event],
    *,
    connection: str,
    node: str,
    sessions_max: int,
    now: datetime,
) -> Done[Opened | HeldElsewhere | TooMany]:
    """Open a session, or say where the person is at work (R-17) or that it would be one too many; both are journalled.

    The lease's row is counted in the transaction that opens, so no race of two processes passes the bound.
    Raises Refuse or Violation.
    """
    require_right(transaction.facts, opening, now)
    _require_unchanging(transaction.facts, opening.target)
    match leases.take(
        transaction.leases, opening.person, terminal=opening.terminal, node=node, sessions_max=sessions_max, now=now
    ):
        case leases.Held() as held:
            elsewhere = _lease_refused(transaction.facts, opening, held)
            named = elsewhere.held_by_name or held.terminal
            return Done(result=HeldElsewhere(terminal_name=named), events=[elsewhere])
        case leases.Full(sessions=sessions):
            return Done(result=TooMany(sessions=sessions), events=[refused(opening, "too-many-sessions")])
    if not transaction.sessions.add(_session(opening, connection=connection, node=node, now=now)):
        raise Refuse("session.exists", texts.ALREADY_THERE)
    if not transaction.recordings.opened(
        opening.recording, session=opening.id, path=opening.recording_path, started_at=now
    ):
        raise Refuse("recording.exists", texts.ALREADY_THERE)
    return Done(result=Opened(session=opening.id, started_at=now), events=events)


def started(transaction: Transaction, session: str, events: Sequence[Event]) -> Done[None]:
    """OPENING becomes RUNNING. Raises GatewayFault where the table of states has no such step."""
    found = _found(transaction, session)
    transaction.sessions.put_state(session, after(found.state, Happening.STARTED))
    return Done(result=None, events=events)


def ended(
    transaction: Transaction,
    session: str,
    reason: str,
    recording: RecordingSummary | None,
    events: Sequence[Event],
    *,
    now: datetime,
) -> Done[None]:
    """A session's good-bye: row, lease and, where it brought one, its recording's seal. Raises Violation, GatewayFault."""
    found = _found(transaction, session)
    at_most = _end(transaction, found, reason, after(found.state, Happening.SAID_END), now)
    closing = () if recording is None else (_closed(transaction, found, recording, SealState.SEALED, now),)
    return Done(result=None, events=(*at_most, *events, *closing))


def broken(
    transaction: Transaction, sessions: Iterable[Session], reasons: Mapping[str, str], otherwise: str, *, now: datetime
) -> Done[int]:
    """End sessions whose processes went without a word; how many those were. `reasons` by session id, if known."""
    events: list[Event] = []
    ended_now = 0
    for session in sessions:
        reason = reasons.get(session.id, otherwise)
        events += _end(transaction, session, reason, after(session.state, Happening.VANISHED), now)
        events.append(SessionBroken(**_index(session), reason=reason))
        ended_now += 1
    return Done(result=ended_now, events=events)


def recovered(
    transaction: Transaction, session: Session, recording: RecordingSummary, how: SealState, *, now: datetime
) -> Done[None]:
    """The registrar has sealed what a session left open."""
    return Done(result=None, events=[_closed(transaction, session, recording, how, now)])


def not_ended(transaction: Transaction, ids: Iterable[str]) -> list[Session]:
    """Those of `ids` that are sessions which have not ended."""
    found = (transaction.sessions.get(session) for session in ids)
    return [session for session in found if session is not None and session.state in (State.OPENING, State.RUNNING)]


def _require_unchanging(facts: Facts, name: str) -> None:
    target = facts.target(name)
    if target is not None and is_changing(facts, target):
        raise Refuse("target.rotating", texts.ROTATING)


def _found(transaction: Transaction, session: str) -> Session:
    found = transaction.sessions.get(session)
    if found is None:
        raise Violation("a session nobody opened")
    return found


def _session(opening: SessionOpening, *, connection: str, node: str, now: datetime) -> Session:
    return Session(
        id=opening.id,
        connection=connection,
        person=opening.person,
        username=opening.username,
        terminal=opening.terminal,
        order=opening.order,
        target=opening.target,
        account=opening.account,
        capability=opening.capability,
        node=node,
        peer_address=opening.peer_address,
        started_at=now,
        until=opening.until,
        ended_at=None,
        end_reason=None,
        state=State.OPENING,
        recording=opening.recording,
    )


def _end(transaction: Transaction, session: Session, reason: str, state: State, now: datetime) -> Sequence[Event]:
    """Row and lease; the events of rows that were taken and never settled."""
    transaction.sessions.put_end(session.id, at=now, reason=reason, state=state)
    leases.release(transaction.leases, session.person, node=session.node, now=now)
    return settling.left_open(transaction, session)


def _closed(
    transaction: Transaction, session: Session, recording: RecordingSummary, how: SealState, now: datetime
) -> RecordingClosed:
    if recording.recording != session.recording:
        raise Violation("a seal of another session's recording")
    if not transaction.recordings.closed(recording, how=how.value, at=now):
        raise Violation("a second seal of one recording")
    return RecordingClosed(
        **_index(session),
        recording=recording.recording,
        how=how,
        final_hash=recording.final_hash,
        chunks=recording.chunks,
        stored_bytes=recording.stored_bytes,
        last_at=recording.last_at,
    )


def _index(session: Session) -> dict[str, str]:
    return {
        "person": session.person,
        "session": session.id,
        "terminal": session.terminal,
        "target": session.target,
        "order": session.order,
    }


def _lease_refused(facts: Facts, opening: SessionOpening, held: leases.Held) -> LeaseRefused:
    return LeaseRefused(
        person=opening.person,
        terminal=opening.terminal,
        target=opening.target,
        order=opening.order,
        held_by_terminal=held.terminal,
        username=opening.username,
        terminal_name=_terminal_name(facts, opening.terminal),
        held_by_name=_terminal_name(facts, held.terminal),
    )


def refused(opening: SessionOpening, rule: str) -> SessionRefused:
    """The registrar does not open what admission had permitted, by this rule of its own."""
    return SessionRefused(
        person=opening.person,
        terminal=opening.terminal,
        target=opening.target,
        order=opening.order,
        username=opening.username,
        account=opening.account,
        capability=opening.capability,
        rules=[rule],
        address=opening.peer_address,
    )


def _terminal_name(facts: Facts, terminal: str) -> str:
    found = facts.terminal(terminal)
    return found.name if found is not None else terminal
