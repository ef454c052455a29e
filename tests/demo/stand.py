"""A call centre for the tests of the demo itself: its own authority, certificates from it, and the stock ssh client."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.demo_stack.children import descendants

PROJECT = Path(__file__).resolve().parents[2]


@dataclass
class Stand:
    """One `deploy/demo --call-centre-only`, started and stopped as often as a test likes."""

    base: Path
    process: subprocess.Popen[bytes] | None = None
    with_gateway: bool = False

    @property
    def state(self) -> Path:
        return self.base / "state"

    @property
    def output(self) -> str:
        return (self.base / "output").read_text(errors="replace")

    def command(self, *more: str) -> list[str]:
        words = [sys.executable, "-m", "deploy.demo_stack", f"--state={self.state}"]
        alone = [] if self.with_gateway else [f"--call-centre-only={self.base / 'authority.pub'}"]
        return [*words, *alone, *more]

    def start(self, *more: str) -> dict[str, Any]:
        """Start, wait until everything answers; the manifest."""
        manifest = self.base / "manifest.json"
        manifest.unlink(missing_ok=True)
        with (self.base / "output").open("wb") as output:
            self.process = subprocess.Popen(
                self.command(f"--manifest={manifest}", f"--while-process={os.getpid()}", *more),
                stdout=output,
                stderr=output,
                cwd=PROJECT,
            )
        deadline = time.monotonic() + 90
        while not manifest.exists():
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.05)
        content: dict[str, Any] = json.loads(manifest.read_text())
        return content

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Signal it, wait for its end; the exit status."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(60)

    def certificate(self, name: str, *, principal: str, key_id: str, authority: str = "authority") -> Path:
        """A key with a two-minute certificate beside it, as the keeper makes them; the key's path."""
        key = self.base / name
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)])
        sign = ["ssh-keygen", "-q", "-s", str(self.base / authority), "-I", key_id, "-n", principal]
        run([*sign, "-V", "-1m:+2m", "-O", "clear", "-O", "permit-pty", f"{key}.pub"])
        return key

    def ssh(self, target: dict[str, Any], *words: str, key: Path | None = None, user: str | None = None) -> "Said":
        """Run the stock client against a target directly, never asking anything."""
        options = ["-F", "none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "ConnectTimeout=10"]
        options += ["-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"]
        options += ["-i", str(key)] if key else ["-o", "PubkeyAuthentication=no"]
        where = ["-p", str(target["direct"]["port"]), f"{user or target['account']}@127.0.0.1"]
        return said(["ssh", *options, *where, *words])


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


def processes(centre: Stand) -> list[int]:
    """The demo's process and all it started, directly or not."""
    assert centre.process is not None
    return [centre.process.pid, *descendants(centre.process.pid)]


def alive(pids: list[int]) -> list[str]:
    """Command lines of those that still run."""
    return [words for pid in pids if (words := _running(pid)) is not None]


def _running(pid: int) -> str | None:
    """The command line of a process; None once it has ended, be it between two looks."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if " Z " in stat else words


def said(command: list[str]) -> Said:
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL)
    return Said(ran.returncode, ran.stdout, ran.stderr)


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=30)


def target_of(manifest: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(target for target in manifest["targets"] if target["name"] == name)
    return found


@contextmanager
def stand() -> Iterator[Stand]:
    """A directory that other users may pass through, with an authority in it; all gone afterwards."""
    base = Path(tempfile.mkdtemp(prefix="sekisho-stand-"))
    base.chmod(0o711)
    for authority in ("authority", "stranger"):
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(base / authority)])
    built = Stand(base)
    try:
        yield built
    finally:
        if built.process is not None and built.process.poll() is None:
            built.stop()
        shutil.rmtree(base)
