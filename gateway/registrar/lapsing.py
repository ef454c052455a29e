"""An order whose window is over lapses, and the journal says so: nobody's act, so the registrar's own (R-23).

Nothing depends on it: what opens a session looks at the window itself. So it may come a minute late, when the sessions under
the order have ended by themselves, and a backlog goes by a hundred at a time, the newest first.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from gateway.ipc.server import Refuse
from gateway.registrar.events import OrderLapsed
from gateway.registrar.group import Done, Group
from gateway.registrar.lane import Lane
from gateway.registrar.limits import Limits
from gateway.registrar.ports import Store, Transaction
from gateway.registrar.trust import Trust
from gateway.vocabulary.clock import Clock
from gateway.work_orders.order import Act, moved

AT_ONCE: Final = 100


class Lapsing:
    """Looks regularly."""

    def __init__(self, *, store: Store, group: Group, trust: Trust, clock: Clock, limits: Limits) -> None:
        self._store, self._group, self._trust, self._clock, self._limits = store, group, trust, clock, limits
        self._lane = Lane("registrar-lapsing")

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self._limits.lapse_seconds)

    async def look(self) -> None:
        """Let those lapse whose windows have been over for a while, by a clock that can be trusted (R-43)."""
        try:
            self._trust.require()
        except Refuse:
            return
        over_since = self._clock.now() - timedelta(seconds=self._limits.lapse_seconds)
        if await self._lane.run(lambda: self._is_due(over_since)):
            await self._group.write(lambda transaction: lapsed(transaction, over_since))

    def _is_due(self, over_since: datetime) -> bool:
        with self._store.reading() as transaction:
            return bool(transaction.facts.orders_over(over_since, limit=1))


def lapsed(transaction: Transaction, over_since: datetime) -> Done[int]:
    """Let orders lapse whose windows ended before the moment; how many."""
    events: list[OrderLapsed] = []
    for order in transaction.facts.orders_over(over_since, limit=AT_ONCE):
        if transaction.office.move_order(moved(order, Act.LAPSE), order.version):
            events.append(
                OrderLapsed(order=order.id, engineer=order.person_id, was=order.standing, ended_at=order.ends_at)
            )
    return Done(result=len(events), events=tuple(events))
