"""Notices of work orders inside the worker's process: a thread of their own, with lines to the keeper and the registrar."""

import logging
import threading
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from gateway.authorization.purposes import FILE, Purposes, purposes_of
from gateway.ipc.client import LastingCaller
from gateway.keeper import clients
from gateway.settings.schema import Settings
from gateway.storage.engine import reading
from gateway.storage.queries.journal import JournalFilter, entries
from gateway.storage.queries.orders import client_names, order
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.alarms import JournalTail
from gateway.wiring.places import places
from gateway.worker.notice_letter import OrderNews
from gateway.worker.notices import NoticeWatch
from gateway.worker.ports import AlarmPost, Registrar

log = logging.getLogger(__name__)
NOWHERE: Final = -1


class OrderTail(JournalTail):
    """Fills `worker.ports.OrderTail` from the database."""

    def last_before(self, moment: datetime) -> int:
        """The last entry older than `moment`; -1 where none is."""
        with reading(self._engine) as connection:
            found = entries(connection, JournalFilter(until=moment, limit=1))
        return found[0].seq if found else NOWHERE


class OrdersNow:
    """Fills `worker.ports.OrdersNow` from the database and the policy's purposes, read anew each time."""

    def __init__(self, engine: Engine, policies: Path) -> None:
        self._engine, self._policies = engine, policies

    def news(self, wanted: str) -> OrderNews | None:
        """The order as it stands now; None where there is none. Raises GatewayFault."""
        with reading(self._engine) as connection:
            line = order(connection, wanted)
            names = {} if line is None else client_names(connection, line.order.clients)
        if line is None:
            return None
        return OrderNews(
            order=line.order,
            engineer=line.engineer,
            requester=line.requester,
            clients=tuple(f"{names[each]}（{each}）" if each in names else each for each in line.order.clients),
            purpose=self._purposes().name_of(line.order.purpose),
        )

    def _purposes(self) -> Purposes:
        try:
            return purposes_of((self._policies / FILE).read_bytes())
        except OSError as failure:
            raise GatewayFault(f"{FILE}: {failure.strerror}") from failure


class Noticing:
    """The running notices. When their thread breaks, `over` is set and the worker ends and is started again."""

    def __init__(
        self, settings: Settings, engine: Engine, post: AlarmPost, registrar: Registrar, over: threading.Event
    ) -> None:
        self._line = LastingCaller(places(settings).door("keeper", "worker"))
        self._watch = NoticeWatch(
            clock=SystemClock(),
            registrar=registrar,
            tail=OrderTail(engine),
            orders=OrdersNow(engine, settings.policies.directory),
            addressees=clients.Notices(self._line),
            post=post,
            otherwise=settings.mail.approvals,
            public_url=settings.admin_ui.public_url,
        )
        self._over = over
        self.broke = False
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)
        self._thread.start()

    def end(self, seconds: float) -> None:
        """Wait for its end, after `over` was set."""
        self._thread.join(seconds)
        self._line.close()

    def _run(self) -> None:
        try:
            self._watch.run(self._over.wait)
        except Exception:  # whatever it is: the process ends with it and is started again
            log.critical("the notices of orders broke, the worker ends", exc_info=True)
            self.broke = True
            self._over.set()
