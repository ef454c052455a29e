"""The registrar's process: database, tiles, witness, keeper, doors."""

import asyncio
from functools import partial
from pathlib import Path

import gateway.wiring.events  # noqa: F401  # every kind of event must be known before the journal is read
from gateway.audit.folder import FolderTiles
from gateway.audit.note import read_vkey
from gateway.audit.witness import FolderWitness
from gateway.authorization import files
from gateway.authorization.budgets import Budgets, budgets_of
from gateway.authorization.limits import FILE, limits_of
from gateway.authorization.limits import Limits as PolicyLimits
from gateway.authorization.purposes import FILE as PURPOSES
from gateway.authorization.purposes import purposes_of
from gateway.ipc.client import LastingCaller
from gateway.keeper import clients, database_clients, public_keys
from gateway.recording.recovery import NeverBegan, recover
from gateway.recording.removal import remove
from gateway.recording.seal import Sealed
from gateway.registrar.limits import Discipline, Limits
from gateway.registrar.node_life import held_as
from gateway.registrar.parts import Door, Parts
from gateway.registrar.service import Registrar
from gateway.settings.schema import Settings, Space
from gateway.space.bounds import MIB, Bounds
from gateway.space.stores import Stores
from gateway.storage.address import parsed, sqlite_file
from gateway.storage.for_registrar import Store
from gateway.vocabulary.clock import SystemClock
from gateway.wiring.database import Use, commit_seconds, held_lock, open_database
from gateway.wiring.gauges import gauges
from gateway.wiring.places import folders, places
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
    line = held_lock(settings, "registrar", held_as(settings.node.name))
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
            policy_budgets=partial(_policy_budgets, settings.policies.directory),
            limits=_limits(settings),
            line=line,
            remove_recording=partial(_remove, at.recordings),
            forget_grants=database_clients.Grants(keeper).forget,
            gauges=gauges(settings, engine, clock),
            stores=Stores(folders(settings), _bounds(settings.space)),
            database_file=sqlite_file(parsed(settings.database)),
        )
    )
    try:
        return await registrar.run(_doors(settings), stop_event())
    finally:
        if line is not None:
            line.close()
        keeper.close()
        engine.dispose()


def _recover(
    directory: Path, vkey: bytes, signer: clients.RecoverySigner, clock: SystemClock, path: str, reason: str
) -> Sealed | NeverBegan:
    return recover(directory / path, vkey=vkey, signer=signer, clock=clock, reason=reason)


def _remove(directory: Path, _recording: str, path: str) -> bool:
    remove(directory / path)
    return True


def _policy_limits(directory: Path) -> PolicyLimits:
    return limits_of(files.read(directory)[FILE])


def _policy_budgets(directory: Path) -> Budgets:
    found = files.read(directory)
    return budgets_of(found[files.BUDGETS], purposes_of(found[PURPOSES]))


def _limits(settings: Settings) -> Limits:
    return Limits(
        fresh_seconds=settings.admin_ui.fresh_minutes * 60.0,
        web_idle_seconds=settings.admin_ui.idle_minutes * 60.0,
        commit_seconds_max=commit_seconds(settings),
        drift_seconds_max=settings.clock.drift_seconds,
        accept_until=settings.clock.accept_until,
        discipline=Discipline.REQUIRED if settings.clock.synchronised else Discipline.NOT_ASKED,
    )


def _bounds(space: Space) -> Bounds:
    return Bounds(
        ballast_bytes=space.ballast_mib * MIB,
        floor_bytes=space.floor_mib * MIB,
        session_bytes=space.session_mib * MIB,
        warn_hours=float(space.warn_hours),
    )


def _doors(settings: Settings) -> list[Door]:
    at = places(settings)
    return [
        Door(path=at.door("registrar", "gateway"), role="gateway", uids=frozenset({uid_of(settings, "gateway")})),
        Door(path=at.door("registrar", "worker"), role="worker", uids=frozenset({uid_of(settings, "worker")})),
        Door(path=at.door("registrar", "keeper"), role="keeper", uids=frozenset({uid_of(settings, "keeper")})),
        Door(path=at.door("registrar", "office"), role="office", uids=office_uids(settings)),
        Door(path=at.door("registrar", "archivist"), role="archivist", uids=frozenset({uid_of(settings, "archivist")})),
        Door(path=at.door("registrar", "monitor"), role="monitor", uids=frozenset({uid_of(settings, "monitor")})),
    ]
