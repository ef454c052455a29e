"""Ending sessions of the web office, one or many, each with its event; and forgetting what ended long ago.

The keeper refuses a session that is idle, over, or of a changed account by itself; here the row and the journal follow.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from gateway.audit.event import Event
from gateway.authentication.web_session import EndReason, WebSession
from gateway.registrar.binding import Bound
from gateway.registrar.ports import Transaction
from gateway.registrar.web_events import OfficeSignedOut

SWEPT_MAX: Final = 100  # of one transaction
KEPT: Final = timedelta(days=30)  # rows of ended sessions, with their addresses; the journal keeps what they told


def ended(
    transaction: Transaction, sessions: Iterable[WebSession], reason: EndReason, now: datetime, by: Bound | None = None
) -> Sequence[Event]:
    """End these, and tell of each that had not ended yet."""
    events: list[Event] = []
    for session in sessions:
        if transaction.web_sessions.end(session.id, at=now, reason=reason):
            events.append(
                OfficeSignedOut(
                    person=session.person,
                    web=session.id,
                    reason=reason,
                    address=session.seen_address,
                    by=None if by is None else by.person,
                    by_username=None if by is None else by.assertion.username,
                )
            )
    return events


def ended_all_of(transaction: Transaction, person: str, reason: EndReason, now: datetime) -> Sequence[Event]:
    """End every session of a person."""
    return ended(transaction, transaction.web_sessions.open_of(person), reason, now)


def swept(transaction: Transaction, idle: timedelta, now: datetime) -> Sequence[Event]:
    """End what time has ended, and delete rows that ended KEPT ago: a hundred at most, so that no sign-in waits for it."""
    lapsed = transaction.web_sessions.lapsed(now=now, seen_before=now - idle, limit=SWEPT_MAX)
    over = [session for session in lapsed if session.ends_at <= now]
    forgotten = [session for session in lapsed if session.ends_at > now]
    transaction.web_sessions.forget(ended_before=now - KEPT, limit=SWEPT_MAX)
    return (
        *ended(transaction, over, EndReason.OVER, now),
        *ended(transaction, forgotten, EndReason.IDLE, now),
    )
