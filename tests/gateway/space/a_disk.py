"""A small file system of a test's own, and somebody who fills it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

MIB = 1024 * 1024
DISK_BYTES = 16 * MIB
FILLING = "filling"


@contextmanager
def small_disk(place: Path, size: int = DISK_BYTES) -> Iterator[Path]:
    """A tmpfs at `place`, unmounted afterwards. Skips, in words, where nobody may mount."""
    place.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount(8) here, so there is no small disk")
    if mounted.returncode:
        pytest.skip(f"only root, and only where mounting is permitted, may make a small disk: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def free_bytes(folder: Path) -> int:
    """What is free there."""
    at = os.statvfs(folder)
    return at.f_bavail * at.f_frsize


def fill(folder: Path, *, leave: int = 0) -> None:
    """Another program takes what is free now but for `leave` bytes. Again and again, it grows."""
    rest = free_bytes(folder) - leave
    with suppress(OSError), (folder / FILLING).open("ab", buffering=0) as filling:
        while rest > 0:
            rest -= filling.write(bytes(min(rest, MIB))) or rest


def empty(folder: Path) -> None:
    """And gives it back."""
    (folder / FILLING).unlink(missing_ok=True)
