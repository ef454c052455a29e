"""From a backup and two custodians' shares to a gateway that stands as it stood. All of it, or nothing.

1. Look: the manifest's signature, size, hash and seal of every part, the place it is to go to. Nothing is written.
2. Build beside the place (`STATE.restoring`) and inside one transaction: keys, recordings, rows, tiles. The journal is verified
   and compared with the manifest, the keys open with the master key.
3. End what must not come back to life (storage/restored), kill the one-time codes (keeper/dead_codes), and write
   `backup.restored` into the journal, in that same transaction. Write down beside it all that it happened, then commit.
4. The folder gets its name, `init` does the rest.
Whatever fails before the commit leaves no trace; what was killed after it goes on when it is run again (`unfinished_restore`).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import Connection, Engine

import gateway.wiring.events  # noqa: F401  # every kind of event must be known before the journal is read
from gateway.audit.folder import sync_directory, write_durably
from gateway.backups.events import BackupRestored
from gateway.backups.keys import making_keys
from gateway.backups.manifest import Manifest
from gateway.backups.packing import decompressed
from gateway.keeper import codes, dead_codes
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
from gateway.wiring import unfinished_restore
from gateway.wiring.backing_up import DATABASE, SETTINGS
from gateway.wiring.custodians import backup_folder, keep_making_keys, os_user
from gateway.wiring.init import initialise
from gateway.wiring.opened_backup import Opened, look
from gateway.wiring.places import Places, places
from gateway.wiring.restore_place import RestoreRefused, require_fitting, require_free, require_same
from gateway.wiring.restore_place import witnessed as how_far
from gateway.wiring.restored_journal import require_journal, write_down
from gateway.wiring.staging import beside, policies_beside, put_keys, staging, sync_folders, take_place
from gateway.wiring.unfinished_restore import Note
from gateway.wiring.users import RECORDING_GROUP, group_id, user_of

__all__ = ["Opened", "RestoreRefused", "Restored", "look", "restore"]


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
        require_same(settings, found)
        with policies_beside(found, settings) as policies:
            note = unfinished_restore.of(settings, found.digest) or _built(found, settings, clock, forgetting)
            _finish(settings, policies)
    except BaseException:
        if own_settings:
            settings_file.unlink(missing_ok=True)
        raise
    return Restored(
        manifest=found.manifest, rows=note.rows, recordings=note.recordings, ended=note.ended, witnessed=note.witnessed,
        keyless=note.keyless,
    )  # fmt: skip


def _built(found: Opened, settings: Settings, clock: Clock, forgetting: int) -> Note:
    """Everything beside the place and on disk, then the rows: with their commit the restore has happened."""
    witnessed = how_far(settings, found.manifest, forgetting)
    require_free(settings)
    with staging(places(settings), partial(unfinished_restore.may_have_happened, settings)) as staged:
        put_keys(found, staged)
        keep_making_keys(backup_folder(staged), making_keys(found.master))
        recordings = _recordings(found, staged)
        _give_recordings(settings, staged)
        sync_folders(staged.state)  # here, where no transaction stands still for it
        with _database(settings, staged) as engine, writing(engine) as connection:
            hold_off_writers(connection)
            rows = _rows(found, connection)
            keyless = RecordingKeys(connection).keyless()
            require_journal(found.manifest, connection, staged, settings, clock)
            ended = dict(end_what_was_open(connection, clock.now()))
            dead = dead_codes.kill(staged.keeper_keys, codes.last_possible_step(clock.now()))
            head = write_down(_event(found, dead, ended, witnessed), connection, staged, settings, clock)
            _give_tiles(settings, staged)
            sync_folders(staged.journal)
            note = Note(
                backup=found.digest, entries=head.seq + 1, head=head.hash, rows=rows, recordings=recordings, ended=ended,
                witnessed=witnessed, keyless=keyless,
            )  # fmt: skip
            unfinished_restore.write(note, staged)
    return note


def _finish(settings: Settings, policies: Path) -> None:
    """What is left once the rows are committed; done again from any step. Raises GatewayFault, and the note stays."""
    at = places(settings)
    try:
        if unfinished_restore.read(at) is None:
            take_place(beside(at), at)
        if policies.exists():
            policies.rename(settings.policies.directory)
            sync_directory(settings.policies.directory.parent)
        initialise(
            settings_file=settings.file, state=settings.state.directory, witness=settings.state.witness,
            policies=settings.policies.directory, chosen={},
        )  # fmt: skip
        unfinished_restore.done(at)
    except OSError as broken:
        raise GatewayFault(f"the restore is not finished: {broken}", _UNFINISHED) from broken


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
    url = unfinished_restore.address_in(settings, staged)
    file = sqlite_file(parsed(url))
    prepare(url)
    engine = open_engine(url, application="sekisho-restore")
    try:
        yield engine
    except BaseException:
        engine.dispose()
        if file is not None:
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


def _give_recordings(settings: Settings, staged: Places) -> None:
    """What `sekisho init` makes empty, filled: each file to the process that goes on with it. Nothing without users."""
    door = user_of(settings, "gateway")
    if door is None or os.geteuid() != 0:
        return
    group = group_id(RECORDING_GROUP)
    for path in staged.recordings.rglob("*"):
        os.chown(path, door.uid, door.gid if group is None else group)
        path.chmod(0o2770 if path.is_dir() else 0o660)


def _give_tiles(settings: Settings, staged: Places) -> None:
    """The same for the journal's."""
    registrar = user_of(settings, "registrar")
    if registrar is None or os.geteuid() != 0:
        return
    for path in staged.journal.rglob("*"):
        os.chown(path, registrar.uid, registrar.gid)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


_UNFINISHED: Final = Text(
    ja="復元の最後の段階が終わっていません。データベースへの書き込みは済んでいます。原因を除き、同じ復元をもう一度実行すると続きから行います。",
    en="The last steps of the restore are not done; the database is written. Mend the cause and run the same restore again: "
    "it goes on from here.",
)
