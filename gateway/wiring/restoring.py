"""From a backup and two custodians' shares to a gateway that stands as it stood. All of it, or nothing.

1. Look: the manifest's signature, size, hash and seal of every part, the place it is to go to. Nothing is written.
2. Build beside the place (`STATE.restoring`) and inside one transaction: keys, recordings, rows, tiles. The journal is verified
   and compared with the manifest, the keys open with the master key.
3. End what must not come back to life (storage/restored), kill the one-time codes (keeper/dead_codes), and write
   `backup.restored` into the journal, in that same transaction. Then the folder gets its name.
Whatever fails before that leaves no trace.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import Connection, Engine

import gateway.wiring.events  # noqa: F401  # every kind of event must be known before the journal is read
from gateway.audit.folder import sync_directory, write_durably
from gateway.backups.events import BackupRestored
from gateway.backups.keys import making_keys
from gateway.backups.manifest import Manifest
from gateway.backups.packing import decompressed, unpacked
from gateway.keeper import codes, custody, dead_codes, key_files
from gateway.keeper.public_keys import read as read_public_keys
from gateway.recording.paths import path_of
from gateway.settings.reading import read as read_settings
from gateway.settings.schema import Settings
from gateway.storage.address import parsed, sqlite_file
from gateway.storage.dump import load
from gateway.storage.engine import hold_off_writers, open_engine, writing
from gateway.storage.prepare import prepare
from gateway.storage.restored import end_what_was_open
from gateway.storage.stores.recording_keys import RecordingKeys
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring.backing_up import DATABASE, KEYS, POLICIES, PUBLIC, SETTINGS
from gateway.wiring.custodians import backup_folder, keep_making_keys, os_user
from gateway.wiring.database import owners_address
from gateway.wiring.init import initialise
from gateway.wiring.opened_backup import Opened, look
from gateway.wiring.places import Places, places
from gateway.wiring.restore_place import RestoreRefused, require_fitting, require_place
from gateway.wiring.restore_place import witnessed as how_far
from gateway.wiring.restored_journal import require_journal, write_down
from gateway.wiring.users import RECORDING_GROUP, group_id, user_of

__all__ = ["Opened", "RestoreRefused", "Restored", "look", "restore"]

_BESIDE: Final = ".restoring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What stands now. `witnessed`: how far the witness's checkpoints reach, None where there is no witness's folder.

    `keyless` pairs of keys to recordings did not come back: their recordings can be verified, and not played.
    """

    manifest: Manifest
    rows: int
    recordings: int
    ended: dict[str, int]
    witnessed: int | None
    keyless: int


def restore(found: Opened, settings_file: Path, clock: Clock, *, forgetting: int = 0) -> Restored:
    """Make the state of `settings_file` what the backup was. A settings file that does not exist becomes the backup's own.

    `forgetting`: how many of the entries a witness has checkpoints of may be lost by it. Raises GatewayFault, SettingsRefused.
    """
    require_fitting(found.manifest, clock)
    own_settings = not settings_file.exists()
    if own_settings:
        write_durably(settings_file, found.bytes_of(SETTINGS), 0o644)
    try:
        settings = read_settings(settings_file)
        witnessed = how_far(settings, found.manifest, forgetting)
        require_place(settings, found)
        done = _restore(found, settings, clock, witnessed)
    except BaseException:
        if own_settings:
            settings_file.unlink(missing_ok=True)
        raise
    initialise(
        settings_file=settings.file, state=settings.state.directory, witness=settings.state.witness,
        policies=settings.policies.directory, chosen={},
    )  # fmt: skip
    return done


def _restore(found: Opened, settings: Settings, clock: Clock, witnessed: int | None) -> Restored:
    with staging(places(settings)) as staged, policies_beside(found, settings) as policies:
        put_keys(found, staged)
        keep_making_keys(backup_folder(staged), making_keys(found.master))
        recordings = _recordings(found, staged)
        with _database(settings, staged) as engine, writing(engine) as connection:
            hold_off_writers(connection)
            rows = _rows(found, connection)
            keyless = RecordingKeys(connection).keyless()
            require_journal(found.manifest, connection, staged, settings, clock)
            ended = dict(end_what_was_open(connection, clock.now()))
            dead = dead_codes.kill(staged.keeper_keys, codes.last_possible_step(clock.now()))
            event = _event(found, dead, ended, witnessed)
            write_down(event, connection, staged, settings, clock)
        _give_to_their_users(settings, staged)
        take_place(staged, places(settings))
        if policies.exists():
            policies.rename(settings.policies.directory)
    return Restored(
        manifest=found.manifest, rows=rows, recordings=recordings, ended=ended, witnessed=witnessed, keyless=keyless
    )


