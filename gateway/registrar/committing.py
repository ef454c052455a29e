"""`office.commit`: one change and its events in one transaction, with the registrar's own word on who made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from gateway.audit.event import Event
from gateway.authorization.budgets import Budgets
from gateway.ipc.server import Peer, Refuse
from gateway.registrar import (
    budget_moves,
    canaries,
    changes,
    clients,
    consequences,
    duties,
    freshness,
    holding,
    keeping,
    office,
    order_moves,
    own_factors,
    plays,
    second,
    telling,
    texts,
)
from gateway.registrar.binding import Bound, os_user
from gateway.registrar.events import OfficeCommitted
from gateway.registrar.group import Done
from gateway.registrar.ports import Facts, Transaction
from gateway.registrar.rights import today
from gateway.vocabulary.identity import Role


def committed(
    transaction: Transaction,
    peer: Peer,
    change: changes.Change,
    events: Sequence[Event],
    now: datetime,
    *,
    fresh_for: timedelta,
    budgets: Budgets,
) -> Done[None]:
    """Apply `change` if whoever is bound to `peer` may. Raises Refuse or Violation; then nothing was written."""
    bound = peer.memo.get(Bound)
    _require_may(transaction.facts, bound, change, now)
    if bound is not None:
        freshness.require(transaction, bound, change, now, fresh_for=fresh_for)
    telling.require_told(change, events)
    did = _did(transaction, bound, change, now, budgets)
    word = OfficeCommitted(
        **did.about,
        change=type(change).__name__,
        subject=did.subject,
        facts=did.facts,
        by=bound.person if bound is not None else "",
        by_username=bound.assertion.username if bound is not None else "",
        os_user=bound.assertion.os_user if bound is not None else os_user(peer.uid),
        uid=peer.uid,
    )
    return Done(result=None, events=(word, *did.further, *events))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Did:
    """What was written: what it was about, what the journal says of it, and the events of what followed from it."""

    subject: str
    facts: dict[str, Any]
    about: Mapping[str, str]
    further: Sequence[Event] = ()


def _did(
    transaction: Transaction, bound: Bound | None, change: changes.Change, now: datetime, budgets: Budgets
) -> _Did:
    match change:
        case changes.ChangeAsked(asked=asked) if bound is not None:
            _require_duty(transaction.facts, bound, asked, now)
            _require_askable(transaction, bound, asked, budgets, now)
            return _asked(transaction, bound, change, asked, now)
        case changes.ChangeConfirmed() if bound is not None:
            known = second.found(transaction, change.proposal)
            _require_duty(transaction.facts, bound, known.change, now)
            second.sign(transaction, known, bound, now)
            done = _confirmed(transaction, bound, known, now, budgets)
            return replace(done, facts={**_signatures(known), **done.facts})
        case changes.ChangeWithdrawn() if bound is not None:
            known = second.found(transaction, change.proposal)
            _require_duty(transaction.facts, bound, known.change, now)
            second.withdraw(transaction, known, bound, now)
            return _Did(subject=known.proposal.subject, facts=_signatures(known), about=telling.about(known.change))
        case changes.BudgetReleased() if bound is not None:
            return _budget(transaction, change, budget_moves.released(transaction, change, (_signed(bound),), now))
        case changes.CanaryAdded() | changes.CanaryRemoved() if bound is not None:
            return _canary(transaction, bound, change, now)
        case changes.SessionFrozen() if bound is not None:
            return _frozen(transaction, bound, change, now)
        case changes.HoldPlaced() if bound is not None:
            return _kept(transaction, change, keeping.placed(transaction, change, _signed(bound), now))
        case _:
            second.require_alone(transaction.facts, change, today(now))
            return _applied(transaction, bound, change, now)


def _canary(
    transaction: Transaction, bound: Bound, change: changes.CanaryAdded | changes.CanaryRemoved, now: datetime
) -> _Did:
    facts = telling.facts_of(change, transaction.facts)
    if isinstance(change, changes.CanaryAdded):
        subject = canaries.added(transaction, change, bound.person, now)
    else:
        subject = canaries.removed(transaction, change, bound.person, now)
    return _Did(subject=subject, facts=facts, about={})


def _asked(
    transaction: Transaction, bound: Bound, change: changes.ChangeAsked, asked: second.Asked, now: datetime
) -> _Did:
    if not second.needs_second(transaction.facts, asked, today(now)):
        raise Refuse("stale", texts.STALE)
    _require_not_for_himself(transaction.facts, bound, asked, now)
    subject = _subject_of(asked)
    facts = telling.facts_of(asked, transaction.facts)
    second.ask(transaction, change, subject, facts, bound, now)
    return _Did(
        subject=subject,
        facts={"proposal": change.proposal, "asked": type(asked).__name__, **facts},
        about=telling.about(asked),
    )


def _confirmed(transaction: Transaction, bound: Bound, known: second.Found, now: datetime, budgets: Budgets) -> _Did:
    change = known.change
    asker = budget_moves.Signature(person=known.proposal.asked_by, username=known.proposal.asked_by_username)
    match change:
        case changes.BudgetRaised():
            events = budget_moves.raised(transaction, change, (asker, _signed(bound)), budgets, now)
            return _budget(transaction, change, events)
        case changes.BudgetReleased():
            events = budget_moves.released(transaction, change, (asker, _signed(bound)), now)
            return _budget(transaction, change, events)
        case changes.HoldLifted():
            return _kept(transaction, change, keeping.lifted(transaction, change, (asker, _signed(bound)), now))
        case changes.ContractEnded():
            return _kept(transaction, change, keeping.ended(transaction, change, (asker, _signed(bound)), now))
        case _:
            return _applied(transaction, bound, change, now)


def _require_askable(
    transaction: Transaction, bound: Bound, asked: second.Asked, budgets: Budgets, now: datetime
) -> None:
    match asked:
        case changes.BudgetRaised():
            budget_moves.require_askable(transaction, bound, asked, budgets, now)
        case changes.BudgetReleased():
            budget_moves.require_release_askable(transaction, bound, asked)
        case changes.HoldLifted():
            keeping.require_standing(transaction, asked.hold)
        case changes.ContractEnded():
            keeping.require_over(transaction, asked.client, now)


def _signed(bound: Bound) -> budget_moves.Signature:
    return budget_moves.Signature.of(bound)


def _frozen(transaction: Transaction, bound: Bound, change: changes.SessionFrozen, now: datetime) -> _Did:
    by = (bound.person, bound.assertion.username)
    session, events = holding.ordered(transaction, change.session, change.reason, by, now)
    about = {"person": session.person, "session": session.id, "target": session.target, "order": session.order}
    return _Did(subject=session.id, facts={"reason": change.reason}, about=about, further=events)


def _budget(
    transaction: Transaction, change: changes.BudgetReleased | changes.BudgetRaised, events: Sequence[Event]
) -> _Did:
    facts = telling.facts_of(change, transaction.facts)
    return _Did(subject=change.person, facts=facts, about=telling.about(change), further=events)


def _kept(
    transaction: Transaction,
    change: changes.HoldPlaced | changes.HoldLifted | changes.ContractEnded,
    events: Sequence[Event],
) -> _Did:
    facts = telling.facts_of(change, transaction.facts)
    return _Did(subject=_subject_of(change), facts=facts, about={}, further=events)


def _applied(transaction: Transaction, bound: Bound | None, change: changes.Change, now: datetime) -> _Did:
    facts = telling.facts_of(change, transaction.facts)
    by = "" if bound is None else bound.person
    subject = (
        own_factors.applied(transaction, change, now, by=by)
        if isinstance(change, own_factors.ALL)
        else office.apply(transaction, change, now)
    )
    return _Did(
        subject=subject,
        facts=facts,
        about=telling.about(change),
        further=consequences.of(transaction, change, by=by, now=now),
    )


def _subject_of(asked: second.Asked | changes.HoldPlaced) -> str:
    match asked:
        case changes.HoldPlaced(client=client) | changes.ContractEnded(client=client):
            return client
        case changes.HoldLifted(hold=hold):
            return hold
        case changes.TargetChanged(after=target) | changes.TargetAdded(target=target):
            return target.name
        case changes.AuthorityAdded(name=name):
            return name
        case changes.FactorsReset(person=person) | changes.BudgetRaised(person=person):
            return person
        case changes.BudgetReleased(person=person):
            return person
        case changes.EmployerChanged(after=employer):
            return employer.id
        case _:
            return asked.id


def _signatures(known: second.Found) -> dict[str, Any]:
    asked = known.proposal
    return {"proposal": asked.id, "asked": asked.change, "asked_by": asked.asked_by}


def _require_may(facts: Facts, bound: Bound | None, change: changes.Change, now: datetime) -> None:
    if bound is None:
        duties.require_beginning(facts, change)
        return
    own_factors.require_own(bound, change)
    held = duties.roles_now(facts, bound, today(now))
    duties.require_any(held, duties.DUTIES.get(type(change), frozenset()))
    match change:
        case changes.OrderAsked():
            order_moves.require_asked(facts, change.order, bound, now)
        case changes.OrderMoved():
            order_moves.require_moved(facts, change, bound, held, now)
        case changes.PersonChanged():
            _require_not_for_himself(facts, bound, change, now)
        case changes.PlayPermitted() | changes.PlayTaken():
            plays.require_own(change, bound)
        case changes.ConsentAdded() | changes.ConsentEnded():
            clients.require_own(change, bound, now)


def _require_duty(facts: Facts, bound: Bound, asked: changes.Change, now: datetime) -> None:
    """What takes two is asked, confirmed and withdrawn by those whose matter it is."""
    duties.require_any(duties.roles_now(facts, bound, today(now)), duties.of_asked(asked))


def _require_not_for_himself(facts: Facts, bound: Bound, change: changes.Change, now: datetime) -> None:
    if isinstance(change, changes.PersonChanged) and change.id == bound.person:
        _keep_own_roles(change, facts.roles(bound.person, today(now)))


def _keep_own_roles(change: changes.PersonChanged, held: frozenset[Role]) -> None:
    """Nobody gives himself a role."""
    if not change.roles <= held:
        raise Refuse("four-eyes", texts.NOT_ALONE)
