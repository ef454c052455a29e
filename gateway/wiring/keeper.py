"""The keeper's process: custody, the database as the keeper reads it, its doors."""

import asyncio
import logging
from collections.abc import Sequence

from gateway.audit.event import Event
from gateway.ipc.client import LastingCaller
from gateway.ipc.server import Server
from gateway.keeper import custody
from gateway.keeper.ports import Ports
from gateway.keeper.service import Keeper, KeeperSettings
from gateway.keeper.table import requests
from gateway.listener.confine import leave_no_dump
from gateway.registrar.client import wired
from gateway.registrar.params import Append
from gateway.settings.schema import Settings
from gateway.storage.for_keeper import (
    KeeperCredentials,
    KeeperLockouts,
    KeeperOrders,
    KeeperPeople,
    KeeperTargets,
    KeeperTargetSecrets,
    KeeperUsedCodes,
)
from gateway.vocabulary.clock import SystemClock
from gateway.wiring.database import Use, open_database
from gateway.wiring.places import places
from gateway.wiring.stopping import until_told
from gateway.wiring.users import office_uids, uid_of

log = logging.getLogger(__name__)


def run(settings: Settings) -> int:
    """Serve until SIGTERM; the exit status."""
    return asyncio.run(_run(settings))


async def _run(settings: Settings) -> int:
    leave_no_dump()  # after the change of user, which would allow dumps again
    at, clock = places(settings), SystemClock()
    engine = open_database(settings, "keeper", Use.WRITES)
    journal = LastingCaller(at.door("registrar", "keeper"))
    ports = Ports(
        credentials=KeeperCredentials(engine),
        used_codes=KeeperUsedCodes(engine, clock),
        lockouts=KeeperLockouts(engine),
        orders=KeeperOrders(engine),
        targets=KeeperTargets(engine),
        target_secrets=KeeperTargetSecrets(engine),
        people=KeeperPeople(engine),
        journal=RegistrarJournal(journal),
    )
    marker = at.demo_marker if settings.demo.operator else None
    keeper = Keeper(custody.load(at.keeper_keys), ports, clock, KeeperSettings(demo_marker=marker))
    server = Server(requests(keeper), on_close=keeper.closed, on_violation=keeper.diary.violated)
    for role in ("gateway", "registrar", "worker"):
        await server.listen(at.door("keeper", role), role=role, uids=frozenset({uid_of(settings, role)}))
    await server.listen(at.door("keeper", "office"), role="office", uids=office_uids())
    log.info("keeper is ready")
    await until_told()
    await server.close()
    keeper.close()
    journal.close()
    engine.dispose()
    return 0


class RegistrarJournal:
    """Fills `keeper.ports.Journal`."""

    def __init__(self, registrar: LastingCaller) -> None:
        self._registrar = registrar

    def append(self, events: Sequence[Event]) -> None:
        """Durable when it returns."""
        self._registrar.call("journal.append", Append(events=wired(events)), int)
