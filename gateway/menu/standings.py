"""Orders that open nothing now: in which standing they are, why, and whom to ask. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from gateway.authorization.decision import Refusal
from gateway.authorization.purposes import Purposes
from gateway.authorization.wording import japan_time
from gateway.menu import words
from gateway.vocabulary.outcome import Text
from gateway.work_orders.order import Standing, WorkOrder

OVER_SHOWN: Final = timedelta(days=1)  # an order that ended longer ago explains nothing any more


class Group(IntEnum):
    """What stands first among what waits."""

    REFUSED = 1  # inside its window, and still closed
    ASKED = 2
    LATER = 3
    RETURNED = 4
    OVER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One order, or one target of it. `state` is two or three words, `why` says why, and what to do next."""

    group: Group
    order: str
    targets: tuple[str, ...]
    purpose: Text
    starts_at: datetime
    ends_at: datetime
    state: Text
    why: Text

    @property
    def rank(self) -> tuple[int, datetime, str, tuple[str, ...]]:
        """By group, then what begins first."""
        return self.group, self.starts_at, self.order, self.targets


def waiting(order: WorkOrder, purposes: Purposes, now: datetime) -> Waiting | None:
    """The order as one entry; None where it is inside its window and approved, or ended longer than OVER_SHOWN ago."""
    if order.ends_at <= now - OVER_SHOWN:
        return None
    if now >= order.ends_at:
        return _entry(order, purposes, Group.OVER, words.OVER, _over(order))
    if order.standing is not Standing.APPROVED:
        return _SAID[order.standing](order, purposes)
    if now < order.starts_at:
        return _entry(order, purposes, Group.LATER, words.begins(order.starts_at, now), words.not_yet(order.starts_at))
    return None


def unregistered(order: WorkOrder, target: str, purposes: Purposes) -> Waiting:
    """A target of an open order that the register does not know (any more)."""
    return _entry(order, purposes, Group.REFUSED, words.NOT_REGISTERED, words.NO_SUCH_TARGET, (target,))


def not_by_ssh(order: WorkOrder, target: str, purposes: Purposes) -> Waiting:
    """A target of an open order that is no SSH host: a database is reached with its own client."""
    return _entry(order, purposes, Group.REFUSED, words.NOT_BY_SSH, words.OTHER_CLIENT, (target,))


def undecided(order: WorkOrder, target: str, account: str, purposes: Purposes) -> Waiting:
    """One target too many for a list; it can be named at the door."""
    return _entry(order, purposes, Group.REFUSED, words.NOT_LISTED, words.name_it(target), (f"{target}/{account}",))


def refused(order: WorkOrder, target: str, account: str, refusal: Refusal, purposes: Purposes) -> Waiting:
    """A target of an open order that the policy refuses all the same, in the words of its rules."""
    reasons = refusal.reasons
    why = Text(
        ja="".join(f"{why.title.ja}（{why.rule}）。{why.next_step.ja}" for why in reasons),
        en=" ".join(f"{why.title.en} ({why.rule}). {why.next_step.en}" for why in reasons),
    )
    return _entry(order, purposes, Group.REFUSED, words.refused(reasons[0].rule), why, (f"{target}/{account}",))


def _asked(order: WorkOrder, purposes: Purposes) -> Waiting:
    given, needed = len(order.approvers), order.approvals_needed
    return _entry(order, purposes, Group.ASKED, words.asked(given, needed), words.wants_approvals(given, needed))


def _returned(order: WorkOrder, purposes: Purposes) -> Waiting:
    return _entry(order, purposes, Group.RETURNED, words.RETURNED, words.CORRECT_AND_ASK)


def _rejected(order: WorkOrder, purposes: Purposes) -> Waiting:
    return _entry(order, purposes, Group.OVER, words.REJECTED, words.ASK_WHY)


def _withdrawn(order: WorkOrder, purposes: Purposes) -> Waiting:
    return _entry(order, purposes, Group.OVER, words.WITHDRAWN, words.ASK_AGAIN)


def _lapsed(order: WorkOrder, purposes: Purposes) -> Waiting:
    return _entry(order, purposes, Group.OVER, words.LAPSED, words.ASK_AGAIN)


def _over(order: WorkOrder) -> Text:
    return words.window_over(japan_time(order.ends_at))


def _entry(
    order: WorkOrder, purposes: Purposes, group: Group, state: Text, why: Text, targets: tuple[str, ...] = ()
) -> Waiting:
    return Waiting(
        group=group,
        order=order.id,
        targets=targets or tuple(named.name for named in order.targets),
        purpose=purposes.name_of(order.purpose),
        starts_at=order.starts_at,
        ends_at=order.ends_at,
        state=state,
        why=why,
    )


_SAID: Mapping[Standing, Callable[[WorkOrder, Purposes], Waiting]] = MappingProxyType(
    {
        Standing.ASKED: _asked,
        Standing.RETURNED: _returned,
        Standing.REJECTED: _rejected,
        Standing.WITHDRAWN: _withdrawn,
        Standing.LAPSED: _lapsed,
    }
)
