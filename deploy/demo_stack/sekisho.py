"""The demo's own Sekisho: initialised once, told the demo's values, served as one child, and asked through its office."""

import http.client
import json
import ssl
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.callcentre import ports
from deploy.callcentre.accounts import code_is_open, is_root, own_account, service_account
from deploy.demo_stack.children import Errand
from deploy.demo_stack.layout import Layout
from deploy.demo_stack.settings_text import Value, with_values

_GROUPS_OF = {
    "keeper": ("sekisho-db",),
    "registrar": ("sekisho-db", "sekisho-rec"),
    "gateway": ("sekisho-rec",),
    "worker": ("sekisho-db",),
    "admin_ui": ("sekisho-db", "sekisho-rec"),
    "monitor": (),
    "archivist": ("sekisho-db", "sekisho-rec"),
}
_SSL_REQUEST = struct.pack(">II", 8, 80877103)  # PostgreSQL's "do you speak TLS?" (protocol 3.0, 55.2.10)
_MARKER = "demo.marker"
_MARKER_TEXT = "This state belongs to deploy/demo. It permits the demo operator. Never put it beside real people.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sekisho:
    """Paths and ports of one `sekisho serve`."""

    layout: Layout
    ssh_port: int
    postgres_port: int
    office_port: int
    mail_port: int
    database: str | None = None
    """The address of its PostgreSQL; None: an SQLite file."""

    @property
    def cli(self) -> Path:
        """The `sekisho` command beside the Python that runs this."""
        return Path(sys.executable).with_name("sekisho")

    @property
    def separates(self) -> bool:
        """True if each process gets a user of its own: as root, where those users can read the code."""
        return is_root() and code_is_open()

    @property
    def office_url(self) -> str:
        """The office in the browser: a name, because passkeys belong to names."""
        return f"https://localhost:{self.office_port}"

    @property
    def office_authority(self) -> Path:
        """What browsers are told to trust for it, and database clients for their door (`sslrootcert`)."""
        return self.layout.gateway / "public" / "office-ca.crt"

    def init(self) -> None:
        """Users, keys, database and settings; safe to repeat. The demo's values are set each time."""
        (self.layout.gateway / _MARKER).write_text(_MARKER_TEXT, encoding="utf-8")
        command = [str(self.cli), "init", f"--state={self.layout.gateway}", f"--settings={self.layout.settings}"]
        command += [f"--witness={self.layout.witness}", f"--policies={self.layout.policies}"]
        if self.database is not None:
            command.append(f"--database={self.database}")
        if self.separates:
            for process, groups in _GROUPS_OF.items():
                service_account(f"sekisho-{process}", groups)
            command.append("--users")
        _init(command)
        before = self.layout.settings.read_text(encoding="utf-8")
        after = with_values(before, self._values())
        self.layout.settings.write_text(after, encoding="utf-8")
        if after != before:
            _init(command)  # the names of the doors' certificates stand in the settings

    def public_keys(self) -> Mapping[str, str]:
        """What `sekisho init` published: `host_key`, `session_ca` and the verification keys."""
        path = self.layout.gateway / "public" / "keys.json"
        keys: Mapping[str, str] = json.loads(path.read_text(encoding="ascii"))
        return keys

    def errand(self, environment: Mapping[str, str]) -> Errand:
        """`sekisho serve`; as root it gives each process its own user itself."""
        return Errand(
            name="sekisho",
            command=[str(self.cli), "serve"],
            log=self.layout.logs / "sekisho.log",
            account=own_account(),
            patience_seconds=45.0,  # each of its processes has ten of its own
            environment={**environment, "SEKISHO_SETTINGS": str(self.layout.settings)},
        )

    def is_ready(self) -> bool:
        """True once both doors greet and the office answers over TLS."""
        doors = ports.answers(self.ssh_port, b"SSH-2.0-") and ports.answers(self.postgres_port, b"S", _SSL_REQUEST)
        return doors and self._office_answers()

    def _office_answers(self) -> bool:
        trusting = ssl.create_default_context(cafile=str(self.office_authority))
        line = http.client.HTTPSConnection("localhost", self.office_port, timeout=5, context=trusting)
        try:
            line.request("GET", "/signin")
            return line.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            line.close()

    def _values(self) -> dict[str, dict[str, Value]]:
        return {
            "space": {"ballast_mib": 4, "floor_mib": 16, "session_mib": 1},
            "gateway": {
                "host": ports.LOOPBACK,
                "port": self.ssh_port,
                "drain_seconds": 0.0,
                "unauthenticated": 2000,
                "unauthenticated_per_address": 2000,
            },
            "postgres": {
                "host": ports.LOOPBACK,
                "port": self.postgres_port,
                "names": ["localhost", ports.LOOPBACK],
            },
            "admin_ui": {"host": ports.LOOPBACK, "port": self.office_port, "public_url": self.office_url},
            "policies": {"directory": str(self.layout.policies)},
            "clock": {"synchronised": False},
            "mail": {
                "host": ports.LOOPBACK,
                "port": self.mail_port,
                "tls": "none",
                "sender": "sekisho@example.jp",
                "witnesses": ["hoshimi@example.jp"],
                "alarms": ["yamada@example.jp", "kobayashi@example.jp"],
            },
            "demo": {"operator": True},
        }


def _init(command: list[str]) -> None:
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(f"sekisho init: {ran.stderr.strip() or ran.stdout.strip()}")
