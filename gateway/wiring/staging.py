"""A state built beside its place, and the one rename that makes it the state: for a restore, and for a further node."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gateway.audit.folder import sync_directory, write_durably
from gateway.backups.packing import unpacked
from gateway.keeper import custody, key_files
from gateway.keeper.public_keys import read as read_public_keys
from gateway.settings.schema import Settings
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring.backing_up import KEYS, POLICIES, PUBLIC
from gateway.wiring.opened_backup import Opened
from gateway.wiring.places import Places

_BESIDE: Final = ".restoring"


def beside(at: Places) -> Places:
    """Where it is built."""
    return Places(at.state.with_name(at.state.name + _BESIDE))


def _never(_staged: Places) -> bool:
    return False


@contextmanager
def staging(at: Places, decided: Callable[[Places], bool] = _never) -> Iterator[Places]:
    """An empty folder beside the place; what fails takes it away again, unless that much was `decided` already."""
    staged = beside(at)
    try:
        shutil.rmtree(staged.state, ignore_errors=True)  # of a crash
        staged.state.mkdir(parents=True, mode=0o700)
        yield staged
    except BaseException as broken:
        if not decided(staged):
            shutil.rmtree(staged.state, ignore_errors=True)
        if isinstance(broken, OSError):
            raise GatewayFault(f"the restore cannot be written: {broken}", _CANNOT_WRITE) from broken
        raise


@contextmanager
def policies_beside(found: Opened, settings: Settings) -> Iterator[Path]:
    """The backup's policies, beside their place; nothing where they are there already (`require_same`)."""
    directory = settings.policies.directory
    staged = directory.with_name(directory.name + _BESIDE)
    try:
        _write_policies(found, directory, staged)
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _write_policies(found: Opened, directory: Path, staged: Path) -> None:
    try:
        shutil.rmtree(staged, ignore_errors=True)  # of a crash
        if not directory.exists():
            write_all(staged, unpacked(found.bytes_of(POLICIES)), 0o644)
    except OSError as broken:
        raise GatewayFault(f"the policies cannot be written: {broken}", _CANNOT_WRITE) from broken


def put_keys(found: Opened, staged: Places) -> None:
    """The keeper's files and their public halves. Raises GatewayFault unless all of them open with the master key."""
    key_files.make_directory(staged.keeper_keys)
    write_all(staged.keeper_keys, unpacked(found.bytes_of(KEYS)), 0o600)
    key_files.write(staged.keeper_keys / custody.MASTER, found.master.reveal())
    staged.public_keys.parent.mkdir(mode=0o755)
    write_all(staged.public_keys.parent, unpacked(found.bytes_of(PUBLIC)), 0o644)
    if custody.load(staged.keeper_keys).public() != read_public_keys(staged.public_keys):
        raise GatewayFault("the backup's public keys are not those of its private keys")


def take_place(staged: Places, at: Places) -> None:
    """What was built gets its name, durably."""
    if at.state.exists():
        at.state.rmdir()  # it was empty: anything that came in meanwhile stops us here
    sync_folders(staged.state)
    staged.state.rename(at.state)
    sync_directory(at.state.parent)


def sync_folders(top: Path) -> None:
    """Make every name in a folder durable, at any depth."""
    for folder, _, _ in os.walk(top):
        sync_directory(Path(folder))


def write_all(folder: Path, files: dict[str, bytes], mode: int) -> None:
    """Each file durably, by its name in the folder."""
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        write_durably(place, data, mode)


_CANNOT_WRITE: Final = Text(
    ja="復元を書き込めません（空き容量と権限を確認してください）。途中のものは残していません。",
    en="The restore cannot be written (check free space and rights). Nothing of it was left.",
)
