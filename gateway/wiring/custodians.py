"""The master key in two people's hands: split, checked, and what backups are made with derived from it.

The shares are shown once and kept nowhere. What stays on the machine is enough to make backups and too little to open one.
"""

import os
import pwd
from collections.abc import Callable, Sequence
from pathlib import Path

from gateway.audit.event import Event
from gateway.backups.events import CustodyRecovered, CustodySplit
from gateway.backups.keys import MakingKeys, making_keys, read_making_keys
from gateway.keeper import custody, key_files, shares
from gateway.keeper.shares import ShareRefused
from gateway.settings.schema import Settings
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.secret import Secret
from gateway.wiring.acting import acting_as
from gateway.wiring.places import Places, places
from gateway.wiring.users import user_of

Tell = Callable[[Sequence[Event]], None]
"""Durable in the journal when it returns."""

KEY_FILE = "backup.key"


def split(settings: Settings, custodians: int, tell: Tell) -> tuple[Secret, ...]:
    """A share for each of so many custodians (2 to 9), any two of whom have the master key. The journal hears it first.

    Earlier shares of the same key stay good with each other. Raises GatewayFault.
    """
    master = _master(settings)
    written = shares.written(master, custodians)
    tell([CustodySplit(os_user=os_user(), custodians=custodians, key=shares.key_check(master))])
    keep_making_keys(backup_folder(places(settings)), making_keys(master))
    return written


def check(settings: Settings, texts: Sequence[Secret]) -> None:
    """Raises ShareRefused unless these two shares give this gateway's master key."""
    found = shares.master_of([shares.read(text) for text in texts])
    if shares.key_check(found) != shares.key_check(_master(settings)):
        raise ShareRefused("the shares are of another gateway's master key", _ANOTHERS)


def recover(settings: Settings, texts: Sequence[Secret], tell: Tell) -> None:
    """Put the lost file of the master key back. The journal hears it first; everything else stays as it is.

    Raises GatewayFault where there is a master key, and ShareRefused, with nothing left behind, where the shares give another
    key than the one all others here are sealed with.
    """
    master = shares.master_of([shares.read(text) for text in texts])
    directory = places(settings).keeper_keys
    with acting_as(user_of(settings, "keeper")):
        path = directory / custody.MASTER
        if path.exists():
            raise GatewayFault(f"{path} is there", _NOT_LOST)
        if not custody.opens(directory, master):
            raise ShareRefused("the shares are of another gateway's master key", _ANOTHERS)
    tell([CustodyRecovered(os_user=os_user(), key=shares.key_check(master))])
    with acting_as(user_of(settings, "keeper")):
        key_files.write(path, master.reveal())
        key_files.sync_directory(directory)


def kept_keys(settings: Settings) -> MakingKeys:
    """What backups are made with. Raises GatewayFault where no key was ever split."""
    path = backup_folder(places(settings)) / KEY_FILE
    if not path.exists():
        raise GatewayFault(f"there is no {path}", _NOT_SPLIT)
    return read_making_keys(key_files.read(path))


def backup_folder(at: Places) -> Path:
    """Where that lies: a directory of whoever makes backups."""
    return at.state / "backup"


def os_user() -> str:
    """Who runs this program, as the operating system names him."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _master(settings: Settings) -> Secret:
    with acting_as(user_of(settings, "keeper")):
        return custody.master_of(places(settings).keeper_keys)


def keep_making_keys(folder: Path, keys: MakingKeys) -> None:
    """Write them down, in the place of former ones. Raises GatewayFault."""
    if folder.exists():
        key_files.require_private_directory(folder)
    else:
        key_files.make_directory(folder)
    key_files.replace(folder / KEY_FILE, keys.kept())


_NOT_SPLIT = Text(
    ja="バックアップの鍵がまだありません。先に「sekisho custody split」で、主鍵を二人以上の保管者に分けてください。",
    en="There is no key for backups yet. First split the master key for two or more custodians: sekisho custody split",
)
_NOT_LOST = Text(
    ja="主鍵のファイルは失われていません。何も書き込んでいません。",
    en="The file of the master key is not lost. Nothing was written.",
)
_ANOTHERS = Text(
    ja="この二つの分割鍵は、別のゲートウェイの主鍵のものです。",
    en="These two shares are of another gateway's master key.",
)
