"""Which system user each process runs as, and which uids a door lets in. Without [users] everything is one uid."""

import grp
import os
import pwd
from dataclasses import dataclass

from gateway.settings.reading import SettingsRefused
from gateway.settings.schema import Settings

DATABASE_GROUP = "sekisho-db"
RECORDING_GROUP = "sekisho-rec"
PROCESSES = ("keeper", "registrar", "gateway", "worker", "admin_ui")
OPTIONAL = ("monitor", "archivist")  # run only where the settings ask for them


@dataclass(frozen=True, slots=True)
class User:
    """A system user."""

    name: str
    uid: int
    gid: int


def running(settings: Settings) -> tuple[str, ...]:
    """The processes `sekisho serve` keeps running."""
    wanted = {"monitor": settings.metrics.port is not None, "archivist": archives(settings)}
    return (*PROCESSES, *(name for name in OPTIONAL if wanted[name]))


def archives(settings: Settings) -> bool:
    """Whether anybody ships recordings or verifies them by the clock."""
    return settings.recordings.store == "s3" or bool(settings.recordings.verify_at)


def user_of(settings: Settings, process: str) -> User | None:
    """The user `process` is to run as; None: whoever runs us. Raises SettingsRefused for a name nobody has."""
    name: str | None = getattr(settings.users, process)
    if not name:
        return None
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        raise SettingsRefused(
            f"{settings.file}: users.{process}: there is no user {name}; make it, or leave it out"
        ) from None
    return User(name=name, uid=found.pw_uid, gid=found.pw_gid)


def uid_of(settings: Settings, process: str) -> int:
    """The uid `process` runs as."""
    user = user_of(settings, process)
    return os.getuid() if user is None else user.uid


def office_uids(settings: Settings) -> frozenset[int]:
    """Who may use the office's doors: root, whoever runs the service, and the web office's own user."""
    return frozenset({0, os.getuid(), uid_of(settings, "admin_ui")})


def group_id(name: str) -> int | None:
    """The gid of a group, None where there is none of that name."""
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        return None


def become(user: User) -> None:
    """Drop from root to `user` with its supplementary groups, for good."""
    os.initgroups(user.name, user.gid)
    os.setresgid(user.gid, user.gid, user.gid)
    os.setresuid(user.uid, user.uid, user.uid)
