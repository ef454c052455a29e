"""One work order and its life. Access exists only inside an approved order, and ends with it by itself (R-23).

Invariants: a window has a beginning before its end, both with a time zone; each target is named once and with at least
one account; no act moves an order unless `NEXT` says so; nobody's approval counts twice, and neither the engineer's
nor the requester's counts at all (R-26).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Mode(StrEnum):
    """What the engineer may type: listed commands through the command gate (default), or a free shell."""

    COMMANDS = "commands"
    SHELL = "shell"


class Standing(StrEnum):
    """Where an order stands. Only APPROVED opens anything, and only within its window."""

    ASKED = "asked"  # 申請中
    APPROVED = "approved"  # 承認済み
    RETURNED = "returned"  # 差し戻し
    REJECTED = "rejected"  # 却下
    WITHDRAWN = "withdrawn"  # 取り下げ
    LAPSED = "lapsed"  # 期限切れ


class Act(StrEnum):
    """What somebody, or time, does to an order."""

    ENDORSE = "endorse"  # an approval that is not yet the last one needed
    APPROVE = "approve"  # the approval that completes the number needed
    RETURN = "return"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


NEXT: Mapping[tuple[Standing, Act], Standing] = {
    (Standing.ASKED, Act.ENDORSE): Standing.ASKED,
    (Standing.ASKED, Act.APPROVE): Standing.APPROVED,
    (Standing.ASKED, Act.RETURN): Standing.RETURNED,
    (Standing.ASKED, Act.REJECT): Standing.REJECTED,
    (Standing.ASKED, Act.WITHDRAW): Standing.WITHDRAWN,
    (Standing.ASKED, Act.LAPSE): Standing.LAPSED,
    (Standing.APPROVED, Act.WITHDRAW): Standing.WITHDRAWN,
    (Standing.APPROVED, Act.LAPSE): Standing.LAPSED,
    (Standing.RETURNED, Act.WITHDRAW): Standing.WITHDRAWN,
    (Standing.RETURNED, Act.LAPSE): Standing.LAPSED,
}


class NoSuchMove(Exception):
    """The act does not exist in this standing. A caller that asks `can` first never sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedTarget:
    """A target by name, and the accounts on it that the order opens."""

    name: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One supervisor's yes. `seconds` are those since he opened the order's page; None where nobody measured them (CLI)."""

    approver_id: str
    at: datetime
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """One order. `person_id` is the engineer it is for, `requested_by` who asked for it (often the same person).

    The window is [starts_at, ends_at). `purpose` is an id of policies/purposes.toml, `template` one of policies/orders.toml.
    `subjects` is how many people's data may be seen at most; None where no personal data are. `version` starts at 1 and
    grows by one with every move, so that two people who move one order at once cannot both succeed.
    Raises ValueError for a window, a target list or a number of people that breaks the module's invariants.
    """

    id: str
    person_id: str
    requested_by: str
    targets: tuple[OrderedTarget, ...]
    clients: tuple[str, ...]
    purpose: str
    personal_data: bool
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    reason: str
    standing: Standing
    approvals: tuple[Approval, ...]
    requested_at: datetime
    version: int
    subjects: int | None = None
    template: str | None = None

    def __post_init__(self) -> None:
        if any(moment.tzinfo is None for moment in (self.starts_at, self.ends_at, self.requested_at)):
            raise ValueError(f"order {self.id}: a moment without a time zone")
        if self.starts_at >= self.ends_at:
            raise ValueError(f"order {self.id}: the window ends before it begins")
        names = [target.name for target in self.targets]
        if not names or len(set(names)) != len(names) or not all(target.accounts for target in self.targets):
            raise ValueError(f"order {self.id}: each target is named once, with its accounts")
        if self.subjects is not None and (self.subjects < 1 or not self.personal_data):
            raise ValueError(f"order {self.id}: a number of people without personal data, or below one")

    @property
    def approvals_needed(self) -> int:
        """Two different supervisors for personal data or a free shell, one for other work (R-26)."""
        return 2 if self.personal_data or self.mode is Mode.SHELL else 1

    @property
    def approvers(self) -> frozenset[str]:
        """The people whose approval counts: each once, never the engineer's or the requester's own."""
        return frozenset(approval.approver_id for approval in self.approvals) - {self.person_id, self.requested_by}

    def names(self, target: str, account: str) -> bool:
        """True if the order opens this account on this target."""
        return any(ordered.name == target and account in ordered.accounts for ordered in self.targets)

    def covers(self, *, person_id: str, target: str, account: str, now: datetime) -> bool:
        """True if this order alone, whatever a policy adds, would let this person reach this account at `now`."""
        return (
            self.standing is Standing.APPROVED
            and self.person_id == person_id
            and self.names(target, account)
            and self.starts_at <= now < self.ends_at
            and len(self.approvers) >= self.approvals_needed
        )


def can(standing: Standing, act: Act) -> bool:
    """True if `act` exists in `standing`."""
    return (standing, act) in NEXT


def moved(order: WorkOrder, act: Act) -> WorkOrder:
    """The order after `act`, one version later. Raises NoSuchMove when `NEXT` has no such pair."""
    if not can(order.standing, act):
        raise NoSuchMove(f"order {order.id} is {order.standing}; it cannot {act}")
    return replace(order, standing=NEXT[order.standing, act], version=order.version + 1)


def with_approval(order: WorkOrder, approval: Approval) -> tuple[WorkOrder, Act]:
    """The order with one more approval, and the act that was: ENDORSE, or APPROVE when it completes the number.

    Who may approve is not judged here but in `approvals/four_eyes.py`. Raises NoSuchMove unless the order is ASKED.
    """
    gathered = replace(order, approvals=(*order.approvals, approval))
    complete = len(gathered.approvers) >= gathered.approvals_needed
    act = Act.APPROVE if complete else Act.ENDORSE
    return moved(gathered, act), act
