"""One backup of everything a gateway is, made while it runs. It needs no secret that could open a backup.

The order makes it consistent: first the keeper's files (what it signed last is then never ahead of the journal), then one
snapshot of the database, then the recordings that snapshot knows. Those sealed do not change any more; one that runs is copied
as far as it is, and a restore ends it as a crash would. Tiles are not copied: they are made again from the rows.
The master key is not in it, nor the private halves of recordings' keys, which lie beside the backups in one file that each of
them replaces (backups/content_keys), nor the office's TLS key, which `sekisho init` makes anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, exists, select

from gateway.audit.folder import open_regular
from gateway.backups import content_keys
from gateway.backups import manifest as manifests
from gateway.backups.events import BackupBegun, BackupMade
from gateway.backups.manifest import Manifest
from gateway.backups.packing import compressed, folder_of, packed
from gateway.backups.store import Making, making, measure_of
from gateway.keeper import custody
from gateway.recording.store.port import Store
from gateway.settings.schema import Settings
from gateway.storage.dump import dump
from gateway.storage.engine import open_engine, reading
from gateway.storage.revision import CURRENT, require_current
from gateway.storage.stores.journal import Journal
from gateway.storage.stores.recording_keys import RecordingKeys
from gateway.storage.stores.recordings import OPEN
from gateway.storage.tables import RECORDING, RETIRED_RECORDING
from gateway.version import VERSION
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring.custodians import Tell, kept_keys, os_user
from gateway.wiring.database import address_of
from gateway.wiring.places import Places, places
from gateway.wiring.recording_store import reading_store

KEYS, PUBLIC, POLICIES, SETTINGS, DATABASE = "keys", "public", "policies", "settings", "database"
NOT_COPIED = frozenset({custody.MASTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What was made. `missing` are recordings the database knows and the disk does not hold; `size` is in bytes."""

    folder: Path
    manifest: Manifest
    digest: bytes
    new_recordings: int
    missing: tuple[str, ...]
    size: int


@dataclass(slots=True)
class _Recordings:
    """What became of the recordings."""

    new: int = 0
    all: int = 0
    missing: tuple[str, ...] = ()


def back_up(settings: Settings, directory: Path, tell: Tell, clock: Clock) -> BackedUp:
    """Make one backup in `directory`, outside the state. The journal hears of it before and after. Raises GatewayFault."""
    at, now = places(settings), clock.now()
    _require_outside(at, directory)
    keys, backup = kept_keys(settings), new_identifier("B", now)
    tell([BackupBegun(backup=backup, os_user=os_user())])
    with making(directory.absolute(), backup, keys.public) as made:
        made.add(KEYS, [packed(folder_of(at.keeper_keys, without=NOT_COPIED))])
        made.add(PUBLIC, [packed(folder_of(at.public_keys.parent))])
        made.add(POLICIES, [packed(folder_of(settings.policies.directory))])
        made.add(SETTINGS, [settings.file.read_bytes()])
        entries, head, recordings, halves = _database(settings, at, made)
        manifest = Manifest(
            id=backup, made_at=now, node=settings.node.name, program=VERSION, schema=CURRENT, entries=entries, head=head,
            parts=tuple(made.parts),
        )  # fmt: skip
        data = manifests.write(manifest, keys.sign)
        content_keys.write(directory.absolute(), halves, keys)  # first: what the backup shows can be opened with it
        folder = made.finish(data)
    size = len(data) + sum(part.measure.size for part in manifest.parts)
    tell([
        BackupMade(
            backup=backup, os_user=os_user(), manifest=measure_of(data), entries=entries, recordings=recordings.all,
            missing=len(recordings.missing), size=size,
        )
    ])  # fmt: skip
    return BackedUp(
        folder=folder, manifest=manifest, digest=measure_of(data), new_recordings=recordings.new,
        missing=recordings.missing, size=size,
    )  # fmt: skip


def _database(settings: Settings, at: Places, made: Making) -> tuple[int, bytes, _Recordings, Mapping[bytes, bytes]]:
    """The database and the recordings it knows, of one snapshot; how many entries its journal has, and the last one's hash.

    Last, the private halves of recordings' keys, which go into no backup.
    """
    engine = open_engine(address_of(settings, "backup"), application="sekisho-backup")
    try:
        require_current(engine)
        with reading(engine) as connection:
            head = Journal(connection).head()
            if head is None:
                raise GatewayFault("the journal is empty; there is nothing to back up")
            known, halves = list(_known(connection)), RecordingKeys(connection).sealed_halves()
            made.add(DATABASE, compressed(dump(connection)))
        return head.seq + 1, head.hash, _recordings(at, known, made, reading_store(settings)), halves
    finally:
        engine.dispose()


def _known(connection: Connection) -> Iterator[tuple[str, str, bool]]:
    """(id, path, still open) of every recording that is not retired."""
    retired = exists().where(RETIRED_RECORDING.c.recording_id == RECORDING.c.id)
    chosen = select(RECORDING.c.id, RECORDING.c.path, RECORDING.c.state).where(~retired).order_by(RECORDING.c.id)
    for recording, path, state in connection.execute(chosen):
        yield recording, path, state == OPEN


def _recordings(at: Places, known: list[tuple[str, str, bool]], made: Making, store: Store | None) -> _Recordings:
    found, missing, running = _Recordings(), [], 0
    for recording, path, still_open in known:
        file = open_regular(at.recordings / path) or _in_store(store, recording)
        if file is None:
            missing.append(recording)
            continue
        with file:
            if still_open:
                running += 1
                made.add_open_recording(recording, file, at=_letters(running))
            else:
                found.new += made.add_recording(recording, file)
        found.all += 1
    found.missing = tuple(missing)
    return found


def _in_store(store: Store | None, recording: str) -> BinaryIO | None:
    """A recording that is not on this machine, from the store; None where that has it neither. Raises OSError."""
    try:
        return None if store is None else store.open(recording)
    except FileNotFoundError:
        return None


def _letters(number: int) -> str:
    """1, 2, 3 as `a`, `b`, `c` … `ba`: names of parts have letters only."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _require_outside(at: Places, directory: Path) -> None:
    state, place = at.state.resolve(), directory.resolve()
    if place == state or state in place.parents:
        raise GatewayFault(f"{directory} lies inside {at.state}", _INSIDE)


_INSIDE = Text(
    ja="バックアップ先は状態ディレクトリの外（別のディスクや別の機器）にしてください。",
    en="A backup goes outside the state directory: another disk, another machine.",
)
