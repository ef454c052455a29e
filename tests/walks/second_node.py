"""A second node beside a demo on PostgreSQL: exported, joined by two custodians, served; killed whole, started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from deploy.demo_stack.settings_text import with_values
from gateway.settings.reading import read
from gateway.wiring.places import places
from tests.walks.own_stack import _children, _read

NAME = "node2"
READY_SECONDS = 60
OWN_PORTS: Mapping[str, Mapping[str, Any]] = {part: {"port": 0} for part in ("gateway", "postgres", "admin_ui")}


class SecondNode:
    """State, settings and processes below `base`; recordings lie in the first node's folder."""

    def __init__(self, first: Mapping[str, Any], base: Path) -> None:
        self.first, self.base = first, base
        self.settings = base / "settings.toml"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def state(self) -> Path:
        return self.base / "state"

    @property
    def demo(self) -> dict[str, Any]:
        """The manifest as somebody has it who was told this node's door; the host key is the one of the first."""
        gateway = dict(self.first["gateway"])
        gateway["ssh"] = {**gateway["ssh"], "port": int(places(read(self.settings)).port.read_text())}
        return {**self.first, "gateway": gateway}

    @property
    def log(self) -> str:
        return (self.base / "log").read_text(errors="replace")

    def join(self) -> None:
        """`sekisho node export` on the first node, `sekisho node join` here; two shares go from hand to hand."""
        shares = self._split()
        self._cli(self.first["settings"], "node", "export", str(self.base / "bundle"))
        (bundle,) = (each for each in (self.base / "bundle").iterdir() if (each / "MANIFEST").exists())
        self._cli(None, "node", "join", str(bundle), f"--settings={self.settings}", f"--name={NAME}",
                  f"--state={self.state}", shares=shares)  # fmt: skip
        self.settings.write_text(with_values(self.settings.read_text(), OWN_PORTS))
        recordings = self.state / "recordings"
        recordings.rmdir()
        recordings.symlink_to(places(read(Path(self.first["settings"]))).recordings)

    def start(self) -> None:
        """Serve; returns when keeper and registrar have opened their doors, and so has the gateway."""
        at = places(read(self.settings))
        signs = [at.port, at.door("keeper", "gateway"), at.door("registrar", "gateway")]
        for sign in signs:
            sign.unlink(missing_ok=True)  # of a node that was killed
        environment = {"PATH": os.environ["PATH"], "SEKISHO_SETTINGS": str(self.settings)}
        with (self.base / "log").open("ab") as log:
            command = [sys.executable, "-m", "gateway", "serve"]
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + READY_SECONDS
        while not all(sign.exists() for sign in signs):
            assert self._process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL of everything this node is, as when its machine loses power."""
        assert self._process is not None
        kill_all(self._process.pid)
        self._process.wait()
        self._process = None

    def stop(self) -> int:
        assert self._process is not None
        self._process.terminate()
        status = self._process.wait(60)
        self._process = None
        return status

    def close(self) -> None:
        if self._process is not None:
            self.kill()

    def _split(self) -> list[str]:
        reads, writes = zip(*(os.pipe() for _ in range(2)), strict=True)
        words = [word for each in writes for word in ("--share-fd", str(each))]
        self._cli(self.first["settings"], "custody", "split", "--custodians", "2", *words, keep=writes)
        for each in writes:
            os.close(each)
        shares = [os.read(each, 1024).decode() for each in reads]
        for each in reads:
            os.close(each)
        return shares

    def _cli(
        self, settings: str | None, *words: str, keep: tuple[int, ...] = (), shares: list[str] | None = None
    ) -> None:
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        environment |= {} if settings is None else {"SEKISHO_SETTINGS": settings}
        given = [] if shares is None else ["--share-fd", "0", "--share-fd", "0"]
        ran = subprocess.run(
            [self.first["cli"], *words, *given],
            env=environment, pass_fds=keep, input="".join(shares or []), text=True, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, f"{words}: {ran.stdout}{ran.stderr}"


def kill_all(supervisor: int) -> None:
    """The supervisor first, then everything below it, down to the sessions."""
    below = [supervisor]
    for pid in below:
        below += _children(pid)
    for pid in below:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def kill_below(supervisor: int) -> None:
    """Everything of a node but its supervisor, which holds still."""
    below = _children(supervisor)
    for pid in below:
        below += _children(pid)
    for pid in below:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while any(_read(pid, "cmdline") for pid in below):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def second_node(first: Mapping[str, Any]) -> Iterator[SecondNode]:
    """Joined and running; gone afterwards."""
    base = Path(tempfile.mkdtemp(prefix="sekisho-node-"))
    base.chmod(0o711)
    node = SecondNode(first, base)
    try:
        node.join()
        node.start()
        yield node
    finally:
        node.close()
        shutil.rmtree(base, ignore_errors=True)
