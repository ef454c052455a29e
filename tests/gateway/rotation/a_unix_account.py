"""A throw-away account of this machine, for a test that changes a real password with the real chpasswd. Needs root."""

import os
import pwd
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

MARK = "Sekisho test, to be removed"


def may_make_one() -> bool:
    return os.geteuid() == 0


@contextmanager
def a_unix_account(password: str) -> Iterator[str]:
    """Its name; gone afterwards, or with the next one where this process was killed."""
    _remove_left()
    name = f"skrot-{os.getpid()}-{secrets.token_hex(4)}"
    _change(["useradd", "--no-create-home", "--user-group", "--comment", MARK, "--shell", "/bin/sh", name])
    try:
        subprocess.run(["chpasswd"], input=f"{name}:{password}\n", text=True, check=True, capture_output=True)
        yield name
    finally:
        _change(["userdel", name])


def _remove_left() -> None:
    for entry in pwd.getpwall():
        maker = entry.pw_name.split("-")[1] if entry.pw_gecos == MARK else ""
        if maker.isdigit() and not os.path.exists(f"/proc/{maker}"):
            subprocess.run(["userdel", entry.pw_name], capture_output=True, check=False)  # another may be as fast


def _change(command: list[str]) -> None:
    """Others may be changing the list of accounts at this moment: it is locked for a while then."""
    for _ in range(50):
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode == 0 or "lock" not in made.stderr:
            break
        time.sleep(0.1)
    assert made.returncode == 0, made.stderr
