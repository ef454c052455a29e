"""`office.commit`: one change and its events in one transaction, with the registrar's own word on who made it."""

from collections.abc import Sequence
from datetime import datetime

from gateway.audit.event import Event
from gateway.ipc.server import Peer, Refuse
from gateway.registrar import changes, duties, office, order_moves, telling, texts
from gateway.registrar.binding import Bound, os_user
from gateway.registrar.events import OfficeCommitted
from gateway.registrar.group import Done
from gateway.registrar.ports import Facts, Transaction
from gateway.registrar.rights import today
from gateway.vocabulary.identity import Role


def committed(
    transaction: Transaction, peer: Peer, change: changes.Change, events: Sequence[Event], now: datetime
) -> Done[None]:
    """Apply `change` if whoever is bound to `peer` may. Raises Refuse or Violation; then nothing was written."""
    bound = peer.memo.get(Bound)
    _require_may(transaction.facts, bound, change, now)
    telling.require_told(change, events)
    subject = office.apply(transaction, change, now)
    word = OfficeCommitted(
        change=type(change).__name__,
        subject=subject,
        facts=telling.facts_of(change),
        by=bound.person if bound is not None else "",
        by_username=bound.assertion.username if bound is not None else "",
        os_user=bound.assertion.os_user if bound is not None else os_user(peer.uid),
        uid=peer.uid,
    )
    return Done(result=None, events=(word, *events))


def _require_may(facts: Facts, bound: Bound | None, change: changes.Change, now: datetime) -> None:
    if bound is None:
        duties.require_beginning(facts, change)
        return
    held = duties.roles_now(facts, bound, today(now))
    duties.require_any(held, duties.DUTIES.get(type(change), frozenset()))
    match change:
        case changes.OrderAsked():
            order_moves.require_asked(facts, change.order, bound, now)
        case changes.OrderMoved():
            order_moves.require_moved(facts, change, bound, held, now)
        case changes.PersonChanged() if change.id == bound.person:
            _keep_own_roles(change, facts.roles(bound.person, today(now)))


def _keep_own_roles(change: changes.PersonChanged, held: frozenset[Role]) -> None:
    """Nobody gives himself a role."""
    if not change.roles <= held:
        raise Refuse("four-eyes", texts.NOT_ALONE)
