"""A work order's next step, worked out again by the one writer: nobody alone, and no step the table of its life lacks (R-26).

The office sends the order as it should stand. Here the step is made anew from the stored order and the bound person; only an
order equal to the result is written. So no process can add an approval in another's name or change what was approved.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, texts
from gateway.registrar.binding import Bound
from gateway.registrar.consents import require_consents
from gateway.registrar.duties import require_any
from gateway.registrar.ports import Facts
from gateway.registrar.rights import today
from gateway.vocabulary.identity import Role
from gateway.work_orders.order import Act, Standing, WorkOrder, can, moved, with_approval

SUPERVISORS: Final = frozenset({Role.SUPERVISOR})
APPROVED_WITHIN: Final = timedelta(minutes=5)  # an approval's own time against the registrar's clock
SECONDS_MAX: Final = 7 * 24 * 3600
SUBJECTS_MAX: Final = 10_000  # of any policy; the policy's own number is the desk's to hold
_ACT_TO: Final[Mapping[Standing, Act]] = MappingProxyType(
    {
        Standing.RETURNED: Act.RETURN,
        Standing.REJECTED: Act.REJECT,
        Standing.WITHDRAWN: Act.WITHDRAW,
        Standing.LAPSED: Act.LAPSE,
    }
)


def require_asked(facts: Facts, order: WorkOrder, bound: Bound, now: datetime) -> None:
    """Raise unless this is a fresh order asked by the bound person for an engineer: Violation, or Refuse."""
    if order.requested_by != bound.person:
        raise Violation("an order asked in another person's name")
    if order.standing is not Standing.ASKED or order.approvals or order.version != 1:
        raise Violation("an order that begins in the middle of its life")
    if order.personal_data and order.subjects is not None and order.subjects > SUBJECTS_MAX:
        raise Violation("an order for more people than any policy allows")
    if Role.ENGINEER not in facts.roles(order.person_id, today(now)):
        raise Refuse("office.absent", texts.NOT_THERE)
    over = facts.contracts_over(order.clients)
    if over:
        raise Refuse("client.over", texts.contract_over(min(over)))
    require_consents(facts, order)


def require_moved(facts: Facts, change: changes.OrderMoved, bound: Bound, held: frozenset[Role], now: datetime) -> None:
    """Raise unless `change.order` is the stored order after one step the bound person may make: Violation, or Refuse."""
    stored = facts.order(change.order.id)
    if stored is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    if stored.version != change.expected_version:
        raise Refuse("stale", texts.STALE)
    if change.order != _after_step(facts, stored, change.order, bound, held, now):
        raise Violation("an order that is not the stored one after one step")


def _after_step(
    facts: Facts, stored: WorkOrder, wanted: WorkOrder, bound: Bound, held: frozenset[Role], now: datetime
) -> WorkOrder:
    if wanted.approvals != stored.approvals:
        after = _approved(stored, wanted, bound, held, now)
        require_consents(facts, stored)
        return after
    act = _ACT_TO.get(wanted.standing)
    if act is None or not can(stored.standing, act):
        raise Refuse("stale", texts.STALE)
    _require_may(act, stored, bound, held, now)
    return moved(stored, act)


def _approved(stored: WorkOrder, wanted: WorkOrder, bound: Bound, held: frozenset[Role], now: datetime) -> WorkOrder:
    require_any(held, SUPERVISORS)
    if stored.standing is not Standing.ASKED:
        raise Refuse("stale", texts.STALE)
    approval = wanted.approvals[-1] if wanted.approvals else None
    if approval is None or approval.approver_id != bound.person or abs(approval.at - now) > APPROVED_WITHIN:
        raise Violation("an approval in another's name or of another time")
    if approval.seconds is not None and not 0 <= approval.seconds <= SECONDS_MAX:
        raise Violation("an approval after a time that nobody looks at a page")
    if bound.person in (stored.person_id, stored.requested_by, *stored.approvers):
        raise Refuse("four-eyes", texts.NOT_ALONE)
    return with_approval(stored, approval)[0]


def _require_may(act: Act, stored: WorkOrder, bound: Bound, held: frozenset[Role], now: datetime) -> None:
    match act:
        case Act.WITHDRAW if bound.person in (stored.person_id, stored.requested_by):
            return
        case Act.LAPSE if now < stored.ends_at:
            raise Violation("an order lapsed before its end")
        case Act.LAPSE:
            return
        case _:
            require_any(held, SUPERVISORS)
