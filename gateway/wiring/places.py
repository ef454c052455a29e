"""Where things lie in a state directory. Names only; nothing is opened here."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gateway.metrics.places import Place
from gateway.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class Places:
    """Paths of one state directory."""

    state: Path

    @property
    def keeper_keys(self) -> Path:
        """The keeper's own directory, 0700."""
        return self.state / "keeper"

    @property
    def public_keys(self) -> Path:
        """Public halves, readable by all."""
        return self.state / "public" / "keys.json"

    @property
    def database_authority(self) -> Path:
        """The certificate PostgreSQL targets are told to trust for client certificates, PEM."""
        return self.state / "public" / "database-ca.crt"

    @property
    def database(self) -> Path:
        """The embedded database's file."""
        return self.state / "db" / "sekisho.db"

    @property
    def recordings(self) -> Path:
        """Recordings, written by session processes, sealed by the registrar where they could not."""
        return self.state / "recordings"

    @property
    def journal(self) -> Path:
        """The journal's tiles."""
        return self.state / "journal"

    @property
    def run(self) -> Path:
        """Sockets, and the port the gateway took."""
        return self.state / "run"

    @property
    def port(self) -> Path:
        """The TCP port the SSH door listens on, in decimal."""
        return self.run / "gateway" / "port"

    @property
    def postgres_port(self) -> Path:
        """The TCP port the database door listens on, in decimal."""
        return self.run / "gateway" / "postgres.port"

    @property
    def admin_ui(self) -> Path:
        """The office process's own directory."""
        return self.state / "admin_ui"

    @property
    def office_certificate(self) -> Path:
        """The office's server certificate, PEM, where no other was given."""
        return self.admin_ui / "tls.crt"

    @property
    def office_key(self) -> Path:
        """Its key, PEM, mode 0400."""
        return self.admin_ui / "tls.key"

    @property
    def form_secret(self) -> Path:
        """What forms are signed with against forged requests; says nothing about who anybody is."""
        return self.admin_ui / "forms.key"

    @property
    def office_authority(self) -> Path:
        """The certificate browsers are told to trust."""
        return self.state / "public" / "office-ca.crt"

    @property
    def office_authority_host(self) -> Path:
        """The names that authority is for, one a line: the office's host, and those of the database door."""
        return self.state / "public" / "office-ca.host"

    @property
    def office_port(self) -> Path:
        """The TCP port the office listens on, in decimal."""
        return self.run / "admin_ui" / "port"

    @property
    def metrics_port(self) -> Path:
        """The TCP port metrics and health are served on, in decimal."""
        return self.run / "monitor" / "port"

    @property
    def demo_marker(self) -> Path:
        """Written by `deploy/demo` into a state of its own making."""
        return self.state / "demo.marker"

    def door(self, process: str, role: str) -> Path:
        """The socket of `process` (keeper, registrar) for callers of `role`."""
        return self.run / process / f"{role}.sock"


def places(settings: Settings) -> Places:
    """The places of these settings."""
    return Places(settings.state.directory)


def folders(settings: Settings) -> Mapping[Place, Path]:
    """Where Sekisho writes on this machine, for whoever looks whether there is room."""
    at, kind = places(settings), "sqlite:///"
    database = settings.database
    found = {
        Place.STATE: at.state,
        Place.RECORDINGS: at.recordings,
        Place.JOURNAL: at.journal,
        Place.WITNESS: settings.state.witness,
    }
    return found | ({Place.DATABASE: Path(database.removeprefix(kind)).parent} if database.startswith(kind) else {})
