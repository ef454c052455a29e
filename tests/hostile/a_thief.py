"""Somebody with a working log-in to a target with personal data, every client there is, and one wish: to carry it away.

What he gets is looked through for what the target really holds: rows of its data in every encoding of the country, its sshd's
greeting, and the names in its account's home.
"""

import base64
import contextlib
import csv
import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.walks.clients import SECONDS, Client, agent, need
from tests.walks.terminal import Terminal

TARGET = "callcenter-app"
ROWS = 40  # from either end of the file
SHORTEST = 4  # characters of a field worth looking for
ENCODINGS = ("utf-8", "euc-jp", "cp932", "utf-16-le")
REFUSED = 254


class Truth:
    """What the target holds, and whether something has it."""

    def __init__(self, demo: dict[str, Any]) -> None:
        target = next(one for one in demo["targets"] if one["name"] == TARGET)
        self.file: str = target["personal_data"]["file"]
        self.sshd = f"{target['direct']['host']}:{target['direct']['port']}"
        with Path(target["personal_data"]["truth_csv"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        chosen = rows[1 : ROWS + 1] + rows[-ROWS:]  # the names of the columns are words of every day
        words = {word for row in chosen for word in row if len(word) >= SHORTEST}
        lines = [",".join(row).encode() for row in chosen]
        self._held = {word.encode(encoding, "ignore") for word in words for encoding in ENCODINGS}
        self._held |= {base64.b64encode(line[at:])[4:28] for line in lines for at in range(3)}
        self._held |= {line[:12].hex().encode() for line in lines}
        self._held = {one for one in self._held if len(one) >= SHORTEST}
        self._names = self._home(target["account"])

    def found_in(self, data: bytes, said: str = "") -> list[bytes]:
        """What `data` has of it. What the thief typed himself (`said`) is not news."""
        typed = said.encode()
        held = [one for one in self._held if one in data and one not in typed]
        names = [one for one in self._names if one in data and one not in typed]
        return [*held, *names, *([b"greeting"] if b"SSH-2.0-OpenSSH" in _without_debug(data) else [])]

    @staticmethod
    def _home(account: str) -> set[bytes]:
        home = pwd.getpwnam(account).pw_dir if account else ""
        with contextlib.suppress(OSError, KeyError):
            return {name.encode() for name in os.listdir(home) if len(name) >= 6}
        return set()


def _without_debug(data: bytes) -> bytes:
    """A client's own debug lines name its own version."""
    return b"\n".join(line for line in data.split(b"\n") if not line.startswith(b"debug"))


@dataclass
class Thief:
    """At his terminal, with one log-in already open (ControlMaster) and an agent and a display to offer."""

    client: Client
    truth: Truth
    environment: dict[str, str]
    shell: Terminal
    loot: Path = field(init=False)
    ran: list["subprocess.CompletedProcess[bytes]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loot = self.client.folder / "loot"
        self.loot.mkdir(exist_ok=True)

    @property
    def at(self) -> str:
        return self.client.address(TARGET)

    @property
    def options(self) -> list[str]:
        """For programs of OpenSSH's family: over the log-in that is there, never a new one."""
        return ["-o", f"ControlPath={self.client.folder}/cm", "-o", "ControlMaster=no", *self.client.options()]

    @property
    def via(self) -> str:
        """For programs that call ssh themselves."""
        return f"ssh -F none -o ControlPath={self.client.folder}/cm -o BatchMode=yes -p {self.client.port}"

    def run(
        self,
        program: str,
        *words: str,
        stdin: bytes = b"",
        environment: dict[str, str] | None = None,
        seconds: float = SECONDS,
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run it to its end; the word OPTIONS stands for `options`."""
        spelled = [one for word in words for one in (self.options if word == "OPTIONS" else [word])]
        ran = subprocess.run(
            [need(program), *spelled],
            input=stdin,
            env={**self.environment, **(environment or {})},
            capture_output=True,
            timeout=seconds,
            check=False,
            cwd=self.loot,
        )
        self.ran.append(ran)
        return ran

    def leave(self) -> None:
        """End the session and with it the connection; what was refused on it stands in the journal then."""
        if self.shell.status is None:
            self.shell.line("exit")
            self.shell.wait()

    def assert_empty_handed(self, ran: "subprocess.CompletedProcess[bytes]", *more: bytes) -> None:
        """Failed, and nothing of the target is in anything he got."""
        assert ran.returncode != 0, ran
        got = b"".join([ran.stdout, ran.stderr, *more, *self.carried()])
        assert self.truth.found_in(got, " ".join(map(str, ran.args))) == [], (ran, got[:2000])

    def carried(self) -> Iterator[bytes]:
        """Every file in his hands."""
        for file in self.loot.rglob("*"):
            if file.is_file() and not file.is_symlink() and ".git" not in file.parts:
                yield file.read_bytes()


@contextlib.contextmanager
def a_thief(client: Client, truth: Truth, *keys: str, options: Sequence[str] = ()) -> Iterator[Thief]:
    """One log-in by OpenSSH as ControlMaster, with a shell on the target that stays."""
    with agent(client.folder, *keys) as held:
        offered = {**held, "DISPLAY": ":99"}
        master = ["-o", f"ControlPath={client.folder}/cm", "-o", "ControlMaster=yes", "-A", "-Y", *options]
        with client.shell(TARGET, *master, environment=offered) as shell:
            shell.prompt()
            thief = Thief(client, truth, {**client.environment, **offered}, shell)
            yield thief
            thief.leave()
