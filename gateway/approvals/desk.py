"""The desk: ask, approve, return, reject, withdraw. Each act is judged by the facts as stored now, and journalled.

Invariants: a change is committed together with its event or not at all; a refused attempt changes nothing and is journalled
too; of two people who move one order at the same moment the second is judged anew by what the first has done.
"""

from gateway.approvals import asking
from gateway.approvals.asking import Circumstances, Wish
from gateway.approvals.consenting import consent_objections
from gateway.approvals.declined import Declined, because
from gateway.approvals.judging import Said, judged
from gateway.approvals.objection import Objection
from gateway.approvals.ports import Commit, Office, Orders, Parties, People, Targets
from gateway.authorization.decision import Reason
from gateway.authorization.policy import Policy
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import new_order_id
from gateway.vocabulary.identity import Person
from gateway.vocabulary.party import unknown_chain
from gateway.work_orders import events
from gateway.work_orders.change import OrderAsked
from gateway.work_orders.order import Act, Standing, WorkOrder

_TRIES = 3


class Desk:
    """One policy's desk. `by` is always the id of a person who has just proved who he is (password or key, and code)."""

    def __init__(
        self,
        *,
        orders: Orders,
        people: People,
        targets: Targets,
        parties: Parties,
        office: Office,
        policy: Policy,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._people = people
        self._targets = targets
        self._parties = parties
        self._office = office
        self._policy = policy
        self._clock = clock

    def ask(self, wish: Wish, *, by: str) -> WorkOrder | Declined:
        """A new order at version 1, or every reason why not."""
        person = self._people.person(by)
        if person is None:
            return self._declined((because(Objection.ACCOUNT_NOT_ACTIVE),), by, "ask")
        known = self._known(wish, person)
        reasons = asking.objections(wish, known)
        if reasons:
            return self._declined(reasons, by, "ask")
        for _ in range(_TRIES):  # an identifier that is taken already is drawn anew
            order = _order_of(wish, known)
            if self._office.commit(OrderAsked(order=order), [events.asked(order)]) is Commit.DONE:
                return order
        return self._declined((because(Objection.CHANGED_MEANWHILE, order="-"),), by, "ask")

    def approve(
        self, order: str, *, by: str, note: str | None = None, seconds: int | None = None
    ) -> WorkOrder | Declined:
        """承認: one more approval; the order is APPROVED when it was the last one needed.

        `seconds` are those since `by` opened the order's page, measured by whoever served it; None where nobody did.
        """
        return self._act(order, by, Act.APPROVE, Said(note=note, seconds=seconds))

    def send_back(self, order: str, *, by: str, reason: str) -> WorkOrder | Declined:
        """差し戻し: the order is RETURNED; whoever needs it asks anew."""
        return self._act(order, by, Act.RETURN, Said(note=reason))

    def reject(self, order: str, *, by: str, reason: str) -> WorkOrder | Declined:
        """却下: the order is REJECTED."""
        return self._act(order, by, Act.REJECT, Said(note=reason))

    def withdraw(self, order: str, *, by: str, reason: str) -> WorkOrder | Declined:
        """取り下げ, by the engineer, the requester or any supervisor, before or after approval."""
        return self._act(order, by, Act.WITHDRAW, Said(note=reason))

    def unconsented(self, order: WorkOrder) -> tuple[Reason, ...]:
        """The clients without whose written consent nobody may approve this order now, each with its reason (R-28)."""
        engineer = self._people.person(order.person_id)
        chain = unknown_chain("") if engineer is None else self._parties.chain(engineer.employer)
        found = (self._targets.target(named.name) for named in order.targets)
        targets = [target for target in found if target is not None]
        return consent_objections(order.clients, targets, chain, order.starts_at, order.ends_at)

    def _act(self, order: str, by: str, act: Act, said: Said) -> WorkOrder | Declined:
        for _ in range(_TRIES):
            found, person = self._orders.order(order), self._people.person(by)
            if person is None:
                return self._declined((because(Objection.ACCOUNT_NOT_ACTIVE),), by, act)
            if found is None:
                return self._declined((because(Objection.NO_SUCH_ORDER, order=ascii(order[:40])[1:-1]),), by, act)
            step = judged(found, person, act, said, self._policy, self._clock.now())
            unconsented = self.unconsented(found) if act is Act.APPROVE else ()
            if isinstance(step, Declined):
                return self._declined((*step.reasons, *unconsented), by, act, found.id)
            if unconsented:
                return self._declined(unconsented, by, act, found.id)
            if self._office.commit(step.change, [step.event]) is Commit.DONE:
                return step.change.order
        return self._declined((because(Objection.CHANGED_MEANWHILE, order=order),), by, act, order)

    def _known(self, wish: Wish, person: Person) -> Circumstances:
        engineer = person if person.id == wish.person_id else self._people.person(wish.person_id)
        return Circumstances(
            by=person,
            engineer=engineer,
            chain=unknown_chain("") if engineer is None else self._parties.chain(engineer.employer),
            targets={target.name: self._targets.target(target.name) for target in wish.targets},
            policy=self._policy,
            now=self._clock.now(),
        )

    def _declined(self, reasons: tuple[Reason, ...], by: str, act: str, order: str | None = None) -> Declined:
        rules = tuple(reason.rule for reason in reasons)
        self._office.append([events.OrderRefused(person=by, order=order, act=str(act), rules=rules)])
        return Declined(reasons=reasons)


def _order_of(wish: Wish, known: Circumstances) -> WorkOrder:
    return WorkOrder(
        id=new_order_id(known.now),
        person_id=wish.person_id,
        requested_by=known.by.id,
        targets=wish.targets,
        clients=wish.clients,
        purpose=wish.purpose,
        personal_data=wish.personal_data,
        mode=wish.mode,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        reason=wish.reason,
        standing=Standing.ASKED,
        approvals=(),
        requested_at=known.now,
        version=1,
        subjects=wish.subjects,
        template=wish.template,
    )
