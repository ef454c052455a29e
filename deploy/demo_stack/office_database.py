"""Sekisho's own database on PostgreSQL, where the demo is asked for it: a second server, beside the call centre's.

It listens on a Unix socket alone and knows every process by the user it runs as (`peer`), so there is no password at all. The
owner of the tables is who runs `sekisho init`. Unlike the targets it syncs: a commit that returned is on disk.
"""

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from deploy.callcentre.accounts import Account, is_root, own_account, service_account
from deploy.callcentre.postgres_program import PostgresProgram
from deploy.demo_stack.children import Errand
from deploy.demo_stack.layout import Layout
from deploy.demo_stack.lifetime import Refused

DATABASE, OWNER, _MAP = "sekisho", "sekisho_owner", "sekisho"
_ROLE_OF = {
    "keeper": "keeper",
    "registrar": "registrar",
    "worker": "worker",
    "archivist": "archivist",
    "admin_ui": "office",
}
_BY_HAND = ("office", "backup")  # what whoever runs the demo does on the command line
_SOCKET_LETTERS_MAX = 107  # sun_path, unix(7)
_RUNS_AS = "sekisho-demo-db"

_SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0777
max_connections = 60
shared_buffers = 64MB
log_line_prefix = '%m [%p] %u@%d '
"""


class Kind(StrEnum):
    """What Sekisho keeps its own records in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDatabase:
    """One server, its data and its socket below the demo's state."""

    layout: Layout
    account: Account

    @property
    def url(self) -> str:
        """As the settings have it: the owner of the tables, no password."""
        return f"postgresql+psycopg://{OWNER}@/{DATABASE}?host={self.layout.office_database}"

    @property
    def _program(self) -> PostgresProgram:
        return PostgresProgram(name="office-database", directory=self.layout.office_database, account=self.account)

    def prepare(self, *, separates: bool) -> None:
        """Make cluster, owner and database, once; write who is whom each time. Raises Refused for too long a path."""
        directory = self.layout.office_database
        if len(os.fsencode(directory / ".s.PGSQL.5432")) > _SOCKET_LETTERS_MAX:
            raise Refused(
                f"{directory} は長すぎます。短い --state を指定してください。 / "
                f"{directory} is too long for a socket: give a shorter --state."
            )
        made = directory / "made"
        if not made.exists():
            directory.mkdir(exist_ok=True)
            directory.chmod(0o711)
            if is_root():
                os.chown(directory, self.account.uid, self.account.gid)
            self._create()
            made.touch()
        identities = "".join(f"{_MAP} {user} {role}\n" for user, role in _identities(separates=separates))
        (self._program.data / "pg_hba.conf").write_text(f"local {DATABASE} all peer map={_MAP}\n", encoding="ascii")
        (self._program.data / "pg_ident.conf").write_text(identities, encoding="ascii")

    def errand(self, environment: Mapping[str, str]) -> Errand:
        """The server, in the foreground."""
        return Errand(
            name="office-database",
            command=[
                str(self._program.binary("postgres")),
                "-D",
                str(self._program.data),
                "-k",
                str(self.layout.office_database),
            ],
            log=self.layout.logs / "office-database.log",
            account=self.account,
            environment=environment,
            ending=signal.SIGINT,  # the fast shutdown
        )

    def is_ready(self) -> bool:
        """True once it takes connections."""
        probe = [str(self._program.binary("pg_isready")), "-q", "-h", str(self.layout.office_database), "-d", DATABASE]
        return subprocess.run(probe, check=False).returncode == 0

    def _create(self) -> None:
        self._program.initdb("-A", "reject")
        with (self._program.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_SETTINGS)
        self._program.single(
            "postgres", f"CREATE ROLE {OWNER} LOGIN CREATEROLE; CREATE DATABASE {DATABASE} OWNER {OWNER};"
        )


def chosen(layout: Layout, wanted: Kind | None) -> Kind:
    """What this state's records are in: as asked at its first start, and the same ever after. Raises Refused."""
    known = None
    if layout.settings.exists():
        known = Kind.POSTGRESQL if layout.office_database.exists() else Kind.SQLITE
    if known is not None and wanted not in (None, known):
        raise Refused(
            f"この --state は {known} で始まっています。別の --state を指定してください。 / "
            f"This state began on {known}: give another --state."
        )
    return known or wanted or Kind.SQLITE


def office_database(layout: Layout) -> OfficeDatabase:
    """The server of this state; as root it has a user of its own."""
    return OfficeDatabase(layout=layout, account=service_account(_RUNS_AS) if is_root() else own_account())


def _identities(*, separates: bool) -> list[tuple[str, str]]:
    """(operating system's user, role) for pg_ident.conf."""
    here = own_account().name
    users = {process: f"sekisho-{process}" if separates else here for process in _ROLE_OF}
    found = [(users[process], f"sekisho_{role}") for process, role in _ROLE_OF.items()]
    return [*dict.fromkeys([*found, (here, OWNER), *((here, f"sekisho_{role}") for role in _BY_HAND)])]
