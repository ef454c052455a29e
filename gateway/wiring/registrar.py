"""The registrar's process: database, tiles, witness, keeper, doors."""

import asyncio
from functools import partial
from pathlib import Path

import gateway.wiring.events  # noqa: F401  # every kind of event must be known before the journal is read
from gateway.audit.folder import FolderTiles
from gateway.audit.note import read_vkey
from gateway.audit.witness import FolderWitness
from gateway.authorization import files
from gateway.authorization.limits import FILE, limits_of
from gateway.authorization.limits import Limits as PolicyLimits
from gateway.ipc.client import LastingCaller
from gateway.keeper import clients, public_keys
from gateway.recording.recovery import NeverBegan, recover
from gateway.recording.seal import Sealed
from gateway.registrar.limits import Discipline, Limits
from gateway.registrar.parts import Door, Parts
from gateway.registrar.service import Registrar
from gateway.settings.schema import Settings
from gateway.storage.for_registrar import Store
from gateway.vocabulary.clock import SystemClock
from gateway.wiring.database import Use, open_database
from gateway.wiring.places import places
from gateway.wiring.stopping import stop_event
from gateway.wiring.users import office_uids, uid_of


def run(settings: Settings) -> int:
    """Serve until SIGTERM or until the journal cannot be written; the exit status."""
    return asyncio.run(_run(settings))


async def _run(settings: Settings) -> int:
    at, clock = places(settings), SystemClock()
    keys = public_keys.read(at.public_keys)
    journal_key = read_vkey(keys.journal_vkey)
    keeper = LastingCaller(at.door("keeper", "registrar"))
    engine = open_database(settings, "registrar", Use.WRITES)
    registrar = Registrar(
        Parts(
            node=settings.node.name,
            clock=clock,
            store=Store(engine, clients.Fields(keeper)),
            tiles=FolderTiles(at.journal),
            signer=clients.Checkpoints(keeper),
            witness=FolderWitness(settings.state.witness, journal_key),
            recover=partial(_recover, at.recordings, keys.recording_vkey, clients.RecoverySigner(keeper), clock),
            keeper_public=keys.assertion_vkey,
            journal_key=journal_key,
            policy_limits=partial(_policy_limits, settings.policies.directory),
            limits=_limits(settings),
        )
    )
    try:
        return await registrar.run(_doors(settings), stop_event())
    finally:
        keeper.close()
        engine.dispose()


def _recover(
    directory: Path, vkey: bytes, signer: clients.RecoverySigner, clock: SystemClock, path: str, reason: str
) -> Sealed | NeverBegan:
    return recover(directory / path, vkey=vkey, signer=signer, clock=clock, reason=reason)


def _policy_limits(directory: Path) -> PolicyLimits:
    return limits_of(files.read(directory)[FILE])


def _limits(settings: Settings) -> Limits:
    return Limits(
        fresh_seconds=settings.admin_ui.fresh_minutes * 60.0,
        web_idle_seconds=settings.admin_ui.idle_minutes * 60.0,
        drift_seconds_max=settings.clock.drift_seconds,
        discipline=Discipline.REQUIRED if settings.clock.synchronised else Discipline.NOT_ASKED,
    )


def _doors(settings: Settings) -> list[Door]:
    at = places(settings)
    return [
        Door(path=at.door("registrar", "gateway"), role="gateway", uids=frozenset({uid_of(settings, "gateway")})),
        Door(path=at.door("registrar", "worker"), role="worker", uids=frozenset({uid_of(settings, "worker")})),
        Door(path=at.door("registrar", "keeper"), role="keeper", uids=frozenset({uid_of(settings, "keeper")})),
        Door(path=at.door("registrar", "office"), role="office", uids=office_uids(settings)),
    ]
