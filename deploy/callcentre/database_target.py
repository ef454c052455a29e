"""A target: a real PostgreSQL server on a loopback port, holding the customers, where nobody has a standing password.

Customers are loaded and the gateway's role gets its password in single-user mode, before the server listens: the superuser has
no password at all, so over the network only the gateway's read-only role can log in, and only the keeper knows with what.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.callcentre.accounts import Account, is_root
from deploy.callcentre.clients import CLIENTS
from deploy.callcentre.customers import COLUMNS
from deploy.callcentre.postgres_program import PostgresProgram

DATABASE = "callcenter"
READER = "viewer"

_HBA = """\
# Written by deploy/demo. One way in: a password, by SCRAM, over loopback.
host all all 127.0.0.1/32 scram-sha-256
"""

_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
log_connections = on
log_line_prefix = '%m [%p] %u@%d '
max_connections = 100
shared_buffers = 32MB
"""

_SCHEMA = """
CREATE TABLE client (code text PRIMARY KEY, name text NOT NULL);
CREATE TABLE customers (customer_id text PRIMARY KEY, client_code text NOT NULL REFERENCES client,
  name text NOT NULL, kana text NOT NULL, phone text NOT NULL, email text NOT NULL, postal text NOT NULL,
  address text NOT NULL, birth_date date NOT NULL, line_id text NOT NULL, card_number text NOT NULL);
REVOKE ALL ON SCHEMA public FROM PUBLIC;
"""
_TABLES = ("client", "customers")
_LOADED_AS = "2"  # of what the role may do; a cluster of an earlier demo is given it anew


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseTarget:
    """One server: `directory` holds its data, `account` is the user it runs as (never root)."""

    name: str
    directory: Path
    port: int
    account: Account

    @property
    def _program(self) -> PostgresProgram:
        return PostgresProgram(name=self.name, directory=self.directory, account=self.account)

    @property
    def _loaded(self) -> Path:
        return self.directory / "loaded"

    def prepare(self, customers_csv: Path) -> None:
        """Make the cluster and load the customers, once; write the configuration each time."""
        self.directory.mkdir(parents=True, exist_ok=True)
        if is_root():
            os.chown(self.directory, self.account.uid, self.account.gid)
        if not self._loaded.exists():
            self._create(customers_csv)
        if not self._loaded.exists() or self._loaded.read_text(encoding="ascii") != _LOADED_AS:
            self._program.single(DATABASE, _role())
            self._loaded.write_text(_LOADED_AS, encoding="ascii")
        (self._program.data / "pg_hba.conf").write_text(_HBA, encoding="utf-8")

    def set_password(self, password: str) -> None:
        """Give the gateway's role a new password. Only while the server is not running."""
        if "'" in password or "\\" in password:
            raise ValueError("a generated password holds no quotes")
        self._program.single(DATABASE, f"ALTER ROLE {READER} PASSWORD '{password}';")

    def command(self) -> list[str]:
        """The server in the foreground, to be run as `account`; it logs to its standard error."""
        return [str(self._program.binary("postgres")), "-D", str(self._program.data), "-p", str(self.port)]

    def is_ready(self) -> bool:
        """True once the server takes connections (which it then refuses without the password)."""
        probe = [str(self._program.binary("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-d", DATABASE]
        return subprocess.run(probe, check=False).returncode == 0

    def _create(self, customers_csv: Path) -> None:
        self._program.initdb("-A", "reject")
        with (self._program.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_SETTINGS)
        self._program.single("postgres", f"CREATE DATABASE {DATABASE};")
        clients = ", ".join(f"('{client.code}', '{client.name}')" for client in CLIENTS)
        copy = f"COPY customers ({', '.join(COLUMNS)}) FROM '{customers_csv}' (FORMAT csv, HEADER true);"
        self._program.single(DATABASE, f"{_SCHEMA} INSERT INTO client VALUES {clients}; {copy} ANALYZE customers;")


def _role() -> str:
    """What `sekisho target role-sql` prints for whoever runs a database."""
    from gateway.relay.postgres.target.role import Reading, role_sql  # a running demo needs it once

    tables = tuple(("public", table) for table in _TABLES)
    return role_sql(Reading(role=READER, database=DATABASE, tables=tables, by_certificate=False, is_encrypted=False))
