"""Sessions that stop while they run, as rows: each function is one piece of work for a transaction, with its events.

A freeze is of a person at a door and outlives the session; only a supervisor's release ends it, never a session process's word.
One supervisor releases whoever was frozen for people that were counted or by another supervisor; two (`takes_two`) whoever was
frozen for output in which nobody could count any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from gateway.audit.event import Event
from gateway.disclosure.keeping import Door, Freeze
from gateway.disclosure.spans import Exceeded, Span
from gateway.guards.verdict import UNCOUNTED, Why
from gateway.ipc.server import Refuse, Violation
from gateway.registrar import disclosing, texts
from gateway.registrar.group import Done
from gateway.registrar.hold_events import (
    SessionFreezeOrdered,
    SessionFrozen,
    SessionPaused,
    SessionResumed,
    SessionWentOn,
)
from gateway.registrar.hold_params import Stopped
from gateway.registrar.ports import Transaction
from gateway.sessions.session import Session, SessionOpening
from gateway.sessions.standing import FROZEN_FOR, Course, Hold, Standing
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.identifiers import new_identifier

_RAN_OUT: Final[Mapping[Span, Why]] = MappingProxyType(
    {
        Span.PEOPLE_WINDOW: Why.PEOPLE,
        Span.OPAQUE_WINDOW: Why.OPAQUE,
        Span.OPAQUE_DAY: Why.OPAQUE,
        Span.HASHES_WINDOW: Why.HASHES,
        Span.HASHES_DAY: Why.HASHES,
        Span.NUMBERS_WINDOW: Why.BARE_NUMBERS,
        Span.NUMBERS_DAY: Why.BARE_NUMBERS,
        Span.NOVEL_SESSION: Why.NOVEL,
        Span.NOVEL_DAY: Why.NOVEL,
        Span.VOLUME: Why.VOLUME,
        Span.TRANSFER: Why.TRANSFER,
        Span.SUPERVISOR: Why.SUPERVISOR,
    }
)
_SPAN_OF: Final[Mapping[Why, Span]] = MappingProxyType({why: span for span, why in reversed(tuple(_RAN_OUT.items()))})
"""Of several spans the first."""
NO_STATEMENT: Final = 0  # a freeze that no statement brought about
TWO: Final = 2


def takes_two(freeze: Freeze) -> bool:
    """True where it stopped what may hold people nobody could count: two supervisors release it, as two add a step."""
    return any(_RAN_OUT.get(each.span) in UNCOUNTED for each in freeze.exceeded)


def frozen_also(transaction: Transaction, freeze: Freeze, exceeded: Sequence[Exceeded]) -> None:
    """A frozen person's sessions stop for further reasons: the freeze stands for them too, and may take two from now on."""
    known = {each.span for each in freeze.exceeded}
    further = tuple(each for each in exceeded if each.span not in known)
    if further:
        transaction.disclosures.frozen_also(replace(freeze, exceeded=(*freeze.exceeded, *further)))


def held(transaction: Transaction, opening: SessionOpening) -> Hold | None:
    """Why the session's person is shown nothing at its door. Raises Violation where its capability has none."""
    return _hold(transaction, opening.person, disclosing.door_of(opening), opening.id)


def stopped(transaction: Transaction, opening: SessionOpening, said: Stopped, now: datetime) -> Done[Hold | None]:
    """Keep what the session says of itself. A hold comes back where it may not go on: then nothing was written.

    Raises Violation for a step that no honest session makes.
    """
    was = transaction.standings.get(opening.id)
    match (was.course, said.course):
        case (Course.RUNNING, Course.PAUSED):
            transaction.standings.put(replace(was, course=Course.PAUSED, why=said.why, since=now, used=said.used))
            return Done(result=None, events=[SessionPaused(**_around(opening), why=said.why, so_far=said.used)])
        case (Course.RUNNING | Course.PAUSED | Course.FROZEN, Course.FROZEN):
            return _frozen(transaction, opening, said, was, now)
        case (Course.PAUSED, Course.RUNNING):
            went_on = SessionWentOn(
                **_around(opening), why=was.why or said.why, milliseconds=_milliseconds(was, now), swallowed=said.used
            )
            transaction.standings.put(Standing(session=opening.id))
            return Done(result=None, events=[went_on])
        case (Course.FROZEN, Course.RUNNING):
            return _resumed(transaction, opening, said, was, now)
        case (Course.RUNNING, Course.RUNNING):
            return Done(result=held(transaction, opening), events=())  # its freeze was over before it was written
        case _:
            raise Violation(f"a session that is {was.course} becomes {said.course}")


