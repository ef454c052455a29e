"""What waits for an approval, what becomes of it, and what auditors should look at.

Nothing here decides: the same rules that refuse an act at the desk are asked beforehand, so that a page says why a button
would be refused, and to whom to turn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gateway.approvals.consenting import consent_objections
from gateway.approvals.haste import Flag, Flagged, Given, flagged, pace_flag
from gateway.approvals.judging import hindrances
from gateway.authorization.decision import Reason
from gateway.authorization.roles import Permission
from gateway.vocabulary.clock import moment_of
from gateway.vocabulary.identity import Role
from gateway.wiring.office import Office
from gateway.wiring.office_history import names_of
from gateway.wiring.office_orders import holders
from gateway.wiring.office_reading import OrderFilter, OrderLine, Sorted
from gateway.work_orders.order import Act, Standing, WorkOrder

FLAGS_SHOWN_DAYS: Final = 30
ACTS: Final = (Act.APPROVE, Act.RETURN, Act.REJECT, Act.WITHDRAW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One approval as a page shows it; `by` is name and number, `flag` what its pace says."""

    by: str
    at: datetime
    seconds: int | None
    flag: Flag | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One order as a page shows it.

    `people` are names with numbers by id. `missing` is how many approvals it lacks, `could_sign` who could give one now.
    `refused` holds, for each act, why whoever looks may not do it (empty: he may). `over` is true where the window has gone
    by without its standing saying so.
    """

    line: OrderLine
    people: Mapping[str, str]
    signed: Sequence[Signed]
    missing: int
    could_sign: Sequence[str]
    refused: Mapping[Act, tuple[Reason, ...]]
    over: bool

    @property
    def order(self) -> WorkOrder:
        """The order itself."""
        return self.line.order

    def may(self, act: str) -> bool:
        """True if the act (by its word) would not be refused at this moment."""
        return not self.refused[Act(act)]


def shown(office: Office, line: OrderLine) -> Shown:
    """Everything a page says of an order. Raises GatewayFault."""
    order, now = line.order, office.clock.now()
    waits = order.standing is Standing.ASKED and now < order.ends_at
    signers = _signers(office, order) if waits else ()
    given = [approval.approver_id for approval in order.approvals]
    people = names_of(office, {order.person_id, order.requested_by, *given, *signers})
    return Shown(
        line=line,
        people=people,
        signed=[
            Signed(
                by=people.get(each.approver_id, each.approver_id),
                at=each.at,
                seconds=each.seconds,
                flag=pace_flag(each.seconds, office.policy.limits),
            )
            for each in order.approvals
        ],
        missing=max(0, order.approvals_needed - len(order.approvers)) if waits else 0,
        could_sign=[people[each] for each in signers if each in people],
        refused=refusals(office, order),
        over=order.standing in (Standing.ASKED, Standing.APPROVED) and now >= order.ends_at,
    )


def refusals(office: Office, order: WorkOrder) -> Mapping[Act, tuple[Reason, ...]]:
    """For each act, every reason why whoever is here may not do it now."""
    me, now = office.facts.person(office.require_person().person), office.clock.now()
    if me is None:
        raise LookupError("whoever entered is registered")
    found = {act: hindrances(order, me, act, office.policy, now) for act in ACTS}
    if not found[Act.APPROVE]:
        found[Act.APPROVE] = unconsented(office, order)
    return found


def unconsented(office: Office, order: WorkOrder) -> tuple[Reason, ...]:
    """The clients without whose written consent nobody may approve the order now (R-28)."""
    engineer = office.facts.person(order.person_id)
    if engineer is None:
        return ()
    found = (office.facts.target(each.name) for each in order.targets)
    chain = office.facts.chain(engineer.employer)
    return consent_objections(
        order.clients, [each for each in found if each is not None], chain, order.starts_at, order.ends_at
    )


def waiting(office: Office, *, limit: int = 50, offset: int = 0) -> tuple[Sequence[OrderLine], int]:
    """What waits for my approval, the window that begins first standing first; and how many. Raises CallRefused."""
    me = office.require(Permission.ORDER_JUDGE).person
    wanted = OrderFilter(
        waiting_for=me, ending_after=office.clock.now(), sort=Sorted.SOONEST, limit=limit, offset=offset
    )
    return office.lists.orders(wanted), office.lists.order_count(wanted)


def remarkable(office: Office, *, days: int = FLAGS_SHOWN_DAYS) -> Sequence[Flagged]:
    """Approvals of the last days that auditors look at, newest first. Raises CallRefused."""
    office.require(Permission.JOURNAL_READ)
    rows = office.lists.approvals_given(office.clock.now() - timedelta(days=days))
    given = (Given(order=order, by=by, at=moment_of(at), seconds=seconds) for order, by, at, seconds in rows)
    return flagged(given, office.policy.limits)


def _signers(office: Office, order: WorkOrder) -> tuple[str, ...]:
    not_they = {order.person_id, order.requested_by, *(approval.approver_id for approval in order.approvals)}
    return tuple(each.id for each in holders(office, Role.SUPERVISOR) if each.id not in not_they)
