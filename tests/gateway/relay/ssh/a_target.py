"""A real target: Debian's sshd, one process a connection (`sshd -i`), on a loopback port the kernel chose; and a keeper for it.

The test's own process accepts, so no port is guessed, nothing is left running, and a test can kill one connection's sshd.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit
from gateway.authorization.request import Capability
from gateway.crypto import openssh, signing
from gateway.crypto.certificates import Extension, UserCertificate, sign_user
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay, Target
from tests.gateway.authorization.a_request import a_request, the_policy
from tests.gateway.sessions.an_office import free_order, free_target

ME = pwd.getpwuid(os.geteuid()).pw_name

_CONFIG = """\
HostKey {directory}/host_key
PidFile none
LogLevel VERBOSE
TrustedUserCAKeys {directory}/ca.pub
AuthorizedKeysFile {directory}/authorized_keys
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
UseDNS no
PrintMotd no
PrintLastLog no
AcceptEnv LANG LC_*
Subsystem sftp internal-sftp
{more}
SetEnv SHLVL=1
"""
"""The last line: a bash that is not its user's first reads no ~/.bashrc, whatever this machine's says (bash(1), INVOCATION).
Of several SetEnv lines the first counts: `more` says it again where it has one of its own."""


def sshd_path() -> str:
    """Debian keeps it out of everybody's PATH."""
    found = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    assert found is not None, "install openssh-server"
    return found


class AKeeper:
    """What a session asks of the keeper for its log-in: certificates by a real authority, a vaulted key, a password."""

    def __init__(self) -> None:
        self.ca = signing.new_signing_key()
        self.vaulted = signing.new_signing_key()
        self.secret = b"vaulted password"
        self.asked: list[str] = []
        self.fault: Exception | None = None
        self.key_id = "person=sato session=S-1 order=WO-1"

    @property
    def ca_line(self) -> str:
        return openssh.line(openssh.ed25519_blob(signing.public_of(self.ca)))

    def certificate(self, public_key: bytes) -> bytes:
        self._asked("certificate")
        now = datetime.now(UTC)
        return sign_user(
            self.ca,
            UserCertificate(
                public_key=public_key,
                key_id=self.key_id,
                principal=ME,
                now=now,
                expires_at=now + timedelta(minutes=2),
                extensions=frozenset({Extension.TERMINAL}),
            ),
        )

    def vaulted_key(self) -> bytes:
        self._asked("vaulted_key")
        return openssh.ed25519_blob(signing.public_of(self.vaulted))

    def sign(self, data: bytes) -> bytes:
        self._asked("sign")
        return openssh.ed25519_signature(self.vaulted, data)

    def password(self) -> bytes:
        self._asked("password")
        return self.secret

    def _asked(self, what: str) -> None:
        self.asked.append(what)
        if self.fault is not None:
            raise self.fault


class Listening(ABC):
    """A loopback port; `serve(socket)` in a thread for each connection."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.accepted = 0
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @abstractmethod
    def serve(self, client: socket.socket) -> None: ...

    def close(self) -> None:
        with socket.socket() as waker:  # closing a listener does not wake accept(2)
            self._closing = True
            waker.connect(("127.0.0.1", self.port))
            self._accepting.join(10)
        self._listener.close()

    _closing = False

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self._closing:
                client.close()
                return
            self.accepted += 1
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()


class Sshd(Listening):
    """One target and its keeper."""

    def __init__(self, directory: Path, more: str = "") -> None:
        self.directory = directory
        self.keeper = AKeeper()
        pair = openssh.new_pair()
        self.host_key = pair.public
        self._private("host_key", pair.private.reveal())
        own = openssh.new_pair()
        self.own_key = self._private("own_key", own.private.reveal())
        (directory / "ca.pub").write_text(self.keeper.ca_line + "\n")
        (directory / "authorized_keys").write_text(openssh.line(own.public) + "\n")
        (directory / "sshd_config").write_text(_CONFIG.format(directory=directory, more=more))
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self._processes: list[subprocess.Popen[bytes]] = []
        super().__init__()

    def trusts(self, blob: bytes) -> None:
        """Let this key in for good: the vaulted key's way."""
        with (self.directory / "authorized_keys").open("a") as keys:
            keys.write(openssh.line(blob) + "\n")

    @property
    def log(self) -> str:
        path = self.directory / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def target(self, **other: Any) -> Target:
        return free_target(
            **{
                "port": self.port,
                "host_keys": (self.host_key,),
                "accounts": (ME,),
                "login": LoginWay.CERTIFICATE,
                **other,
            }
        )

    def serve(self, client: socket.socket) -> None:
        command = [sshd_path(), "-i", "-f", str(self.directory / "sshd_config"), "-E", str(self.directory / "log")]
        with client:
            process = subprocess.Popen(command, stdin=client, stdout=client, stderr=subprocess.DEVNULL)
        self._processes.append(process)
        process.wait()

    def kill(self) -> None:
        """As a power cut does, for every connection."""
        children = self._sessions()  # before their parents go, and they with them to init
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)

    def close(self) -> None:
        super().close()
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait(10)

    def direct(self, *words: str, options: tuple[str, ...] = (), **run: Any) -> "subprocess.CompletedProcess[bytes]":
        """The same command by the same client without a gateway between."""
        command = [*ssh_command(self.port, *options, "-i", str(self.own_key)), f"{ME}@127.0.0.1", *words]
        return subprocess.run(command, capture_output=True, timeout=60, env=client_environment(), **run)

    def _private(self, name: str, pem: bytes) -> Path:
        path = self.directory / name
        path.touch(mode=0o600)
        path.write_bytes(pem)
        return path

    def _sessions(self) -> list[int]:
        """Children of our sshds that go on after their parent: privilege separation."""
        ours = {process.pid for process in self._processes}
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                words = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # gone meanwhile
            if int(words[1]) in ours:
                found.append(int(stat.parent.name))
        return found


def ssh_command(port: int, *options: str) -> list[str]:
    """OpenSSH's client, told to read nothing of this machine's."""
    quiet = ("-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null")
    return ["ssh", "-p", str(port), *options, *quiet, "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes"]


def client_environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8", **more}


@contextmanager
def a_real_target(directory: Path, more: str = "") -> Iterator[Sshd]:
    target = Sshd(directory, more)
    try:
        yield target
    finally:
        target.close()


def a_permit(target: Target, account: str = ME, capability: Capability = Capability.EXEC) -> Permit:
    """Decided by the shipped policy, as every permit is."""
    request = a_request(target=target, account=account, capability=capability, order=free_order(account))
    decision = decide(request, the_policy())
    assert isinstance(decision, Permit), decision
    return replace(decision, target=target)


def secret(text: bytes) -> Secret:
    return Secret(text)
