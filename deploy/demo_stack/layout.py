"""Where everything of one demo lies, under its one directory."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths below `base`, which other users may pass through but not list."""

    base: Path

    @property
    def gateway(self) -> Path:
        """Sekisho's own state: database, keys, recordings, journal."""
        return self.base / "gateway"

    @property
    def office_database(self) -> Path:
        """Sekisho's own PostgreSQL, data and socket, where the demo was asked for one."""
        return self.base / "db"

    @property
    def settings(self) -> Path:
        return self.base / "settings.toml"

    @property
    def policies(self) -> Path:
        """The shipped policies with this call centre's own folders."""
        return self.base / "policies"

    @property
    def witness(self) -> Path:
        """Checkpoints, outside Sekisho's state."""
        return self.base / "witness"

    @property
    def mail(self) -> Path:
        return self.base / "mail"

    @property
    def logs(self) -> Path:
        return self.base / "logs"

    @property
    def customers(self) -> Path:
        """The truth: the very rows that file and table on the targets hold."""
        return self.base / "customers.csv"

    @property
    def complaints(self) -> Path:
        """Numbers of twelve customers of one client, as a client sends them with an inquiry."""
        return self.base / "complaints.csv"

    @property
    def people(self) -> Path:
        """What the demo's people know and carry: passwords, code secrets, keys. Readable by the demo's user alone."""
        return self.base / "people"

    @property
    def memory(self) -> Path:
        """What has been registered, and under which identifiers."""
        return self.people / "registered.txt"

    @property
    def handed_codes(self) -> Path:
        """Which codes were handed out: each is good once."""
        return self.people / "codes-handed.json"

    @property
    def lock(self) -> Path:
        return self.base / "demo.lock"

    @property
    def ports(self) -> Path:
        return self.base / "ports.json"

    @property
    def manifest(self) -> Path:
        return self.base / "manifest.json"

    @property
    def known_hosts(self) -> Path:
        return self.base / "known_hosts"

    @property
    def ssh_config(self) -> Path:
        """For `ssh -F`: the demo's engineer, the gateway and the targets behind it."""
        return self.base / "ssh_config"

    def target(self, name: str) -> Path:
        return self.base / "targets" / name

    def create(self) -> None:
        """Make the directories; safe to repeat."""
        for directory in (self.base, self.base / "targets", self.mail):
            directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o711)
        for directory in (self.people, self.logs):
            directory.mkdir(mode=0o700, exist_ok=True)
        for directory in (self.gateway, self.witness):
            directory.mkdir(mode=0o711, exist_ok=True)
