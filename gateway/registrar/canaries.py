"""Canary persons: registered and removed by the office, and looked for in whatever either door is about to show.

Seeing one is told even where it is shown masked; it stops nobody by itself.
"""

from collections.abc import Iterable
from datetime import datetime

from gateway.audit.event import Event
from gateway.disclosure.canaries import Canary
from gateway.disclosure.events import DisclosureCanary
from gateway.disclosure.shown import Person
from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, texts
from gateway.registrar.ports import Transaction
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.identifiers import IDENTIFIER


def seen(transaction: Transaction, opening: SessionOpening, values: Iterable[Person]) -> list[Event]:
    """One event for each canary among these (client, digest), whatever of it is seen."""
    found = {
        (client, canary): kind for canary, client, kind in sorted(transaction.canaries.among(values), reverse=True)
    }
    return [
        DisclosureCanary(
            person=opening.person,
            session=opening.id,
            terminal=opening.terminal,
            target=opening.target,
            order=opening.order,
            client=client,
            canary=canary,
            value=kind,
        )
        for (client, canary), kind in sorted(found.items())
    ]


def added(transaction: Transaction, change: changes.CanaryAdded, by: str, now: datetime) -> str:
    """Register one; the client's id. Raises Refuse, Violation."""
    if not IDENTIFIER.fullmatch(change.id) or not change.note.isprintable():
        raise Violation("a canary with a malformed field")
    if transaction.facts.client(change.client) is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    values = {each.digest: each.kind for each in change.values}
    if transaction.canaries.among((change.client, digest) for digest in values):
        raise Refuse("office.exists", texts.ALREADY_THERE)
    canary = Canary(id=change.id, client=change.client, note=change.note, added_at=now, added_by=by)
    if not transaction.canaries.add(canary, values):
        raise Refuse("office.exists", texts.ALREADY_THERE)
    return change.client


def removed(transaction: Transaction, change: changes.CanaryRemoved, by: str, now: datetime) -> str:
    """Let one go; the client's id. Raises Refuse."""
    known = transaction.canaries.get(change.id)
    if known is None or not transaction.canaries.remove(change.id, by=by, at=now, reason=change.reason):
        raise Refuse("office.absent", texts.NOT_THERE)
    return known.client
