"""One act on one order: what becomes of it, or every reason why not. Pure; the desk fetches, this judges, the desk commits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from gateway.approvals import four_eyes
from gateway.approvals.declined import Declined, because
from gateway.approvals.objection import Objection
from gateway.authorization.decision import Reason
from gateway.authorization.policy import Policy
from gateway.authorization.roles import Permission
from gateway.authorization.wording import is_one_line, standing_name
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Person
from gateway.work_orders import events
from gateway.work_orders.change import OrderMoved
from gateway.work_orders.order import Act, Approval, WorkOrder, can, moved, with_approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change and its event, to be committed together."""

    change: OrderMoved
    event: events.OrderEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says with his act: a note (None only when approving), and the seconds since he opened the page."""

    note: str | None = None
    seconds: int | None = None


def judged(order: WorkOrder, by: Person, act: Act, said: Said, policy: Policy, now: datetime) -> Step | Declined:
    """The step that `act` (APPROVE, RETURN, REJECT, WITHDRAW) by this person is."""
    reasons = (
        *hindrances(order, by, act, policy, now),
        *_about_note(act, said.note, policy.limits.reason_letters),
    )
    return Declined(reasons=reasons) if reasons else _step(order, by.id, act, said, now)


def hindrances(order: WorkOrder, by: Person, act: Act, policy: Policy, now: datetime) -> tuple[Reason, ...]:
    """Why this person may not do `act` now, whatever he says with it; empty if he may. What a page shows beside the button."""
    return (*_about_who(order, by, act, policy, now.astimezone(JST).date()), *_about_when(order, act, now))


def _step(order: WorkOrder, by: str, act: Act, said: Said, now: datetime) -> Step:
    if act is Act.APPROVE:
        after, _ = with_approval(order, Approval(approver_id=by, at=now, seconds=said.seconds))
        event: events.OrderEvent = events.approved(after, by, said.note)
    else:
        after = moved(order, act)
        event = events.ended(order, act, by, said.note or "")
    return Step(change=OrderMoved(order=after, expected_version=order.version), event=event)


def _about_who(order: WorkOrder, by: Person, act: Act, policy: Policy, today: date) -> tuple[Reason, ...]:
    if act is not Act.WITHDRAW:
        return four_eyes.objections(order, by, act, policy.roles, today)
    found = four_eyes.standing_objections(by, policy.roles, today)
    own = by.id in (order.person_id, order.requested_by) and policy.roles.permits(by.roles, Permission.ORDER_WITHDRAW)
    if not own and not policy.roles.permits(by.roles, Permission.ORDER_JUDGE):
        found += (because(Objection.NOT_YOURS),)
    return found


def _about_when(order: WorkOrder, act: Act, now: datetime) -> Iterator[Reason]:
    if not can(order.standing, act):
        standing = standing_name(order.standing)
        yield because(Objection.NOT_OPEN, order=order.id, standing=standing.en, standing_ja=standing.ja)
    if act is Act.APPROVE and now >= order.ends_at:
        yield because(Objection.WINDOW_OVER, order=order.id)


def _about_note(act: Act, note: str | None, letters_max: int) -> Iterator[Reason]:
    if note is None and act is Act.APPROVE:
        return
    if note is None or not is_one_line(note, letters_max):
        yield because(Objection.REASON_UNFIT, letters=letters_max)
