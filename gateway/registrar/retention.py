"""The end of recordings, worked out in the one writer's transactions: what is due, what a hold keeps, which keys go (R-84, R-87).

Nothing is decided by what was read before: holds and ended contracts are read in the transaction that retires. A key pair goes
when no recording it closes is left alive, so it is always the journal that hears of the recordings first.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from gateway.audit.entry import read_body
from gateway.audit.event import Event
from gateway.recording.content_key import began_on
from gateway.recording.legal_hold import LegalHold
from gateway.recording.retiring import Candidate, Terms
from gateway.registrar.group import Done
from gateway.registrar.ports import Transaction
from gateway.registrar.retention_events import RecordingKeyDestroyed, RecordingRetired, RetentionHeld

TOLD_AGAIN: Final = timedelta(hours=20)  # of what a hold keeps: once a day, whenever the worker looks

Days = Callable[[Collection[str]], int]


def terms(transaction: Transaction, days_of: Days, now: datetime) -> Terms:
    """By what recordings end at this moment."""
    return Terms(
        today=now.date(),
        days_of=days_of,
        ended=frozenset(end.client for end in transaction.contract_ends.every()),
        holds=transaction.legal_holds.standing(),
    )


def held(found: Iterable[Candidate], today: Terms) -> dict[LegalHold, list[str]]:
    """Recordings that are due and stay, by the holds that keep them."""
    kept: dict[LegalHold, list[str]] = {}
    for each in found:
        if today.reason(each.clients, each.first) is not None:
            for hold in today.held_by(each.clients, each.first, each.last):
                kept.setdefault(hold, []).append(each.recording)
    return kept


def retired(transaction: Transaction, found: Sequence[Candidate], days_of: Days, now: datetime) -> Done[int]:
    """Retire those of them that are due and that no hold keeps; how many."""
    today = terms(transaction, days_of, now)
    events: list[Event] = []
    for each in found:
        why = today.reason(each.clients, each.first)
        if why is None or today.held_by(each.clients, each.first, each.last):
            continue
        if transaction.retirements.retire(each.recording, why, now):
            word = RecordingRetired(
                session=each.session,
                recording=each.recording,
                clients=each.clients,
                final_hash=each.final_hash,
                why=why.value,
                days=days_of(each.clients),
            )
            events.append(word)
    return Done(result=len(events), events=events)


def keys_destroyed(
    transaction: Transaction, found: Iterable[tuple[bytes, str, tuple[str, ...]]], days_of: Days, now: datetime
) -> Done[int]:
    """Destroy those pairs whose time is over, that no hold keeps and that close nothing alive; how many."""
    today = terms(transaction, days_of, now)
    events: list[Event] = []
    for name, day, clients in found:
        began = began_on(f"R-{day}-0000000000")
        why = today.reason(clients, began)
        if why is None or today.held_by(clients, began, began) or transaction.retirements.living(began, clients):
            continue
        if transaction.recording_keys.destroy(name, now):
            events.append(RecordingKeyDestroyed(name=name.hex(), day=day, clients=clients, why=why.value))
    return Done(result=len(events), events=events)


def told(transaction: Transaction, kept: dict[LegalHold, list[str]], now: datetime) -> Done[int]:
    """What holds keep stands in the journal, once a day for each; the number of recordings kept."""
    lately = transaction.past.of_kind(RetentionHeld.kind, since=now - TOLD_AGAIN)
    known = {str(read_body(entry.body).data.get("hold")) for entry in lately}
    events = [
        RetentionHeld(hold=hold.id, client=hold.client, recordings=len(ids), first=min(ids), last=max(ids))
        for hold, ids in kept.items()
        if hold.id not in known
    ]
    return Done(result=len({each for ids in kept.values() for each in ids}), events=events)


def removed(transaction: Transaction, recording: str, now: datetime) -> Done[None]:
    """The file of a retired recording is gone. The journal has heard why; this is bookkeeping."""
    transaction.retirements.removed(recording, now)
    return Done(result=None, events=())
