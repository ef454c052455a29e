"""What a person may open now, and which of the person's orders open nothing and why. Pure: facts, policy and a moment in.

Invariants: a choice is there only because `decide` gave a Permit for exactly this target, account and kind of access at this
moment; nothing is named that no order of this person names; at most DECIDED_MAX decisions are made, and what is left undecided
is said. A choice is still only an offer: `admit` decides again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from gateway.authentication.progress import Proved
from gateway.authorization.choose import choose, interactive
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability, Factor, Request
from gateway.menu import standings
from gateway.menu.standings import Waiting
from gateway.sessions.ports import AdmissionFacts
from gateway.sessions.route import Route
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Protocol, Target
from gateway.work_orders.order import Standing, WorkOrder

DECIDED_MAX: Final = 100  # a decision takes 2 ms under an order of 30 targets, and more under a longer one


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many people's data were seen, of how many that may be. Nothing counts them yet (R-06)."""

    seen: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One target and account that can be opened until `until`. `is_open` False: it could, when the menu was first shown."""

    target: str
    account: str
    access: Capability
    order: str
    purpose: Text
    until: datetime
    personal_data: bool  # whether the target holds any
    budget: Budget | None = None  # None: not metered
    is_open: bool = True

    @property
    def route(self) -> Route:
        """Where it leads."""
        return Route(target=self.target, account=self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """All of it at the moment `at`."""

    username: str
    language: Language
    at: datetime
    choices: tuple[Choice, ...]
    waiting: tuple[Waiting, ...]


def survey(facts: AdmissionFacts, proved: Proved, wants: Capability, policy: Policy, now: datetime) -> Menu:
    """The menu for a channel that wants `wants`; SHELL stands for "interactive", as at admission."""
    own = tuple(order for order in facts.orders if order.person_id == facts.person.id)
    targets = {target.name: target for target in facts.ordered}
    choices: list[Choice] = []
    waiting = [entry for order in own if (entry := standings.waiting(order, policy.purposes, now)) is not None]
    for place, (name, account, order) in enumerate(_open_now(own, now)):
        target = targets.get(name)
        if target is None:
            waiting.append(standings.unregistered(order, name, policy.purposes))
        elif target.protocol is not Protocol.SSH:
            waiting.append(standings.not_by_ssh(order, name, policy.purposes))
        elif place >= DECIDED_MAX:
            waiting.append(standings.undecided(order, name, account, policy.purposes))
        else:
            request = _request(facts, proved, target, account, wants, now)
            match _decided(own, request, policy):
                case Permit() as permit:
                    choices.append(_choice(permit, request, policy))
                case Refusal() as refusal:
                    waiting.append(standings.refused(order, name, account, refusal, policy.purposes))
    return Menu(
        username=proved.username,
        language=facts.person.language,
        at=now,
        choices=tuple(sorted(choices, key=_place)),
        waiting=tuple(sorted(waiting, key=lambda entry: entry.rank)),
    )


def kept_in_place(before: Menu, after: Menu) -> Menu:
    """`after`, with what could be opened before and no longer can: in its place and closed, so that no line moves away."""
    still = {_place(choice) for choice in after.choices}
    closed = [replace(choice, is_open=False) for choice in before.choices if _place(choice) not in still]
    return replace(after, choices=tuple(sorted((*after.choices, *closed), key=_place)))


def _open_now(orders: Iterable[WorkOrder], now: datetime) -> Iterator[tuple[str, str, WorkOrder]]:
    """Every target and account of an approved order inside its window, each once, with the last order that names it."""
    found = {
        (named.name, account): order
        for order in sorted(orders, key=lambda order: order.ends_at)
        if order.standing is Standing.APPROVED and order.starts_at <= now < order.ends_at
        for named in order.targets
        for account in named.accounts
    }
    for (name, account), order in sorted(found.items(), key=lambda one: one[0]):
        yield name, account, order


def _request(
    facts: AdmissionFacts, proved: Proved, target: Target, account: str, wants: Capability, now: datetime
) -> Request:
    return Request(
        person=facts.person,
        chain=facts.chain,
        terminal=facts.terminal,
        target=target,
        account=account,
        capability=wants,
        order=None,
        factors=frozenset(Factor(factor) for factor in proved.factors),
        proved_at=proved.at,
        now=now,
    )


def _decided(orders: tuple[WorkOrder, ...], request: Request, policy: Policy) -> Permit | Refusal:
    if request.capability is Capability.SHELL:
        return decide(interactive(orders, request, policy), policy)
    return decide(replace(request, order=choose(orders, request, policy)), policy)


def _choice(permit: Permit, request: Request, policy: Policy) -> Choice:
    return Choice(
        target=permit.target.name,
        account=permit.account,
        access=permit.capability,
        order=permit.order.id,
        purpose=policy.purposes.name_of(permit.order.purpose),
        until=permit.until,
        personal_data=permit.target.holds_personal_data(request.today),
    )


def _place(choice: Choice) -> tuple[str, str]:
    return choice.target, choice.account
