"""Notices of work orders inside the worker's process: a thread of their own, with lines to the keeper and the registrar."""

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
from gateway.wiring.beside import Beside
from gateway.wiring.places import places
from gateway.worker.notice_letter import OrderNews
from gateway.worker.notices import NoticeWatch
from gateway.worker.ports import AlarmPost, Registrar

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


def noticing(
    settings: Settings, engine: Engine, post: AlarmPost, registrar: Registrar, over: threading.Event
) -> Beside:
    """The notices, running."""
    line = LastingCaller(places(settings).door("keeper", "worker"))
    watch = NoticeWatch(
        clock=SystemClock(),
        registrar=registrar,
        tail=OrderTail(engine),
        orders=OrdersNow(engine, settings.policies.directory),
        addressees=clients.Notices(line),
        post=post,
        otherwise=settings.mail.approvals,
        public_url=settings.admin_ui.public_url,
    )
    return Beside("notices", watch.run, over, [line])
