"""OpenSSH configured as a person does it for `ssh -J`: the gateway as a host of its own, our authority in known_hosts.

OpenSSH hands the first hop nothing but its configuration file, so everything stands there.
"""

import subprocess
from collections.abc import Sequence

from tests.walks.clients import SECONDS, Client, need
from tests.walks.office import Sekisho
from tests.walks.terminal import Terminal

FREE, PERSONAL = "build-host", "callcenter-app"
_authorities: dict[str, str] = {}  # a demo's, by its settings: it stays the same


def _authority(sekisho: Sekisho) -> str:
    settings = sekisho.demo["settings"]
    if settings not in _authorities:
        _authorities[settings] = sekisho.run("host-key", "ca").stdout
    return _authorities[settings]


class Jumper:
    """One client at his terminal, whose every connection goes through the gateway by a jump."""

    def __init__(self, client: Client, sekisho: Sekisho, *, authority: bool = True) -> None:
        self.client = client
        self.config = client.folder / "config"
        self.known_hosts = client.known_hosts()
        if authority:
            self.known_hosts.write_text(self.known_hosts.read_text() + _authority(sekisho))
        self.configure()

    def configure(self, *gateway: str, more: str = "") -> None:
        """Write the file; `gateway` are further lines about the first hop, `more` further hosts."""
        client, keys = self.client, (self.client.person["terminal_key"], self.client.person["ssh_key"])
        lines = [
            "Host gw",
            f"  HostName {client.demo['gateway']['ssh']['host']}",
            f"  Port {client.port}",
            f"  User {client.username}",
            *(f"  IdentityFile {key}" for key in keys),
            *(f"  {line}" for line in gateway),
            more,
            "Host *",
            "  IdentitiesOnly yes",
            f"  UserKnownHostsFile {self.known_hosts}",
            "  StrictHostKeyChecking yes",
            "  NumberOfPasswordPrompts 1",
            "  LogLevel ERROR",
        ]
        self.config.write_text("\n".join(lines) + "\n")

    def run(
        self, program: str, *words: str, stdin: bytes = b"", answer: str | None = None, seconds: float = SECONDS
    ) -> subprocess.CompletedProcess[bytes]:
        """A client of OpenSSH's family with the configuration, to its end."""
        return subprocess.run(
            [need(program), "-F", str(self.config), *words],
            input=stdin,
            capture_output=True,
            timeout=seconds,
            env=self.client.askpass(answer=answer),
            check=False,
        )

    def ssh(
        self,
        *words: str,
        target: str = FREE,
        account: str | None = None,
        options: Sequence[str] = (),
        stdin: bytes = b"",
        answer: str | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """`ssh -J gw ACCOUNT@TARGET WORDS`."""
        return self.run("ssh", *options, "-J", "gw", self.at(target, account), *words, stdin=stdin, answer=answer)

    def shell(self, *options: str, target: str = PERSONAL) -> Terminal:
        """The same on a terminal of its own."""
        command = [need("ssh"), "-F", str(self.config), *options, "-tt", "-J", "gw", self.at(target)]
        return Terminal(command, self.client.askpass())

    def at(self, target: str, account: str | None = None) -> str:
        """`ACCOUNT@TARGET`, the target's own account unless said otherwise."""
        known = next(one["account"] for one in self.client.demo["targets"] if one["name"] == target)
        return f"{account or known}@{target}"

    def popen(self, *words: str) -> "subprocess.Popen[bytes]":
        """A client of OpenSSH with pipes, running."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command = [need("ssh"), "-F", str(self.config), *words]
        return subprocess.Popen(command, env=self.client.askpass(), **pipes)
