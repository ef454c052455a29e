"""Work orders as the office's pages and commands see them: whose may be looked at, lists, and drafts that fill in a form.

Whoever may read sessions reads everybody's orders; an engineer reads those he works under or asked for. To anybody else an
order that exists is like one that does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from gateway.authorization.roles import Permission
from gateway.authorization.templates import OrderTemplate
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Target
from gateway.wiring.office import Office
from gateway.wiring.office_reading import OrderFilter, OrderLine, PersonLine
from gateway.work_orders.order import Mode, OrderedTarget

SUBJECTS_USUAL: Final = 20  # of R-06: what one session may show
HOURS_USUAL: Final = 2
_NO_TEMPLATE: Final = Text(
    ja="そのひな形はないか、現在の覚書では使えません。ひな形を選び直すか、ひな形なしで申請してください。",
    en="There is no such order template, or the memorandum in force does not allow it. Choose another, or ask without one.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a request form begins with. `targets` are as `target/account`; `reason` is for whoever asks to complete."""

    template: str | None
    targets: tuple[str, ...]
    clients: tuple[str, ...]
    purpose: str
    mode: Mode
    personal_data: bool
    subjects: int
    starts_at: datetime
    ends_at: datetime
    reason: Text


# -- whose orders


def sees_all(office: Office) -> bool:
    """True if whoever is here may look at everybody's orders."""
    return office.policy.roles.permits(office.require_person().roles, Permission.SESSION_READ)


def list_orders(office: Office, wanted: OrderFilter) -> tuple[Sequence[OrderLine], int]:
    """One page of the orders that meet the filter and may be seen, and how many there are. Raises CallRefused."""
    allowed = _allowed(office, wanted)
    return office.lists.orders(allowed), office.lists.order_count(allowed)


def find_order(office: Office, order: str) -> OrderLine | None:
    """The order with its people; None where there is none that may be seen. Raises CallRefused."""
    me = office.require(Permission.ORDER_READ, order).person
    line = office.lists.order(order)
    if line is None or sees_all(office) or me in (line.order.person_id, line.order.requested_by):
        return line
    return None


def _allowed(office: Office, wanted: OrderFilter) -> OrderFilter:
    me = office.require(Permission.ORDER_READ).person
    return wanted if sees_all(office) else replace(wanted, of=me)


def engineers(office: Office) -> Sequence[PersonLine]:
    """Whom an order can be for: active engineers under contract."""
    return holders(office, Role.ENGINEER)


def holders(office: Office, role: Role) -> Sequence[PersonLine]:
    """Everybody who may use the role today."""
    today = office.clock.now().astimezone(JST).date()
    people = office.lists.people()
    return [
        each
        for each in people
        if each.standing is Standing.ACTIVE and each.contract_end >= today and role in each.roles
    ]


# -- asking


def offered(office: Office) -> tuple[OrderTemplate, ...]:
    """The templates whose purpose the memorandum of today permits."""
    policy, now = office.policy, office.clock.now()
    return tuple(each for each in policy.templates.values() if policy.purposes.permits(each.purpose, now))


def open_targets(office: Office) -> Sequence[Target]:
    """Targets in service, by name."""
    return [target for target in office.lists.targets() if target.standing is Standing.ACTIVE]


def open_accounts(office: Office) -> Sequence[str]:
    """Every account on them, as `target/account`."""
    return [f"{target.name}/{account}" for target in open_targets(office) for account in target.accounts]


def completed(office: Office, typed: str) -> str:
    """`target` alone becomes `target/account` where it has one account; anything else stays as it was typed."""
    target = None if "/" in typed else office.facts.target(typed)
    return f"{typed}/{target.accounts[0]}" if target is not None and len(target.accounts) == 1 else typed


def draft(office: Office, template: str | None = None) -> Draft:
    """A form's beginning: from a template, or nearly empty. The window begins with the next full hour. Raises CallRefused."""
    starts = next_full_hour(office.clock.now())
    if template is None:
        return _empty(office, starts)
    chosen = next((each for each in offered(office) if each.id == template), None)
    if chosen is None:
        raise CallRefused("order.template", _NO_TEMPLATE)
    by_name = _in_service(office, chosen.targets)
    targets = [spelled for each in chosen.targets if (spelled := _spelled(each, by_name)) is not None]
    held = dict.fromkeys(client for each in targets for client in by_name[each.partition("/")[0]].clients)
    return Draft(
        template=chosen.id,
        targets=tuple(targets),
        clients=tuple(held) if chosen.personal_data and len(held) == 1 else (),  # several: the person names them
        purpose=chosen.purpose,
        mode=Mode(chosen.mode.value),
        personal_data=chosen.personal_data,
        subjects=chosen.subjects or _usual(office),
        starts_at=starts,
        ends_at=starts + timedelta(hours=chosen.hours),
        reason=chosen.reason,
    )


def next_full_hour(now: datetime) -> datetime:
    """The first moment of the next hour in Japan, in UTC."""
    local = now.astimezone(JST).replace(minute=0, second=0, microsecond=0)
    return (local + timedelta(hours=1)).astimezone(UTC)


def grouped(spelled: Sequence[str]) -> tuple[OrderedTarget, ...]:
    """`target/account` as an order names them: each target once, with all its accounts."""
    found: dict[str, list[str]] = {}
    for each in spelled:
        target, _, account = each.partition("/")
        found.setdefault(target, []).append(account)
    return tuple(OrderedTarget(name=name, accounts=tuple(dict.fromkeys(each))) for name, each in found.items())


def _in_service(office: Office, spelled: Sequence[str]) -> dict[str, Target]:
    found = (office.facts.target(each.partition("/")[0]) for each in spelled)
    return {target.name: target for target in found if target is not None and target.standing is Standing.ACTIVE}


def _spelled(named_target: str, by_name: dict[str, Target]) -> str | None:
    """As `target/account`, where the target is in service and the account is named or the only one."""
    name, slash, account = named_target.partition("/")
    target = by_name.get(name)
    if target is None or (slash and account not in target.accounts):
        return None
    if slash:
        return named_target
    return f"{name}/{target.accounts[0]}" if len(target.accounts) == 1 else None


def _empty(office: Office, starts: datetime) -> Draft:
    permitted = tuple(office.policy.purposes.permitted_at(office.clock.now()))
    return Draft(
        template=None,
        targets=(),
        clients=(),
        purpose=permitted[0] if len(permitted) == 1 else "",
        mode=Mode.SHELL,
        personal_data=False,
        subjects=_usual(office),
        starts_at=starts,
        ends_at=starts + timedelta(hours=min(HOURS_USUAL, office.policy.limits.window_hours)),
        reason=Text(ja="", en=""),
    )


def _usual(office: Office) -> int:
    return min(SUBJECTS_USUAL, office.policy.limits.subjects)
