"""The keeper's process: custody, the database as the keeper reads it, its doors."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Engine

from gateway.audit.event import Event
from gateway.ipc.client import LastingCaller
from gateway.ipc.server import Server
from gateway.keeper import custody, database_authority, dead_codes
from gateway.keeper.ceremony import Party
from gateway.keeper.ports import Journal, Ports
from gateway.keeper.service import Keeper, KeeperSettings
from gateway.keeper.table import requests
from gateway.keeper.web_entry import WebLimits
from gateway.listener.confine import leave_no_dump
from gateway.registrar.client import wired
from gateway.registrar.params import Append
from gateway.settings.schema import Settings
from gateway.storage.for_keeper import (
    KeeperCredentials,
    KeeperInquiries,
    KeeperLockouts,
    KeeperOrders,
    KeeperPeople,
    KeeperRecordingKeys,
    KeeperTargets,
    KeeperTargetSecrets,
    KeeperUsedCodes,
    KeeperWebSessions,
)
from gateway.storage.for_keeper_factors import (
    KeeperBackgrounds,
    KeeperChallenges,
    KeeperLinks,
    KeeperPasskeys,
    KeeperRecoveryCodes,
)
from gateway.storage.sealed_columns import require_sealed
from gateway.vocabulary.clock import Clock, SystemClock
from gateway.wiring import office_tls
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
    require_sealed(engine)
    journal = LastingCaller(at.door("registrar", "keeper"))
    ports = keeper_ports(engine, clock, RegistrarJournal(journal), dead=dead_codes.read(at.keeper_keys))
    keeper = Keeper(custody.load(at.keeper_keys), ports, clock, keeper_settings(settings))
    server = Server(requests(keeper), on_close=keeper.closed, on_violation=keeper.diary.violated)
    for role in ("gateway", "registrar", "worker", "monitor"):
        await server.listen(at.door("keeper", role), role=role, uids=frozenset({uid_of(settings, role)}))
    await server.listen(at.door("keeper", "office"), role="office", uids=office_uids(settings))
    log.info("keeper is ready")
    await until_told()
    await server.close()
    keeper.close()
    journal.close()
    engine.dispose()
    return 0


def keeper_ports(engine: Engine, clock: Clock, journal: Journal, *, dead: int = -1) -> Ports:
    """The world as the keeper reads it, over one database. `dead`: the last step of codes that a restore killed."""
    return Ports(
        credentials=KeeperCredentials(engine),
        used_codes=KeeperUsedCodes(engine, clock, dead=dead),
        lockouts=KeeperLockouts(engine),
        orders=KeeperOrders(engine),
        targets=KeeperTargets(engine),
        target_secrets=KeeperTargetSecrets(engine),
        people=KeeperPeople(engine),
        journal=journal,
        web_sessions=KeeperWebSessions(engine),
        links=KeeperLinks(engine, clock),
        recovery_codes=KeeperRecoveryCodes(engine, clock),
        passkeys=KeeperPasskeys(engine, clock),
        challenges=KeeperChallenges(engine, clock),
        backgrounds=KeeperBackgrounds(engine, clock),
        inquiries=KeeperInquiries(engine),
        recording_keys=KeeperRecordingKeys(engine),
    )


def keeper_settings(settings: Settings) -> KeeperSettings:
    """What the keeper is told of the settings."""
    office = settings.admin_ui
    return KeeperSettings(
        demo_marker=places(settings).demo_marker if settings.demo.operator else None,
        web=WebLimits(idle=timedelta(minutes=office.idle_minutes), absolute=timedelta(hours=office.absolute_hours)),
        party=Party(origin=office.public_url) if office.public_url else None,
        leaked_passwords=office.breached_passwords,
        database_authority=database_authority.load(places(settings).keeper_keys),
        door=office_tls.door_authority(settings, places(settings)),
    )


class RegistrarJournal:
    """Fills `keeper.ports.Journal`."""

    def __init__(self, registrar: LastingCaller) -> None:
        self._registrar = registrar

    def append(self, events: Sequence[Event]) -> None:
        """Durable when it returns."""
        self._registrar.call("journal.append", Append(events=wired(events)), int)
