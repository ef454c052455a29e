"""Where something may leave: each registered target, or each kind of target, under each kind of order. Asked of `decide`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gateway.authorization.case_request import CaseTarget
from gateway.authorization.coherence.circumstances import Circumstances, Twist
from gateway.authorization.coherence.table import MODES, Row, Table
from gateway.authorization.coherence.twists import for_purpose, ordered
from gateway.authorization.commands.lists import ListedCommand
from gateway.authorization.demands import demanded
from gateway.authorization.obligations import CommandsListed, EndsAt
from gateway.authorization.policy import Policy
from gateway.authorization.report.flow import Flow, Way, enters, leaves
from gateway.authorization.request import Capability, Request
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import FreeOfPersonalData, Protocol, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One capability under one kind of order. `approvals` is how many it takes; `refused_by` are rules, empty where it opens.

    `leaves` and `enters` are None where it does not open.
    """

    capability: Capability
    approvals: int | None = None
    permitted_by: tuple[str, ...] = ()
    refused_by: tuple[str, ...] = ()
    leaves: Flow | None = None
    enters: Flow | None = None
    demands: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Orders that come to the same: their mode, their purposes, and whether they ask to see personal data (or either)."""

    mode: str
    purposes: tuple[str, ...]
    viewing: tuple[bool, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A target by name, or None for a kind of target. `reached` False: it has no account, so nothing opens there."""

    target: str | None
    personal: bool
    reached: bool
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """A target, or a kind of target, as the questions need it."""

    target: Target | None
    personal: bool

    def twist(self, purpose: str) -> Twist:
        """The question about this target, for an order of this purpose."""
        of_purpose, target = for_purpose(purpose), self.target
        if target is None:
            return of_purpose

        def apply(request: Request, policy: Policy) -> Request:
            free = None if self.personal else FreeOfPersonalData(declared_by="", until=request.now.date())
            there = replace(request, target=replace(target, free=free), account=target.accounts[0])
            named = CaseTarget(name=target.name, accounts=target.accounts)
            return of_purpose.apply(ordered(there, targets=(named,), clients=target.clients), policy)

        return Twist(name=f"{of_purpose.name} at {target.name}", apply=apply)

    def asked_for(self, mode: str) -> tuple[Capability, ...]:
        """What a channel asks for here under such an order: the command gate only where `choose.interactive` says so."""
        if self.target is not None and self.target.protocol is Protocol.POSTGRESQL:
            return (Capability.QUERY,)
        left_out = {Capability.QUERY} if self.target is not None else set[Capability]()
        if not self.personal or mode != "commands":
            left_out.add(Capability.COMMANDS)
        return tuple(each for each in Capability if each not in left_out)

    def commands(self, policy: Policy, purpose: str) -> tuple[ListedCommand, ...]:
        """What an order of that purpose may run here."""
        return tuple(policy.commands.for_purpose(purpose).values())


def kinds(table: Table) -> tuple[Place, ...]:
    """Targets with personal data and targets free of them."""
    return tuple(_place(table, _Site(target=None, personal=each)) for each in (True, False))


def registered(table: Table, target: Target, today: date) -> Place:
    """One target of the register, as it stands `today`."""
    return _place(table, _Site(target=target, personal=target.holds_personal_data(today)))


def _place(table: Table, site: _Site) -> Place:
    target = site.target
    reached = target is None or bool(target.accounts)
    return Place(
        target=None if target is None else target.name,
        personal=site.personal,
        reached=reached,
        openings=tuple(_openings(table, site)) if reached else (),
    )


def _openings(table: Table, site: _Site) -> Iterator[Opening]:
    """For each mode, the orders that the rules treat alike in one."""
    for mode in MODES:
        alike: dict[tuple[object, ...], list[tuple[str, bool]]] = {}
        for viewing in (False, True) if site.personal else (False,):
            for purpose in table.policy.purposes.versions[-1].permitted:
                rows = [_row(table, site, each, mode, purpose, viewing) for each in site.asked_for(mode)]
                alike.setdefault(tuple(map(_judged, rows)), []).append((purpose, viewing))
        for orders in alike.values():
            yield _opening(table, site, mode, orders)


def _opening(table: Table, site: _Site, mode: str, orders: Sequence[tuple[str, bool]]) -> Opening:
    purposes = tuple(dict.fromkeys(purpose for purpose, _ in orders))
    first, viewing = orders[0]
    return Opening(
        mode=mode,
        purposes=purposes,
        viewing=tuple(dict.fromkeys(each for _, each in orders)),
        passages=tuple(
            _passage(table, site, _row(table, site, each, mode, first, viewing), purposes)
            for each in site.asked_for(mode)
        ),
    )


def _row(table: Table, site: _Site, capability: Capability, mode: str, purpose: str, viewing: bool) -> Row:  # noqa: FBT001
    """With as few approvals as open it; with all of them where it does not open."""
    asked = Circumstances(capability=capability, personal=site.personal, mode=mode, viewing=viewing)
    twist = site.twist(purpose)
    return table.least(asked, twist) or table.ask(asked, twist)


def _judged(row: Row) -> tuple[object, ...]:
    return row.permits, row.forbids, row.asked.approvals


def _passage(table: Table, site: _Site, row: Row, purposes: tuple[str, ...]) -> Passage:
    if not row.opened:
        return Passage(capability=row.asked.capability, refused_by=row.forbids)
    way = Way(
        capability=row.asked.capability,
        duties=row.duties,
        commands=tuple((table.policy.purposes.name_of(each), site.commands(table.policy, each)) for each in purposes),
    )
    return Passage(
        capability=row.asked.capability,
        approvals=row.asked.approvals,
        permitted_by=row.permits,
        leaves=leaves(way),
        enters=enters(way),
        demands=tuple(demanded(each) for each in row.duties if not isinstance(each, EndsAt | CommandsListed)),
    )