def ordered(
    transaction: Transaction, session_id: str, reason: str, by: tuple[str, str], now: datetime
) -> tuple[Session, Sequence[Event]]:
    """A supervisor, `by` (id, user name), freezes the person of a running session at its door; the session hears it after.

    Raises Refuse where it does not run, shows nothing that can be frozen, or the person is frozen there already.
    """
    session = transaction.sessions.get(session_id)
    if session is None or session.ended_at is not None:
        raise Refuse("session.not-live", texts.NOT_LIVE)
    door = disclosing.DOORS.get(session.capability)
    if door is None:
        raise Refuse("session.no-freeze", texts.NOTHING_TO_FREEZE)
    if session.person == by[0]:
        raise Refuse("four-eyes", texts.NOT_ALONE)
    if transaction.disclosures.frozen(session.person, door) is not None:
        raise Refuse("stale", texts.FROZEN_ALREADY)
    transaction.disclosures.freeze(_freeze(session.person, door, session.id, now, ()))
    was = transaction.standings.get(session.id)
    transaction.standings.put(
        replace(
            was,
            course=Course.FROZEN,
            why=Why.SUPERVISOR,
            since=now,
            ends_at=now + FROZEN_FOR,
            by=by[1],
            used=0,
            limit=0,
        )
    )
    around = {
        "person": session.person,
        "session": session.id,
        "terminal": session.terminal,
        "target": session.target,
        "order": session.order,
    }
    return session, [SessionFreezeOrdered(**around, supervisor=by[1], reason=reason, door=door.value)]


def _frozen(
    transaction: Transaction, opening: SessionOpening, said: Stopped, was: Standing, now: datetime
) -> Done[Hold | None]:
    door = disclosing.door_of(opening)
    freeze, ran_out = transaction.disclosures.frozen(opening.person, door), _ran_out(said)
    if freeze is not None:
        frozen_also(transaction, freeze, ran_out)
    elif said.why in (Why.SUPERVISOR, Why.ELSEWHERE):
        return Done(result=None, events=())  # released since it heard of it: it looks again and goes on
    else:
        transaction.disclosures.freeze(_freeze(opening.person, door, opening.id, now, ran_out))
    by = was.by if was.course is Course.FROZEN else None
    standing = replace(
        was,
        course=Course.FROZEN,
        why=said.why,
        since=now,
        ends_at=now + FROZEN_FOR,
        by=by,
        used=said.used,
        limit=said.limit,
    )
    transaction.standings.put(standing)
    event = SessionFrozen(
        **_around(opening),
        why=said.why,
        used=said.used,
        limit=said.limit,
        by=by,
        ends_at=timestamp(now + FROZEN_FOR),
    )
    return Done(result=None, events=[event])


def _resumed(
    transaction: Transaction, opening: SessionOpening, said: Stopped, was: Standing, now: datetime
) -> Done[Hold | None]:
    still = held(transaction, opening)
    if still is not None:
        return Done(result=still, events=())
    transaction.standings.put(Standing(session=opening.id))
    event = SessionResumed(
        **_around(opening), why=was.why or said.why, milliseconds=_milliseconds(was, now), discarded=said.used
    )
    return Done(result=None, events=[event])


def _hold(transaction: Transaction, person: str, door: Door, session: str) -> Hold | None:
    freeze = transaction.disclosures.frozen(person, door)
    if freeze is None:
        return None
    first = transaction.standings.get(freeze.session)
    if first.by is not None:
        return Hold(session=freeze.session, since=freeze.since, why=Why.SUPERVISOR, by=first.by)
    if freeze.session != session:
        return Hold(session=freeze.session, since=freeze.since, why=Why.ELSEWHERE)
    if first.course is Course.FROZEN and first.why is not None:
        return Hold(session=session, since=freeze.since, why=first.why, used=first.used, limit=first.limit)
    if not freeze.exceeded:
        return Hold(session=session, since=freeze.since, why=Why.ELSEWHERE)
    cap = freeze.exceeded[0]
    return Hold(
        session=session,
        since=freeze.since,
        why=_RAN_OUT.get(cap.span, Why.PEOPLE),
        used=cap.used,
        limit=cap.cap,
    )


def _ran_out(said: Stopped) -> tuple[Exceeded, ...]:
    """What a session says it stopped for; nothing where it only heard of a freeze."""
    span = _SPAN_OF.get(said.why)
    if span in (None, Span.SUPERVISOR):
        return ()
    return (Exceeded(span=span, client=None, used=said.used, cap=said.limit),)


def _freeze(person: str, door: Door, session: str, now: datetime, exceeded: tuple[Exceeded, ...]) -> Freeze:
    return Freeze(
        id=new_identifier("BF", now),
        person=person,
        door=door,
        session=session,
        statement=NO_STATEMENT,
        since=now,
        exceeded=exceeded,
    )


def _milliseconds(was: Standing, now: datetime) -> int:
    return 0 if was.since is None else max(round((now - was.since).total_seconds() * 1000), 0)


def _around(opening: SessionOpening) -> dict[str, str | None]:
    return disclosing.around(opening)
