"""What supervisors may do about a disclosure budget: let a frozen person go on, or, two of them, add one step for a day (R-06).

One lets go on whoever was frozen for people that were counted, two whoever was frozen for what nobody could count.
A supervisor moves nothing of his own. The step is of a person at a door for the day in Japan, not of a session: at the database
one connection is one session, and clients connect again and again. It lifts every session of that day alike and adds up once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gateway.audit.event import Event
from gateway.authorization.budgets import Budgets
from gateway.disclosure.events import DisclosureRaised, DisclosureReleased
from gateway.disclosure.keeping import Freeze, Raised
from gateway.disclosure.past import japan_day
from gateway.disclosure.raising import Asked, NotRaised, step_of
from gateway.disclosure.texts import NOT_RAISED
from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, holding, texts
from gateway.registrar.binding import Bound
from gateway.registrar.ports import Facts, Transaction
from gateway.registrar.rights import today
from gateway.vocabulary.identity import Role

NOBODY_YET: Final = "?"  # who will confirm, while it is only asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who moves it: the person's id and user name."""

    person: str
    username: str

    @classmethod
    def of(cls, bound: Bound) -> "Signature":
        """Whoever is bound."""
        return cls(person=bound.person, username=bound.assertion.username)


def require_askable(
    transaction: Transaction, bound: Bound, change: changes.BudgetRaised, budgets: Budgets, now: datetime
) -> None:
    """Raise Refuse where no second signature could make it a step."""
    asker = Signature.of(bound)
    _step(transaction, change, (asker.person, NOBODY_YET), frozenset({asker.person, NOBODY_YET}), budgets, now)


def raised(
    transaction: Transaction,
    change: changes.BudgetRaised,
    by: tuple[Signature, Signature],
    budgets: Budgets,
    now: datetime,
) -> Sequence[Event]:
    """Add the step, and let the person go on. Raises Refuse."""
    people = (by[0].person, by[1].person)
    supervisors = frozenset(each for each in people if Role.SUPERVISOR in transaction.facts.roles(each, today(now)))
    _step(transaction, change, people, supervisors, budgets, now)
    kept = Raised(
        person=change.person,
        door=change.door,
        day=japan_day(now),
        people=change.people,
        rows=change.rows,
        by=people,
        at=now,
        reason=change.reason,
    )
    if not transaction.disclosures.raised(kept):
        raise Refuse("budget.not-raised", NOT_RAISED[NotRaised.AGAIN])
    transaction.disclosures.release(change.person, change.door, by=people[1], at=now, reason=change.reason)
    told = DisclosureRaised(
        person=change.person,
        supervisors=(by[0].username, by[1].username),
        people=change.people,
        rows=change.rows,
        reason=change.reason,
        door=change.door.value,
    )
    return [told]


def require_release_askable(transaction: Transaction, bound: Bound, change: changes.BudgetReleased) -> None:
    """Raise Refuse where nothing is frozen that takes two, or where the asker is the frozen person."""
    frozen = _releasable(transaction, change, (Signature.of(bound),))
    if change.freeze is None:
        raise Violation("a release that is asked for without its freeze")
    if not holding.takes_two(frozen):
        raise Refuse("stale", texts.STALE)


def released(
    transaction: Transaction, change: changes.BudgetReleased, by: tuple[Signature, ...], now: datetime
) -> Sequence[Event]:
    """Let the person go on within the caps, by the word of one or of two. Raises Refuse for oneself, and where nothing is frozen.

    The last of `by` is who does it now; whoever asked before must be a supervisor still.
    """
    frozen = _releasable(transaction, change, by)
    people = {each.person for each in by}
    if holding.takes_two(frozen) and len(people) < holding.TWO:
        raise Refuse("second.needed", texts.RELEASE_TAKES_TWO)
    if not all(Role.SUPERVISOR in transaction.facts.roles(each, today(now)) for each in people):
        raise Refuse("role.missing", texts.NOT_YOURS)
    last = by[-1]
    if not transaction.disclosures.release(change.person, change.door, by=last.person, at=now, reason=change.reason):
        raise Refuse("stale", texts.NOT_FROZEN)
    told = DisclosureReleased(
        person=change.person,
        session=frozen.session,
        supervisor=last.username,
        reason=change.reason,
        door=change.door.value,
        asked_by=by[0].username if len(people) > 1 else None,
    )
    return [told]


def _releasable(transaction: Transaction, change: changes.BudgetReleased, by: tuple[Signature, ...]) -> Freeze:
    _require_line(change.reason)
    if change.person in {each.person for each in by}:
        raise Refuse("four-eyes", NOT_RAISED[NotRaised.OWN])
    frozen = transaction.disclosures.frozen(change.person, change.door)
    if frozen is None or change.freeze not in (None, frozen.id):
        raise Refuse("stale", texts.NOT_FROZEN)
    return frozen


def _step(
    transaction: Transaction,
    change: changes.BudgetRaised,
    by: tuple[str, str],
    supervisors: frozenset[str],
    budgets: Budgets,
    now: datetime,
) -> None:
    _require_line(change.reason)
    _require_somebody(transaction.facts, change.person)
    past = transaction.disclosures.past(change.person, change.door, "", japan_day(now))
    asked = Asked(person=change.person, session="", people=change.people, rows=change.rows, supervisors=by)
    found = step_of(asked, budgets.default, budgets.raising, past, supervisors, now)
    if isinstance(found, NotRaised):
        raise Refuse("budget.not-raised", NOT_RAISED[found])


def _require_somebody(facts: Facts, person: str) -> None:
    if facts.account(person) is None:
        raise Refuse("office.absent", texts.NOT_THERE)


def _require_line(reason: str) -> None:
    if not reason.strip() or not reason.isprintable():
        raise Violation("a reason that is no line")
