"""Real clients against the demo stack: what a person would type, with the code computed where his phone would show it."""

import base64
import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.walks.codes import Codes
from tests.walks.terminal import Terminal

SECONDS = 40
QUIET = ("-o", "LogLevel=ERROR")  # neither banner nor "Connection closed": what is painted then is the session's alone
KEYS_ONLY = ("-o", "PreferredAuthentications=publickey")  # stop where a person would be asked for his password
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Client:
    """One person at one terminal. `folder` is his home."""

    demo: dict[str, Any]
    person: dict[str, Any]
    folder: Path

    @property
    def username(self) -> str:
        name: str = self.person["username"]
        return name

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "TERM": "xterm-256color"}

    def code(self) -> str:
        """A fresh one-time code."""
        return Codes(self.demo).fresh(self.person)

    def askpass(self, *, password: str | None = None, answer: str | None = None) -> dict[str, str]:
        """Environment that answers prompts: a fresh code (or `answer`), and the password where one is asked for."""
        handle, name = tempfile.mkstemp(prefix="askpass-", dir=self.folder)
        said = shlex.quote(self.code() if answer is None else answer)
        script = f'#!/bin/sh\ncase "$1" in *assword*) echo {shlex.quote(password or "none")};; *) echo {said};; esac\n'
        os.write(handle, script.encode())
        os.fchmod(handle, 0o700)
        os.close(handle)
        return {**self.environment, "SSH_ASKPASS": name, "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":none"}

    @property
    def port(self) -> int:
        number: int = self.demo["gateway"]["ssh"]["port"]
        return number

    def known_hosts(self) -> Path:
        file = self.folder / "known_hosts"
        ssh = self.demo["gateway"]["ssh"]
        file.write_text(f"[{ssh['host']}]:{ssh['port']} {ssh['host_key']}\n")
        return file

    def options(self, *keys: str) -> list[str]:
        named = keys or (self.person["terminal_key"], self.person["ssh_key"])
        return [
            "-F", "none", "-o", f"Port={self.port}", *(word for key in named for word in ("-i", str(key))),
            "-o", "IdentitiesOnly=yes", "-o", f"UserKnownHostsFile={self.known_hosts()}", "-o", "StrictHostKeyChecking=yes",
            "-o", "NumberOfPasswordPrompts=1",
        ]  # fmt: skip

    def address(self, target: str | None = None) -> str:
        name = self.username if target is None else f"{self.username}+{target}"
        return f"{name}@{self.demo['gateway']['ssh']['host']}"

    def ssh(
        self,
        target: str | None,
        *command: str,
        keys: Sequence[str] = (),
        options: Sequence[str] = (),
        answer: str | None = None,
        password: str | None = None,
        stdin: bytes = b"",
        environment: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run OpenSSH to its end."""
        return subprocess.run(
            ["ssh", *options, *self.options(*keys), self.address(target), *command],
            input=stdin,
            capture_output=True,
            timeout=SECONDS,
            env={**self.askpass(password=password, answer=answer), **(environment or {})},
            check=False,
        )

    def shell(
        self,
        target: str | None,
        *options: str,
        size: tuple[int, int] = (100, 30),
        environment: dict[str, str] | None = None,
    ) -> Terminal:
        """OpenSSH on a terminal of its own, logged in by itself."""
        command = ["ssh", *options, *self.options(), "-tt", self.address(target)]
        return Terminal(command, {**self.askpass(), **(environment or {})}, size)

    def plink(self, target: str, *command: str, environment: dict[str, str]) -> Terminal:
        """plink with the keys of its agent, on a terminal where the code can be typed."""
        blob = base64.b64decode(self.demo["gateway"]["ssh"]["host_key"].split()[1])
        pinned = "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
        words = [need("plink"), "-ssh", "-agent", "-P", str(self.port), "-hostkey", pinned, *command[:-1]]
        return Terminal([*words, self.address(target), *command[-1:]], {**self.environment, **environment})

    def dbclient(self, target: str, *command: str) -> Terminal:
        """dropbear's client with its own key files, on a terminal where the code can be typed."""
        host = self.demo["gateway"]["ssh"]["host"]
        (self.folder / ".ssh").mkdir(exist_ok=True)
        (self.folder / ".ssh" / "known_hosts").write_text(f"{host} {self.demo['gateway']['ssh']['host_key']}\n")
        words = [need("dbclient"), "-p", str(self.port)]
        for name in ("terminal_key", "ssh_key"):
            own = str(self.folder / f"dropbear_{name}")
            convert = [need("dropbearconvert"), "openssh", "dropbear", self.person[name], own]
            subprocess.run(convert, check=True, capture_output=True, timeout=SECONDS)
            words += ["-i", own]
        return Terminal([*words, self.address(target), *command], self.environment)


@contextmanager
def agent(folder: Path, *keys: str) -> Iterator[dict[str, str]]:
    """An ssh-agent of its own, holding `keys`."""
    sock = folder / "agent.sock"
    process = subprocess.Popen([need("ssh-agent"), "-D", "-a", str(sock)], stdout=subprocess.DEVNULL)
    try:
        eventually(sock.exists)
        held = {"SSH_AUTH_SOCK": str(sock)}
        environment = {**held, "PATH": os.environ["PATH"], "HOME": str(folder)}
        for key in keys:
            subprocess.run(["ssh-add", "-q", key], env=environment, check=True, timeout=SECONDS, capture_output=True)
        yield held
    finally:
        process.terminate()
        process.wait(SECONDS)


def new_key(folder: Path, name: str) -> str:
    """A fresh key pair nobody registered; the private file."""
    file = str(folder / name)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True, timeout=SECONDS)
    return file


def eventually(check: Callable[[], T], seconds: float = 10) -> T:
    """The first true answer of `check()`."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        if time.monotonic() > deadline:
            raise AssertionError(f"it did not come to pass within {seconds} s")
        time.sleep(0.05)
    return found


def need(program: str) -> str:
    """A client that deploy/install puts there; its absence is a failure, not a reason to skip."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert found is not None, f"{program} is missing: deploy/install dev"
    return found
