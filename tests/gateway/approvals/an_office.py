"""An office in memory: real desk, real policy; the stored rows are dictionaries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gateway.approvals.asking import Wish
from gateway.approvals.declined import Declined
from gateway.approvals.desk import Desk
from gateway.approvals.ports import Commit
from gateway.audit.event import Event
from gateway.vocabulary.identity import Person, Role
from gateway.vocabulary.party import Chain, unknown_chain
from gateway.vocabulary.target import Target
from gateway.work_orders.change import OrderAsked, OrderChange
from gateway.work_orders.order import Mode, OrderedTarget, WorkOrder
from tests.gateway.authorization.a_request import NOW, a_chain, a_person, a_supervisor, a_target, the_policy


@dataclass
class StandingClock:
    """A clock that a test sets."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


def the_people() -> dict[str, Person]:
    people = [
        a_person(),
        a_person(id="P-2", username="suzuki"),
        a_supervisor(1),
        a_supervisor(2),
        a_supervisor(3),
        a_person(id="P-9", username="both", roles=frozenset({Role.ENGINEER, Role.SUPERVISOR})),
        a_person(id="P-30", username="admin", roles=frozenset({Role.ADMINISTRATOR})),
        a_person(id="P-40", username="audit", roles=frozenset({Role.AUDITOR})),
    ]
    return {person.id: person for person in people}


@dataclass
class AnOffice:
    """The ports, and what was written through them. `meanwhile` runs once before the next commit: somebody else's act."""

    people: dict[str, Person] = field(default_factory=the_people)
    targets: dict[str, Target] = field(default_factory=lambda: {"callcenter-app": a_target()})
    chains: dict[str, Chain] = field(default_factory=lambda: {"EM-1": a_chain()})
    orders: dict[str, WorkOrder] = field(default_factory=dict)
    journal: list[Event] = field(default_factory=list)
    clock: StandingClock = field(default_factory=StandingClock)
    meanwhile: Callable[[], object] | None = None

    def order(self, order: str) -> WorkOrder | None:
        return self.orders.get(order)

    def person(self, person: str) -> Person | None:
        return self.people.get(person)

    def target(self, name: str) -> Target | None:
        return self.targets.get(name)

    def chain(self, employer: str) -> Chain:
        return self.chains.get(employer, unknown_chain(employer))

    def commit(self, change: OrderChange, events: Sequence[Event]) -> Commit:
        if self.meanwhile is not None:
            act, self.meanwhile = self.meanwhile, None
            act()
        stored = self.orders.get(change.order.id)
        if isinstance(change, OrderAsked):
            stale = stored is not None
        else:
            stale = stored is None or stored.version != change.expected_version
        if stale:
            return Commit.STALE
        self.orders[change.order.id] = change.order
        self.journal.extend(events)
        return Commit.DONE

    def append(self, events: Sequence[Event]) -> None:
        self.journal.extend(events)

    @property
    def desk(self) -> Desk:
        return Desk(
            orders=self,
            people=self,
            targets=self,
            parties=self,
            office=self,
            policy=the_policy(),
            clock=self.clock,
        )

    def asked(self, *, by: str = "P-1", **other: object) -> WorkOrder:
        order = self.desk.ask(a_wish(**other), by=by)
        assert isinstance(order, WorkOrder), order
        return order


def a_wish(**other: object) -> Wish:
    facts: dict[str, object] = {
        "person_id": "P-1",
        "targets": (OrderedTarget(name="callcenter-app", accounts=("maint",)),),
        "clients": ("C-01",),
        "purpose": "failure",
        "personal_data": True,
        "mode": Mode.SHELL,
        "starts_at": NOW,
        "ends_at": NOW + timedelta(hours=2),
        "reason": "ディスク故障の調査",
        "subjects": 20 if other.get("personal_data", True) else None,
        **other,
    }
    return Wish(**facts)  # type: ignore[arg-type]


def rules(outcome: object) -> list[str]:
    assert isinstance(outcome, Declined), outcome
    return [reason.rule for reason in outcome.reasons]
