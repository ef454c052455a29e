"""Mail addresses for notices of a work order: the keeper itself says whom an order concerns, and opens nothing but their address.

So the worker, which mails, can open no personal field and learns no address of anybody else. Nobody hears of an order for his
approval who may not give it: the engineer, the requester, whoever has approved, a supervisor who is suspended or gone.
"""

from datetime import date
from typing import Final

from gateway.keeper.asking import Desk
from gateway.keeper.fields import Fields
from gateway.keeper.ports import Orders, People, StoredAddressee
from gateway.keeper.requests import FieldsOpen, NoticeOf, SealedField
from gateway.keeper.standing import Standing as Peer
from gateway.vocabulary.clock import JST, Clock
from gateway.vocabulary.identity import Role, Standing
from gateway.work_orders.order import WorkOrder

ADDRESSES_MAX: Final = 200


class Notices:
    """Answers the worker."""

    def __init__(self, fields: Fields, orders: Orders, people: People, desk: Desk, clock: Clock) -> None:
        self._fields, self._orders, self._people = fields, orders, people
        self._desk, self._clock = desk, clock

    async def addresses(self, peer: Peer, asked: NoticeOf) -> list[str]:
        """Addresses of those the order concerns, each once, at most ADDRESSES_MAX; none where there is no such order."""
        order = await self._desk.ask(self._orders.get, asked.order)
        if order is None:
            return []
        people = await self._desk.ask(self._people.addressees)
        wanted = [each for each in people if self._concerns(order, asked, each)][:ADDRESSES_MAX]
        items = [
            SealedField(context=f"person.mail:{each.person}", sealed=each.mail_sealed)
            for each in wanted
            if each.mail_sealed is not None
        ]
        return list(dict.fromkeys(self._fields.open(peer, FieldsOpen(items=items)))) if items else []

    def _concerns(self, order: WorkOrder, asked: NoticeOf, each: StoredAddressee) -> bool:
        if each.standing is not Standing.ACTIVE or each.contract_end < self._today():
            return False
        own = each.person in (order.person_id, order.requested_by)
        if asked.about == "decided":
            return own
        approved = {approval.approver_id for approval in order.approvals}
        return Role.SUPERVISOR in each.roles and not own and each.person not in approved

    def _today(self) -> date:
        return self._clock.now().astimezone(JST).date()
