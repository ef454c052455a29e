"""A backup of the town, its custodians' shares, and places to restore it into."""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from gateway.settings.reading import read
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret
from gateway.wiring import backing_up, custodians, restoring
from gateway.wiring.backing_up import BackedUp
from gateway.wiring.restoring import Restored
from gateway.wiring.unbound import telling
from tests.databases import state_settings
from tests.gateway.cli.town import Town


def split(town: Town, count: int = 3) -> tuple[Secret, ...]:
    """The shares of so many custodians."""
    settings = read(town.settings)
    with telling(settings) as tell:
        return custodians.split(settings, count, tell)


def back_up(town: Town, directory: Path) -> BackedUp:
    """A backup of the town as it runs."""
    settings = read(town.settings)
    with telling(settings) as tell:
        return backing_up.back_up(settings, directory, tell, SystemClock())


def elsewhere(town: Town, folder: Path, **changed: str) -> Path:
    """A settings file like the town's for a state in `folder`; `changed` are further texts by what they replace."""
    text = town.settings.read_text().replace(str(town.folder), str(folder.resolve()))
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    if not (own := read(town.settings).database).startswith("sqlite"):
        text = text.replace(own, state_settings()["database"])
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "settings.toml"
    file.write_text(text)
    return file


def on(url: str, file: Path) -> None:
    """The same settings with this database."""
    others = [line for line in file.read_text().splitlines() if not line.startswith("database = ")]
    file.write_text("\n".join(others).replace("[state]", f'[state]\ndatabase = "{url}"', 1) + "\n")


def restore(made: BackedUp, shares: Sequence[Secret], settings: Path, *, forgetting: int = 0) -> Restored:
    """The backup, restored."""
    found = restoring.look(made.folder, shares)
    return restoring.restore(found, settings, SystemClock(), forgetting=forgetting)


def sekisho(
    *args: str,
    settings: Path,
    shares: Sequence[Secret] = (),
    file_bytes: int | None = None,
    program: Sequence[str] = ("gateway",),
) -> subprocess.CompletedProcess[str]:
    """`sekisho ARGS` in a process of its own, the shares on a descriptor; no file it writes may grow past `file_bytes`.

    `program` stands for `gateway` where a test has its own way to start it. No byte code is written: a file cut short there
    would break whoever loads it next.
    """
    read_end, write_end = os.pipe()
    for share in shares:
        os.write(write_end, share.reveal() + b"\n")
    os.close(write_end)
    told = [f"--share-fd={read_end}"] * len(shares)

    def narrow() -> None:
        if file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    try:
        return subprocess.run(
            [sys.executable, "-B", "-m", *program, *args, *told, "--json"],
            env={"PATH": os.environ["PATH"], "SEKISHO_SETTINGS": str(settings)},
            capture_output=True, text=True, check=False, pass_fds=(read_end,), preexec_fn=narrow,
        )  # fmt: skip
    finally:
        os.close(read_end)


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and the moment it was changed: nothing written leaves this as it was."""
    found = {}
    for at, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(at) / name
            stat = path.lstat()
            found[str(path)] = (stat.st_size if path.is_file() else 0, stat.st_mtime_ns if path.is_file() else 0)
    return found
