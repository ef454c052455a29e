"""What makes a person suspicious is judged in the transaction that writes it, from the journal itself.

So a suspicion cannot be lost by a restart, missed between two connections or processes of one person, or raised twice by a
race: writers stand in one line. Reading is bounded: enough refusals end the counting, and a person who was raised is quiet.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from gateway.audit.entry import Entry, EntryMalformed, read_body
from gateway.audit.event import Event
from gateway.authorization.limits import Limits
from gateway.detection.events import RefusalRepeated
from gateway.detection.rules.repeated_refusals import Refused, Threshold, counts, is_quiet, suspicious
from gateway.registrar.ports import Past
from gateway.vocabulary.clock import moment_of

ASKED_LETTERS_MAX: Final = 64


def raised(past: Past, events: Sequence[Event], limits: Limits, now: datetime) -> list[Event]:
    """The suspicions that `events`, about to be appended at `now`, complete: at most one a person.

    What nobody proved to be is nobody's: an event without a person is not counted.
    """
    refusals: dict[str, list[Event]] = {}
    for event in events:
        if event.person is not None and counts(event.kind, getattr(event, "request", None)):
            refusals.setdefault(event.person, []).append(event)
    if not refusals:
        return []
    threshold = _threshold(limits)
    judged = (_judged(past, person, of_person, threshold, now) for person, of_person in refusals.items())
    return [event for event in judged if event is not None]


def _judged(
    past: Past, person: str, fresh: Sequence[Event], threshold: Threshold, now: datetime
) -> RefusalRepeated | None:
    if is_quiet(_raised_before(past, person, now, threshold), now, threshold):
        return None
    total = suspicious(_seen(past, person, fresh, now, threshold), now, threshold)
    return None if total is None else _event(fresh[-1], total, threshold)


def _raised_before(past: Past, person: str, now: datetime, threshold: Threshold) -> Iterator[datetime]:
    raised_lately = past.of_kind(RefusalRepeated.kind, since=now - threshold.again)
    return (_moment(entry, threshold.again, now) for entry in raised_lately if entry.person == person)


def _seen(past: Past, person: str, fresh: Iterable[Event], now: datetime, threshold: Threshold) -> Iterator[Refused]:
    for event in fresh:
        yield Refused(at=now, count=getattr(event, "count", 1))
    for entry in past.of_person(person, since=now - threshold.within):
        data = _data(entry)
        if counts(entry.kind, data.get("request")):
            count = data.get("count", 1)
            yield Refused(at=_moment(entry, timedelta(0), now), count=count if isinstance(count, int) else 1)


def _data(entry: Entry) -> dict[str, Any]:
    """What the entry says; nothing where its bytes are no body any more: damage makes nobody less suspicious."""
    try:
        return read_body(entry.body).data
    except EntryMalformed:
        return {}


def _moment(entry: Entry, age: timedelta, now: datetime) -> datetime:
    """When it was written; `age` ago where its column was changed to no moment at all."""
    try:
        return moment_of(entry.at)
    except ValueError:
        return now - age


def _event(last: Event, total: int, threshold: Threshold) -> RefusalRepeated:
    return RefusalRepeated(
        person=last.person,
        session=last.session,
        terminal=last.terminal,
        target=last.target,
        order=last.order,
        refusals=total,
        minutes=threshold.within // timedelta(minutes=1),
        last=last.kind,
        asked=_asked(last),
    )


def _asked(last: Event) -> str | None:
    request, rules = getattr(last, "request", None), getattr(last, "rules", ())
    said = request if isinstance(request, str) else " ".join(rules)
    return said[:ASKED_LETTERS_MAX] or None


def _threshold(limits: Limits) -> Threshold:
    return Threshold(
        refusals=limits.refusals_alarmed,
        within=timedelta(minutes=limits.refusals_minutes),
        again=timedelta(minutes=limits.alarm_again_minutes),
    )
