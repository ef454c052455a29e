"""A demo stack that one module has for itself, to break it: start, kill parts, stop, start again on the same state."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.databases import USUAL
from tests.walks.clients import Client
from tests.walks.seamed import program
from tests.walks.seams import FOLDER

PROJECT = Path(__file__).resolve().parents[2]
READY_SECONDS = 110  # and as many more as there are people


def _plain(module: str) -> list[str]:
    return [sys.executable, "-m", module]


class OwnStack:
    """One demo below `base`, with `people` further engineers."""

    def __init__(
        self, base: Path, people: int, database: str = USUAL, program: Callable[[str], list[str]] = _plain
    ) -> None:
        self.base, self._people, self._database, self._program = base, people, database, program
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = iter(range(1, people + 1))

    @property
    def demo(self) -> dict[str, Any]:
        """The manifest."""
        content: dict[str, Any] = json.loads((self.base / "manifest.json").read_text())
        return content

    def drawn(self, folder: Path) -> Client:
        """Somebody nobody has drawn before, at a terminal of his own whose home lies in `folder`."""
        username = f"e{next(self._numbers):03d}"
        home = folder / username
        home.mkdir()
        return Client(self.demo, next(one for one in self.demo["people"] if one["username"] == username), home)

    @property
    def seams(self) -> Path:
        """Where the processes of a seamed stack are told to stop."""
        return self.base / FOLDER

    @property
    def output(self) -> str:
        """What the demo printed."""
        return (self.base / "output").read_text(errors="replace")

    @property
    def log(self) -> str:
        """What Sekisho's processes logged."""
        return (self.base / "state" / "logs" / "sekisho.log").read_text(errors="replace")

    def start(self) -> None:
        """Bring it up, or up again; returns when everything answers."""
        manifest = self.base / "manifest.json"
        manifest.unlink(missing_ok=True)
        command = [
            *self._program("deploy.demo_stack"),
            f"--state={self.base / 'state'}",
            f"--manifest={manifest}",
        ]
        command += [f"--database={self._database}", f"--people={self._people}", f"--while-process={os.getpid()}"]
        with (self.base / "output").open("wb") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True, cwd=PROJECT)
        deadline = time.monotonic() + READY_SECONDS + self._people
        while not manifest.exists():
            assert self._process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.1)

    def stop(self) -> int:
        """SIGTERM, as an administrator's `systemctl stop`; the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(60)

    def close(self) -> None:
        """Nothing is left running."""
        if self._process is not None and self._process.poll() is None:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    # -- its processes

    @property
    def supervisor(self) -> int:
        """`sekisho serve`, which starts again what dies."""
        return supervisor_of(self.base / "state" / "settings.toml")

    def pid(self, name: str) -> int:
        """The process of that name: keeper, registrar, gateway, worker."""
        wanted = [b"serve", name.encode()]
        found = [one for one in _children(self.supervisor) if _read(one, "cmdline").split(b"\0")[-3:-1] == wanted]
        assert len(found) == 1, f"{name}: {found}"
        return found[0]

    def sessions(self) -> set[int]:
        """The processes of connections, as children of the gateway or, when it died, as orphans of it."""
        wanted = [b"serve", b"gateway"]
        main = [one for one in _children(self.supervisor) if _read(one, "cmdline").split(b"\0")[-3:-1] == wanted]
        return {child for parent in main for child in _children(parent)}

    def kill(self, name: str) -> int:
        """SIGKILL; the id that died."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    @contextmanager
    def nobody_restarts(self) -> Iterator[None]:
        """The supervisor holds still meanwhile, so that a part that dies stays dead."""
        os.kill(self.supervisor, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.supervisor, signal.SIGCONT)


@contextmanager
def own_stack(people: int, database: str = USUAL, *, seamed: bool = False) -> Iterator[OwnStack]:
    """A stack that runs; all of it gone afterwards. With seams, its processes can be stopped and its clock stepped."""
    base = Path(tempfile.mkdtemp(prefix="sekisho-walk-"))
    base.chmod(0o711)
    stack = OwnStack(base, people, database, program if seamed else _plain)
    stack.seams.mkdir()
    stack.seams.chmod(0o1777)  # each process is a user of its own
    try:
        stack.start()
        yield stack
    finally:
        stack.close()
        shutil.rmtree(base, ignore_errors=True)


def supervisor_of(settings: Path) -> int:
    """The process id of the `sekisho serve` with these settings."""
    for pid in _pids():
        words = _read(pid, "cmdline").split(b"\0")
        if words[-2:-1] == [b"serve"] and str(settings).encode() in _read(pid, "environ"):
            return pid
    raise AssertionError("sekisho serve is not running")


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _read(pid: int, what: str) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/{what}").read_bytes()
    return b""


def _children(parent: int) -> list[int]:
    found = []
    for pid in _pids():
        after_name = _read(pid, "stat").rpartition(b") ")[2].split()
        if len(after_name) > 1 and int(after_name[1]) == parent and after_name[0] != b"Z":
            found.append(pid)
    return found
