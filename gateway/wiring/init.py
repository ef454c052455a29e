"""`sekisho init`: keys, settings, database and folders of a new state, each with the rights its process needs.

Safe to repeat: what exists stays (keys are never overwritten), rights are set again.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.keeper import custody
from gateway.keeper.public_keys import PublicKeys
from gateway.keeper.public_keys import read as read_public_keys
from gateway.settings.commented import commented
from gateway.settings.reading import read as read_settings
from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine
from gateway.storage.grants import grant
from gateway.storage.prepare import prepare
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import office_tls
from gateway.wiring.database import owners_address, roles_of
from gateway.wiring.places import Places, places
from gateway.wiring.users import DATABASE_GROUP, OPTIONAL, PROCESSES, RECORDING_GROUP, User, group_id, user_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What `initialise` left behind."""

    settings: Settings
    keys: PublicKeys


def initialise(
    *, settings_file: Path, state: Path, witness: Path, policies: Path, chosen: Mapping[str, Mapping[str, Any]]
) -> Made:
    """Make what is missing. `chosen` are further settings by part and key, used only for a new settings file.

    Raises GatewayFault or SettingsRefused, naming what could not be made.
    """
    if not settings_file.exists():
        values = {
            **chosen,
            "state": {"directory": state.resolve(), "witness": witness.resolve(), **chosen.get("state", {})},
        }
        values.setdefault("policies", {"directory": policies.resolve()})
        settings_file.parent.mkdir(parents=True, exist_ok=True)
        settings_file.write_text(commented(values), encoding="utf-8")
    settings = read_settings(settings_file)
    keys = furnish(settings)
    prepare(owners_address(settings), group=_group(settings, DATABASE_GROUP))
    _grant(settings)
    return Made(settings=settings, keys=keys)


def furnish(settings: Settings) -> PublicKeys:
    """Folders and keys, but no database: what is missing is made, each with the rights its process needs. Raises GatewayFault."""
    at, keeper, office = places(settings), user_of(settings, "keeper"), user_of(settings, "admin_ui")
    _folders(settings, at)
    keys = (
        read_public_keys(at.public_keys) if at.public_keys.exists() else custody.create(at.keeper_keys, at.public_keys)
    )
    _own(at.keeper_keys, keeper)
    _own(at.admin_ui, office)
    office_tls.prepare_database_authority(at, keeper=keeper)
    office_tls.prepare(settings, at, office=office, keeper=keeper)
    return keys


def _grant(settings: Settings) -> None:
    """On PostgreSQL: a role for each process, with its rights and no other (R-44)."""
    roles = roles_of(settings)
    if not roles:
        return
    engine = open_engine(owners_address(settings), application="sekisho-init")
    try:
        grant(engine, roles)
    finally:
        engine.dispose()


def _folders(settings: Settings, at: Places) -> None:
    try:
        for folder in (at.state, at.public_keys.parent, at.run):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)
        for process in (*PROCESSES, *OPTIONAL):
            _folder(at.run / process, user_of(settings, process), 0o755)
        _folder(at.admin_ui, user_of(settings, "admin_ui"), 0o700)
        registrar = user_of(settings, "registrar")
        _folder(at.public_keys.parent, user_of(settings, "keeper"), 0o755)  # it publishes its host keys as they change
        _folder(at.journal, registrar, 0o755)
        _folder(settings.state.witness, registrar, 0o755)
        _folder(at.recordings, user_of(settings, "gateway"), 0o2770)
        if (group := _group(settings, RECORDING_GROUP)) is not None:
            os.chown(at.recordings, -1, group)
            at.recordings.chmod(0o2770)
    except OSError as error:
        raise GatewayFault(f"{error.filename}: {error.strerror}") from error


def _folder(folder: Path, user: User | None, mode: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(mode)
    if user is not None:
        os.chown(folder, user.uid, user.gid)


def _own(folder: Path, user: User | None) -> None:
    """Give a folder and its files to `user`."""
    if user is None:
        return
    for path in (folder, *folder.iterdir()):
        os.chown(path, user.uid, user.gid)


def _group(settings: Settings, name: str) -> int | None:
    """The shared group, only where processes have users of their own."""
    if user_of(settings, "registrar") is None:
        return None
    found = group_id(name)
    if found is None:
        raise GatewayFault(
            f"there is no group {name}; make it and add its members (docs/administrator.md), then repeat"
        )
    return found
