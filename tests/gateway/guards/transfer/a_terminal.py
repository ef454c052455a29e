"""A real program on a real terminal, and what it says first."""

import os
import pty
import select
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

SECONDS = 10


def program(name: str, *folders: str) -> str:
    """Where it is; the test is skipped where it is not installed."""
    found = shutil.which(name, path=":".join((os.environ["PATH"], "/usr/sbin", *folders)))
    if found is None:
        pytest.skip(f"no {name} here")
    return found


def said_by(command: list[str], folder: Path, until: bytes, typed: bytes = b"") -> bytes:
    """What `command` says on a terminal, up to `until` or its end; `typed` is typed at it."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execv(command[0], command)
    try:
        os.write(terminal, typed)
        return _read(terminal, until)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _read(terminal: int, until: bytes) -> bytes:
    said, end = b"", time.monotonic() + SECONDS
    while until not in said and time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        if not ready:
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
    return said