# -- beside the place


@contextmanager
def staging(at: Places) -> Iterator[Places]:
    staged = Places(at.state.with_name(at.state.name + _BESIDE))
    try:
        shutil.rmtree(staged.state, ignore_errors=True)  # of a crash
        staged.state.mkdir(parents=True, mode=0o700)
        yield staged
    except OSError as broken:
        raise GatewayFault(f"the restore cannot be written: {broken}", _CANNOT_WRITE) from broken
    finally:
        shutil.rmtree(staged.state, ignore_errors=True)  # after the last step there is none


@contextmanager
def policies_beside(found: Opened, settings: Settings) -> Iterator[Path]:
    """The backup's policies, beside their place; nothing where they are there already (`_require_policies`)."""
    directory = settings.policies.directory
    beside = directory.with_name(directory.name + _BESIDE)
    try:
        shutil.rmtree(beside, ignore_errors=True)
        if not directory.exists():
            write_all(beside, unpacked(found.bytes_of(POLICIES)), 0o644)
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def put_keys(found: Opened, staged: Places) -> None:
    """The keeper's files and their public halves. Raises GatewayFault unless all of them open with the master key."""
    key_files.make_directory(staged.keeper_keys)
    write_all(staged.keeper_keys, unpacked(found.bytes_of(KEYS)), 0o600)
    key_files.write(staged.keeper_keys / custody.MASTER, found.master.reveal())
    staged.public_keys.parent.mkdir(mode=0o755)
    write_all(staged.public_keys.parent, unpacked(found.bytes_of(PUBLIC)), 0o644)
    if custody.load(staged.keeper_keys).public() != read_public_keys(staged.public_keys):
        raise GatewayFault("the backup's public keys are not those of its private keys")


def _recordings(found: Opened, staged: Places) -> int:
    count = 0
    for recording, part in found.recordings():
        place = path_of(staged.recordings, recording)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            for piece in found.stream(part):
                file.write(piece)
            _sync(file)
        count += 1
    return count


@contextmanager
def _database(settings: Settings, staged: Places) -> Iterator[Engine]:
    """The database to fill: a file inside the state is built beside it, any other is the one of the settings."""
    file = sqlite_file(parsed(settings.database))
    state = places(settings).state
    inside = file is not None and file.is_relative_to(state)
    url = (
        f"sqlite:///{(staged.state / file.relative_to(state)).resolve()}"
        if file and inside
        else owners_address(settings)
    )
    prepare(url)
    engine = open_engine(url, application="sekisho-restore")
    try:
        yield engine
    except BaseException:
        engine.dispose()
        if file is not None and not inside:
            for left in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
                left.unlink(missing_ok=True)
        raise
    finally:
        engine.dispose()


def _rows(found: Opened, connection: Connection) -> int:
    rows = load(connection, decompressed(found.stream(found.manifest.part(DATABASE))))
    RecordingKeys(connection).give_back(found.content_keys())
    return rows


# -- from here on


def _event(found: Opened, dead: int, ended: dict[str, int], witnessed: int | None) -> BackupRestored:
    manifest = found.manifest
    return BackupRestored(
        backup=manifest.id, made_at=manifest.made_at, os_user=os_user(), manifest=found.digest, entries=manifest.entries,
        head=manifest.head, dead_step=dead, ended=ended, witnessed=witnessed,
    )  # fmt: skip


def _give_to_their_users(settings: Settings, staged: Places) -> None:
    """What `sekisho init` makes empty, filled: each file to the process that goes on with it. Nothing without users."""
    registrar, door = user_of(settings, "registrar"), user_of(settings, "gateway")
    if registrar is None or door is None or os.geteuid() != 0:
        return
    for path in staged.journal.rglob("*"):
        os.chown(path, registrar.uid, registrar.gid)
    group = group_id(RECORDING_GROUP)
    for path in staged.recordings.rglob("*"):
        os.chown(path, door.uid, door.gid if group is None else group)
        path.chmod(0o2770 if path.is_dir() else 0o660)


def take_place(staged: Places, at: Places) -> None:
    if at.state.exists():
        at.state.rmdir()  # it was empty: anything that came in meanwhile stops us here
    for folder, _, _ in os.walk(staged.state):
        sync_directory(Path(folder))
    staged.state.rename(at.state)
    sync_directory(at.state.parent)


def write_all(folder: Path, files: dict[str, bytes], mode: int) -> None:
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        write_durably(place, data, mode)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


_CANNOT_WRITE: Final = Text(
    ja="復元を書き込めません（空き容量と権限を確認してください）。途中のものは残していません。",
    en="The restore cannot be written (check free space and rights). Nothing of it was left.",
)
