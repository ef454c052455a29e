"""`sekisho serve` as it runs, on a state of its own, with nobody registered yet: processes, signals, the door's first bytes."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gateway.wiring.init import Made, initialise
from gateway.wiring.places import places
from tests.databases import state_settings
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.relay.ssh.a_client import alive, wait_until

CHOSEN = {
    "gateway": {"port": 0, "drain_seconds": 0.0, "login_seconds": 20.0},
    "clock": {"synchronised": False},
    "admin_ui": {"port": 0},
    "postgres": {"port": 0, "names": ("localhost", "127.0.0.1")},
    "space": {"ballast_mib": 1, "floor_mib": 8, "session_mib": 1},
}


def a_state(
    folder: Path, policies: Path = SHIPPED, more: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
) -> Made:
    """What `sekisho init` leaves; `more` are further settings by part."""
    return initialise(
        settings_file=folder / "sekisho.toml",
        state=folder / "state",
        witness=folder / "witness",
        policies=policies,
        chosen={"state": state_settings(), **CHOSEN, **more},
    )


class Service:
    """The supervisor and its children."""

    def __init__(self, folder: Path, made: Made) -> None:
        self.folder, self.settings = folder, made.settings
        self._log = (folder / "log").open("wb")
        environment = {"PATH": os.environ["PATH"], "SEKISHO_SETTINGS": str(made.settings.file)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gateway", "serve"], env=environment, stderr=self._log, stdout=self._log
        )

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def pids(self) -> dict[str, int]:
        """The running processes by name."""
        found = {}
        for pid in children(self.process.pid):
            words = command(pid)
            if words and alive(pid):
                found[words[-1]] = pid
        return found

    def wait_for(self, words: str, seconds: float = 30) -> None:
        wait_until(lambda: words in self.log, seconds)

    @property
    def port(self) -> int:
        return int(places(self.settings).port.read_text())

    @property
    def postgres_port(self) -> int:
        return int(places(self.settings).postgres_port.read_text())

    def greets(self) -> bool:
        """Whether the door is open and an SSH server stands in it."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as client:
                client.settimeout(5)
                client.sendall(b"SSH-2.0-test\r\n")
                said = client.recv(100)
                return said.startswith(b"SSH-2.0-Sekisho\r\n") and len(said + client.recv(100)) > 40
        except (OSError, ValueError):
            return False

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(40)
        self._log.close()
        return status


def children(pid: int) -> list[int]:
    """Direct children, by the kernel's own list."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
    except OSError:
        return []


def status_of(pid: int) -> dict[str, str]:
    text = Path(f"/proc/{pid}/status").read_text()
    return {key: value.strip() for key, value in re.findall(r"^(\w+):(.*)$", text, re.MULTILINE)}


@contextmanager
def a_service(
    folder: Path, policies: Path = SHIPPED, more: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
) -> Iterator[Service]:
    service = Service(folder, a_state(folder, policies, more))
    try:
        wait_until(service.greets, 40)
        yield service
    finally:
        service.stop()
        time.sleep(0)
