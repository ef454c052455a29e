"""What the journal hears about work orders. `person` is who acted, `engineer` whom the order is for; both are ids."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from gateway.audit.event import Event
from gateway.work_orders.order import Act, Mode, Standing, WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent(Event):
    """What all of them carry. `reason` is what the person wrote: one line, bounded by policies/limits.toml."""

    engineer: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAsked(OrderEvent):
    """A work order was asked for. `accounts` are spelled target/account."""

    kind: ClassVar[str] = "order.asked"
    accounts: tuple[str, ...]
    clients: tuple[str, ...]
    purpose: str
    personal_data: bool
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    approvals_needed: int
    subjects: int | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderApproved(OrderEvent):
    """One supervisor approved. `standing` is `asked` while further approvals are needed.

    `seconds` are those since he opened the order's page (R-26: fewer than the policy's are shown to auditors); None where
    no page was opened, as on the command line.
    """

    kind: ClassVar[str] = "order.approved"
    approvals: int
    approvals_needed: int
    standing: Standing
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReturned(OrderEvent):
    """A supervisor sent the order back (差し戻し)."""

    kind: ClassVar[str] = "order.returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRejected(OrderEvent):
    """A supervisor said no (却下)."""

    kind: ClassVar[str] = "order.rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWithdrawn(OrderEvent):
    """The engineer, the requester or a supervisor withdrew the order (取り下げ). Its sessions end."""

    kind: ClassVar[str] = "order.withdrawn"
    was: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefused(Event):
    """Somebody tried what he may not do with an order: `rules` say why. `act` is `ask` or an act of an order's life."""

    kind: ClassVar[str] = "order.refused"
    act: str
    rules: tuple[str, ...]


def asked(order: WorkOrder) -> OrderAsked:
    """The event of a new order."""
    return OrderAsked(
        person=order.requested_by,
        order=order.id,
        target=_only_target(order),
        engineer=order.person_id,
        reason=order.reason,
        accounts=tuple(f"{target.name}/{account}" for target in order.targets for account in target.accounts),
        clients=order.clients,
        purpose=order.purpose,
        personal_data=order.personal_data,
        mode=order.mode,
        starts_at=order.starts_at,
        ends_at=order.ends_at,
        approvals_needed=order.approvals_needed,
        subjects=order.subjects,
        template=order.template,
    )


def approved(after: WorkOrder, by: str, note: str | None) -> OrderApproved:
    """The event of one approval; `after` is the order with it, the last of its approvals."""
    return OrderApproved(
        person=by,
        order=after.id,
        target=_only_target(after),
        engineer=after.person_id,
        reason=note,
        approvals=len(after.approvers),
        approvals_needed=after.approvals_needed,
        standing=after.standing,
        seconds=after.approvals[-1].seconds,
    )


def ended(before: WorkOrder, act: Act, by: str, reason: str) -> OrderReturned | OrderRejected | OrderWithdrawn:
    """The event of an act that closes an order. Raises ValueError for an act that does not."""
    match act:
        case Act.RETURN:
            return OrderReturned(person=by, order=before.id, engineer=before.person_id, reason=reason)
        case Act.REJECT:
            return OrderRejected(person=by, order=before.id, engineer=before.person_id, reason=reason)
        case Act.WITHDRAW:
            return OrderWithdrawn(
                person=by, order=before.id, engineer=before.person_id, reason=reason, was=before.standing
            )
    raise ValueError(f"{act} closes no order")


def _only_target(order: WorkOrder) -> str | None:
    return order.targets[0].name if len(order.targets) == 1 else None
