"""System users of the demo. Made only as root, each marked, so that exactly these can be removed again.

/etc/passwd has one home a user, so the homes of target accounts lie outside any one demo's state: two demos on one machine
share the accounts (and their homes), not their keys, certificates or ports.
"""

import fcntl
import grp
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MARK = "Sekisho demo"
HOMES = Path("/var/lib/sekisho-demo/homes")
_NOLOGIN = "/usr/sbin/nologin"


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine that something runs as."""

    name: str
    uid: int
    gid: int
    home: Path


def is_root() -> bool:
    return os.geteuid() == 0


def own_account() -> Account:
    """The user this process runs as."""
    return _account(pwd.getpwuid(os.geteuid()).pw_name)


def service_account(name: str, groups: Sequence[str] = ()) -> Account:
    """A user that owns processes and nobody logs in as, and a member of `groups`; made if missing. Needs root."""
    _ensure(name, ["--home-dir", "/nonexistent", "--shell", _NOLOGIN])
    for group in groups:
        _join(name, group)
    return _account(name)


def target_account(name: str) -> Account:
    """A user with a shell and a home, without any password (`*`: no password matches, yet not locked). Needs root."""
    home = HOMES / name
    _ensure(name, ["--home-dir", str(home), "--shell", "/bin/bash", "--password", "*"])
    account = _account(name)
    account.home.mkdir(exist_ok=True)
    os.chown(account.home, account.uid, account.gid)
    account.home.chmod(0o750)
    return account


def remove_marked() -> list[str]:
    """Remove every user this module made, its groups when nobody is left in them, and the homes; the users' names.

    Needs root; RuntimeError while a demo runs.
    """
    removed = [entry.pw_name for entry in pwd.getpwall() if entry.pw_gecos == MARK]
    groups = {group.gr_name for group in grp.getgrall() if set(group.gr_mem) & set(removed)}
    for name in removed:
        _change(["userdel", name])
    for group in grp.getgrall():
        if group.gr_name in groups and not group.gr_mem:
            _change(["groupdel", group.gr_name])
    shutil.rmtree(HOMES, ignore_errors=True)
    return removed


def as_account(account: Account, *options: str) -> list[str]:
    """Words to put before a command so that it runs as `account` and with further options of setpriv(1)."""
    words = list(options)
    if account.uid != os.geteuid():
        words += [f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
    return ["setpriv", *words, "--"] if words else []


def closed_parent(path: Path) -> Path | None:
    """The first directory on the way to `path` that other users may not enter; None when all are open."""
    for parent in reversed([path, *path.parents]):
        if parent.is_dir() and not parent.stat().st_mode & 0o001:
            return parent
    return None


def code_is_open() -> bool:
    """True if other users can read this project and its Python, so that processes can run as users of their own."""
    return all(closed_parent(Path(place)) is None for place in (__file__, sys.prefix, os.__file__))


def _account(name: str) -> Account:
    entry = pwd.getpwnam(name)
    return Account(name, entry.pw_uid, entry.pw_gid, Path(entry.pw_dir))


def _ensure(name: str, options: list[str]) -> None:
    with _one_at_a_time():
        if not _exists(name):
            common = ["--system", "--no-create-home", "--user-group", "--comment", MARK]
            _change(["useradd", *common, *options, name])


def _join(name: str, group: str) -> None:
    with _one_at_a_time():
        if all(entry.gr_name != group for entry in grp.getgrall()):
            _change(["groupadd", "--system", group])
        if name not in grp.getgrnam(group).gr_mem:
            _change(["usermod", "--append", "--groups", group, name])


def _change(command: list[str]) -> None:
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode:
        raise RuntimeError(f"{' '.join(command)}: {made.stderr.strip()}")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two demos that begin together do not make one user twice."""
    for directory in (HOMES.parent, HOMES):
        directory.mkdir(exist_ok=True)
        directory.chmod(0o711)
    with (HOMES.parent / "accounts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _exists(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())
