"""Changes that one administrator cannot make alone: asked by one, confirmed by another, in effect from then on (R-16, R-22).

Somebody's factors or roles, a target's host keys, an authority of user certificates, and, once there are two administrators, a
newcomer with a role that approves, audits or administers (or one alone could make himself all the people an approval takes) and
a new target's host keys. What
was asked is kept as this process wrote it and is applied from there; the second person names it by its id and cannot alter it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

import msgspec

from gateway.approvals.proposal import LIFE, Hindrance, Proposal, Standing, hindrance, is_open
from gateway.audit.canonical import canonical, read_canonical
from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, texts
from gateway.registrar.binding import Bound
from gateway.registrar.ports import Facts, Transaction
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.identity import Role

Asked = (
    changes.PersonAdded
    | changes.PersonChanged
    | changes.TargetAdded
    | changes.TargetChanged
    | changes.AuthorityAdded
    | changes.EmployerChanged
    | changes.FactorsReset
    | changes.BudgetReleased
    | changes.BudgetRaised
    | changes.HoldLifted
    | changes.ContractEnded
)
ADMINISTRATORS_ENOUGH: Final = 2
POWERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.SUPERVISOR, Role.DEMO_OPERATOR})
_REFUSED: Final[Mapping[Hindrance, Refuse]] = MappingProxyType(
    {
        Hindrance.OVER: Refuse("proposal.over", texts.PROPOSAL_OVER),
        Hindrance.OWN: Refuse("four-eyes", texts.SECOND_PERSON),
        Hindrance.ABOUT_HIM: Refuse("four-eyes", texts.SECOND_PERSON),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A stored proposal with the change it holds, and what the journal said of it when it was asked."""

    proposal: Proposal
    change: Asked
    facts: dict[str, Any]


def needs_second(facts: Facts, change: changes.Change, today: date) -> bool:
    """True for a change that takes effect only with two signatures."""
    match change:
        case changes.PersonChanged():
            before = facts.account(change.id)
            factors = change.password_sealed is not None or change.totp_sealed is not None
            return factors or (before is not None and before.roles != change.roles)
        case changes.PersonAdded() if change.roles & POWERS:
            return facts.holding(Role.ADMINISTRATOR, today) >= ADMINISTRATORS_ENOUGH
        case changes.TargetAdded(target=target) if target.host_keys:
            return facts.holding(Role.ADMINISTRATOR, today) >= ADMINISTRATORS_ENOUGH
        case changes.TargetChanged(before=seen, after=after):
            return set(seen.host_keys) != set(after.host_keys)
        case changes.EmployerChanged(before=was, after=becomes):
            return was.kind != becomes.kind  # whose consent its people need hangs on it
        case changes.AuthorityAdded() | changes.FactorsReset() | changes.HoldLifted() | changes.ContractEnded():
            # Who holds an authority's key has everybody's; who resets alone becomes anybody; what is destroyed is gone.
            return True
        case changes.BudgetRaised() | changes.BudgetReleased():
            return True  # two supervisors; of a release only where `holding.takes_two` says so (budget_moves.py)
        case _:
            return False


def require_alone(facts: Facts, change: changes.Change, today: date) -> None:
    """Raise Refuse for a change that one person cannot make."""
    if needs_second(facts, change, today):
        raise Refuse("second.needed", texts.SECOND_NEEDED)


def ask(
    transaction: Transaction,
    change: changes.ChangeAsked,
    subject: str,
    facts: dict[str, Any],
    bound: Bound,
    now: datetime,
) -> None:
    """Keep what is asked until somebody else confirms it. Raises Violation or Refuse."""
    if not IDENTIFIER.fullmatch(change.proposal):
        raise Violation("a proposal with a malformed id")
    _require_fresh(transaction.facts, change.asked)
    proposal = Proposal(
        id=change.proposal,
        change=type(change.asked).__name__,
        subject=subject,
        facts=canonical(facts).decode(),
        body=msgspec.msgpack.encode(change.asked),
        asked_by=bound.person,
        asked_by_username=bound.assertion.username,
        asked_at=now,
        expires_at=now + LIFE,
        standing=Standing.OPEN,
    )
    if not transaction.office.proposals.add(proposal):
        raise Refuse("office.exists", texts.ALREADY_THERE)


def found(transaction: Transaction, proposal: str) -> Found:
    """What was asked under this id. Raises Refuse where there is nothing."""
    stored = transaction.office.proposals.get(proposal)
    if stored is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    change = msgspec.msgpack.decode(stored.body, type=Asked)
    return Found(proposal=stored, change=change, facts=read_canonical(stored.facts.encode()))


def sign(transaction: Transaction, known: Found, bound: Bound, now: datetime) -> None:
    """Put the second signature to it. Raises Refuse for whoever asked, for the person it is about, and for one that is over."""
    hindered = hindrance(known.proposal, bound.person, now)
    if hindered is not None:
        raise _REFUSED[hindered]
    _decide(transaction, known, Standing.CONFIRMED, bound, now)


def withdraw(transaction: Transaction, known: Found, bound: Bound, now: datetime) -> None:
    """Any administrator may: nothing takes effect. Raises Refuse for one that is over."""
    if not is_open(known.proposal.standing, known.proposal.expires_at, now):
        raise _REFUSED[Hindrance.OVER]
    _decide(transaction, known, Standing.WITHDRAWN, bound, now)


def _decide(transaction: Transaction, known: Found, standing: Standing, bound: Bound, now: datetime) -> None:
    if not transaction.office.proposals.decide(known.proposal.id, standing, by=bound.person, at=now):
        raise _REFUSED[Hindrance.OVER]


def _require_fresh(facts: Facts, asked: Asked) -> None:
    """What its author saw must stand when it is asked; that it still stands when it is confirmed, its applier sees to."""
    match asked:
        case changes.PersonChanged(id=person, expected_version=version):
            account = facts.account(person)
            fresh = account is not None and account.version == version
        case changes.FactorsReset(person=person):
            fresh = facts.account(person) is not None
        case changes.TargetChanged(before=before):
            fresh = facts.target(before.name) == before
        case changes.EmployerChanged(before=was):
            fresh = facts.employer(was.id) == was
        case changes.TargetAdded(target=target):
            if facts.target(target.name) is not None:
                raise Refuse("office.exists", texts.ALREADY_THERE)
            fresh = True
        case _:
            fresh = True
    if not fresh:
        raise Refuse("stale", texts.STALE)
