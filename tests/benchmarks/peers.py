"""The paths that are compared: direct, `ssh -J` over a second sshd, bastions plain and recording, asyncssh, and the gateway.

The peers' sshd are started here, on loopback. As root their user is the account of the demo's build-host, so that every path
ends in the same shell with the same start-up files; the gateway's own target is that build-host.
"""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.walks.clients import Client, need
from tests.walks.codes import code

CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
PermitUserRC no
AllowTcpForwarding yes
MaxStartups 200
{more}
"""


@dataclass(frozen=True)
class Way:
    """One way to a target: its name and the command that begins a session."""

    name: str
    command: list[str]
    environment: dict[str, str]


class Peers:
    """The peers' servers, all of one user, and the client's key."""

    def __init__(self, folder: Path, account: str) -> None:
        self.folder = folder
        self.user = account if os.getuid() == 0 else getpass.getuser()
        self.key = folder / "key"
        _keygen(self.key)
        self.inner_key = folder / "inner"  # the bastion's own copy, readable by the account it runs as
        shutil.copy(self.key, self.inner_key)
        self.typescript = folder / "typescript"
        self.typescript.touch(mode=0o666)
        if os.getuid() == 0:
            shutil.chown(self.inner_key, self.user)
            self.typescript.chmod(0o666)
        (folder / "authorized_keys").write_text((folder / "key.pub").read_text())
        self.ports = {name: _free_port() for name in ("target", "jump", "plain", "script", "tlog", "asyncssh")}

    @contextmanager
    def running(self) -> Iterator["Peers"]:
        started = [self._sshd(name, self._forced(name)) for name in ("target", "jump", *self._bastions())]
        started.append(self._asyncssh())
        try:
            for name in ("target", "jump", "asyncssh", *self._bastions()):
                _await(self.ports[name])
            yield self
        finally:
            for process in started:
                process.terminate()
                process.wait()
            self._end_left_over()

    def _bastions(self) -> tuple[str, ...]:
        """Those whose programs this machine has; tlog is a package of its own."""
        return ("plain", "script", *(("tlog",) if shutil.which("tlog-rec") else ()))

    def _forced(self, name: str) -> str:
        """What a bastion runs instead of what was asked: ssh to the target, recorded or not; '' for who is no bastion."""
        inner = (
            f"/usr/bin/env ssh -F none -q -i {self.inner_key} -p {self.ports['target']}"
            " -o IdentitiesOnly=yes -o LogLevel=ERROR -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
            f" {self.user}@127.0.0.1"
        )
        asked = '"$SSH_ORIGINAL_COMMAND"'
        recorded = {
            "plain": (f"{inner} -tt {asked}", f"{inner} {asked}"),
            "script": (
                f"script -qfec '{inner} -tt {asked}' /dev/null",
                f"script -qfec '{inner} {asked}' {self.typescript}",
            ),
            "tlog": (f"tlog-rec --writer=file --file-path={self.typescript} -- /bin/sh -c '{inner} {asked}'",) * 2,
        }.get(name)
        if recorded is None:
            return ""
        on_terminal, without = recorded
        return f"ForceCommand if [ -t 0 ]; then exec {on_terminal}; else exec {without}; fi"

    def _asyncssh(self) -> "subprocess.Popen[bytes]":
        _keygen(self.folder / "asyncssh-host")
        words = [str(self.ports["asyncssh"]), str(self.ports["target"]), self.user, str(self.key)]
        return subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.asyncssh_relay", *words, str(self.folder / "asyncssh-host")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _end_left_over(self) -> None:
        """A bastion's `script` and its inner ssh outlive their client; they are known by this run's folder in their arguments."""
        for file in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(FileNotFoundError, ProcessLookupError):
                if str(self.inner_key).encode() in file.read_bytes():
                    os.kill(int(file.parent.name), signal.SIGKILL)

    def _sshd(self, name: str, more: str) -> "subprocess.Popen[bytes]":
        folder = self.folder / name
        folder.mkdir(mode=0o755)
        _keygen(folder / "host")
        (folder / "authorized_keys").write_text((self.folder / "authorized_keys").read_text())
        (folder / "config").write_text(CONFIG.format(port=self.ports[name], folder=folder, more=more))
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        return subprocess.Popen(
            [need("sshd"), "-D", "-e", "-f", str(folder / "config")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def paths(self) -> list[Way]:
        common = [
            "ssh", "-F", str(self._client_config()), "-q", "-i", str(self.key), "-o", "IdentitiesOnly=yes",
        ]  # fmt: skip
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "TERM": "xterm"}
        host = f"{self.user}@127.0.0.1"
        to = {name: ["-p", str(port), host] for name, port in self.ports.items()}
        ways = {
            "direct sshd": to["target"],
            "ssh -J": ["-J", "jump", *to["target"]],
            "plain bastion": to["plain"],
            "bastion under script": to["script"],
            "bastion under tlog": to["tlog"],
            "asyncssh relay": to["asyncssh"],
        }
        if "tlog" not in self._bastions():
            del ways["bastion under tlog"]
        return [Way(name, [*common, *words], environment) for name, words in ways.items()]

    def _client_config(self) -> Path:
        file = self.folder / "ssh_config"
        file.write_text(
            f"Host jump\n HostName 127.0.0.1\n Port {self.ports['jump']}\n User {self.user}\n IdentityFile {self.key}\n"
            "Host *\n LogLevel ERROR\n StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n"
        )
        return file


def gateway_path(demo: dict[str, Any], person: dict[str, Any], folder: Path) -> Way:
    """The gateway, with two keys and a code; a fresh person a session, because a code is good once."""
    client = Client(demo, person, folder)
    script = folder / f"askpass-{person['username']}"
    script.write_text(f"#!/bin/sh\necho {code(person['totp_secret'])}\n")
    script.chmod(0o700)
    environment = {**client.environment, "SSH_ASKPASS": str(script), "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":none"}
    return Way("sekisho", ["ssh", "-q", *client.options(), client.address("build-host")], environment)


def _keygen(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _await(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing listens on {port}")
