"""Real clients against the demo stack: what a person would type, with the code computed where his phone would show it."""

import base64
import hashlib
import hmac
import json
import os
import pty
import re
import select
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from typing import Any

SECONDS = 40
STEP_SECONDS = 30


def code(secret: str, at: float | None = None) -> str:
    """RFC 6238: six digits of this half minute."""
    moment = int(time.time() if at is None else at) // STEP_SECONDS
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", moment), hashlib.sha1)
    offset = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@dataclass
class Client:
    """One person at one terminal."""

    demo: dict[str, Any]
    person: dict[str, Any]
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "TERM": "xterm-256color"}

    def askpass(self, *, password: str | None = None, answer: str | None = None) -> dict[str, str]:
        """Environment that answers prompts: the code (or `answer`), and the password where one is asked for."""
        script = self.folder / "askpass"
        secret = self.person["totp_secret"]
        computed = f"{shlex.quote(sys.executable)} -c {shlex.quote(_CODE.format(root=str(_ROOT), secret=secret))}"
        said = f"printf '%s\\n' {shlex.quote(answer)}" if answer is not None else computed
        script.write_text(
            f'#!/bin/sh\ncase "$1" in *assword*) printf "%s\\n" {shlex.quote(password or "none")};; *) {said};; esac\n'
        )
        script.chmod(0o700)
        return {**self.environment, "SSH_ASKPASS": str(script), "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":none"}

    def known_hosts(self) -> Path:
        file = self.folder / "known_hosts"
        ssh = self.demo["gateway"]["ssh"]
        file.write_text(f"[{ssh['host']}]:{ssh['port']} {ssh['host_key']}\n")
        return file

    def options(self, *keys: str) -> list[str]:
        named = keys or (self.person["terminal_key"], self.person["ssh_key"])
        return [
            "-F", "none", "-p", str(self.demo["gateway"]["ssh"]["port"]),
            *(word for key in named for word in ("-i", str(key))),
            "-o", "IdentitiesOnly=yes", "-o", f"UserKnownHostsFile={self.known_hosts()}", "-o", "StrictHostKeyChecking=yes",
            "-o", "NumberOfPasswordPrompts=1",
        ]  # fmt: skip

    def address(self, target: str | None = None) -> str:
        name = self.person["username"] if target is None else f"{self.person['username']}+{target}"
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
        program: str = "ssh",
    ) -> subprocess.CompletedProcess[bytes]:
        """Run OpenSSH to its end."""
        return subprocess.run(
            [program, *self.options(*keys), *options, self.address(target), *command],
            input=stdin,
            capture_output=True,
            timeout=SECONDS,
            env=self.askpass(password=password, answer=answer),
            check=False,
        )

    def shell(self, target: str, *options: str, size: tuple[int, int] = (100, 30)) -> "Terminal":
        """OpenSSH on a terminal of its own, logged in by itself."""
        return Terminal(["ssh", *self.options(), *options, "-tt", self.address(target)], self.askpass(), size)


_ROOT = Path(__file__).parents[2]
_CODE = "import sys; sys.path.insert(0, {root!r}); from tests.walks.clients import code; print(code({secret!r}))"


class Terminal:
    """A program on a pseudo terminal: what it painted, and keys for it."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], size: tuple[int, int]) -> None:
        self.seen = b""
        self._at = 0
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), environment)
        self.resize(*size)
        self.status: int | None = None

    def resize(self, columns: int, rows: int) -> None:
        ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, keys: str | bytes) -> None:
        os.write(self._handle, keys.encode() if isinstance(keys, str) else keys)

    def line(self, text: str) -> None:
        self.send(text + "\r")

    def expect(self, pattern: str | bytes, seconds: float = 20) -> re.Match[bytes]:
        """Wait until `pattern` is painted after what was last expected."""
        wanted = re.compile(pattern.encode() if isinstance(pattern, str) else pattern, re.DOTALL)
        deadline = time.monotonic() + seconds
        while (found := wanted.search(self.seen, self._at)) is None:
            if not self._read(max(0.0, deadline - time.monotonic())):
                raise AssertionError(f"{pattern!r} was not painted; last: {self.seen[self._at :][-1500:]!r}")
        self._at = found.end()
        return found

    def run(self, command: str, seconds: float = 20) -> bytes:
        """Type a command to a shell and give what it printed."""
        self.line(f"{command}; echo EN''D-$?-")
        return self.expect(r"\n(.*?)END-\d+-\r?\n", seconds).group(1)

    def wait(self, seconds: float = 20) -> int:
        """Read until the program ends; its exit status."""
        deadline = time.monotonic() + seconds
        while self._read(max(0.0, deadline - time.monotonic())):
            pass
        return self._reaped(deadline)

    def _reaped(self, deadline: float) -> int:
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                raise AssertionError(f"the program did not end; last: {self.seen[-1500:]!r}")
            else:
                time.sleep(0.02)
        return self.status

    def _read(self, seconds: float) -> bool:
        """True if something came; False at the end or when time is up."""
        if not select.select([self._handle], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._handle, 65536)
        except OSError:
            return False
        self.seen += data
        return bool(data)

    def close(self) -> None:
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        os.close(self._handle)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def agent(folder: Path, *keys: str) -> Iterator[dict[str, str]]:
    """An ssh-agent of its own, holding `keys`."""
    sock = folder / "agent.sock"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", str(sock)], stdout=subprocess.DEVNULL)
    try:
        while not sock.exists():
            time.sleep(0.01)
        environment = {"SSH_AUTH_SOCK": str(sock), "PATH": os.environ["PATH"], "HOME": str(folder)}
        subprocess.run(
            ["ssh-add", "-q", *keys], env=environment, check=True, timeout=SECONDS, stderr=subprocess.DEVNULL
        )
        yield {"SSH_AUTH_SOCK": str(sock)}
    finally:
        process.terminate()
        process.wait()


class Sekisho:
    """The command line, as the auditor of a demo types it."""

    def __init__(self, demo: dict[str, Any]) -> None:
        self._cli, self._settings = demo["cli"], demo["settings"]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "SEKISHO_SETTINGS": self._settings}
        command = [self._cli, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)

    def json(self, *arguments: str) -> Any:
        ran = self.run(*arguments, "--json")
        assert ran.returncode in (0, 1), ran.stderr
        return json.loads(ran.stdout)

    def sessions_of(self, username: str) -> list[dict[str, Any]]:
        return [one for one in self.json("session", "list")["sessions"] if one["username"] == username]

    def events(self, *filters: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json("audit", "show", *filters)["entries"]
        return found

    def recording(self, recording: str) -> bytes:
        """What was shown, as the exported asciicast says."""
        ran = self.run("recording", "export", recording, "--asciicast", "-", "--purpose", "test")
        assert ran.returncode == 0, ran.stderr
        lines = [json.loads(line) for line in ran.stdout.splitlines()[1:] if line.startswith("[")]
        return "".join(text for _, kind, text in lines if kind == "o").encode()


def eventually(check: Any, seconds: float = 10) -> Any:
    """The first true answer of `check()`."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        if time.monotonic() > deadline:
            raise AssertionError("it did not come to pass")
        time.sleep(0.05)
    return found


def need(program: str) -> str:
    """A client that deploy/install puts there; its absence is a failure, not a reason to skip."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert found is not None, f"{program} is missing: deploy/install dev"
    return found
