"""A PostgreSQL server of one module's own for Sekisho's records, as a careful site runs it: over TCP, TLS alone, each role by
its own password or client certificate, made beforehand by the server's administrator. It can be killed and started again.
"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from deploy.callcentre.accounts import Account, as_account, is_root, own_account
from deploy.callcentre.ports import free_port
from deploy.callcentre.postgres_program import PostgresProgram
from gateway.crypto import office_certificate
from gateway.storage.rights import RIGHTS, Process
from tests.gateway.crypto.tls_peers import a_certificate, pem_of

DATABASE, OWNER = "sekisho", "sekisho_owner"
BY_CERTIFICATE = Process.REGISTRAR
ROLES = [OWNER, *(f"sekisho_{process}" for process in Process if RIGHTS[process])]

_HBA = f"""\
local all postgres trust
hostssl {DATABASE} sekisho_{BY_CERTIFICATE} 127.0.0.1/32 cert
hostssl {DATABASE} {",".join(role for role in ROLES if role != f"sekisho_{BY_CERTIFICATE}")} 127.0.0.1/32 scram-sha-256
"""
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_permissions = 0700
ssl = on
ssl_ca_file = 'clients.crt'
shared_buffers = 16MB
dynamic_shared_memory_type = mmap
"""


class DebiansProgram(PostgresProgram):
    """The newest of /usr/lib/postgresql."""

    def binary(self, name: str) -> Path:
        """One of its programs."""
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
        if not found:
            raise RuntimeError("no PostgreSQL with TLS: install Debian's postgresql")
        return found[-1]


class OwnPostgres:
    """The server, its passwords, and the folder a gateway finds its credentials in."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, 0
        self.passwords = {role: f"planted-{secrets.token_urlsafe(12)}" for role in ROLES}
        self.credentials = home / "credentials"
        self._program = DebiansProgram(name="own-postgres", directory=home / "server", account=_account())
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As the settings have it."""
        checked = f"sslmode=verify-full&sslrootcert={self.home / 'authority.crt'}"
        return f"postgresql+psycopg://{OWNER}@localhost:{self.port}/{DATABASE}?{checked}"

    def make(self) -> None:
        """Cluster, certificates, roles and database, and the port it will keep."""
        account = self._program.account
        self._program.directory.mkdir()
        if is_root():
            os.chown(self._program.directory, account.uid, account.gid)
        self._program.initdb("-A", "reject")
        made = [f"CREATE ROLE {role} LOGIN PASSWORD '{word}'" for role, word in self.passwords.items()]
        self._program.single("postgres", "; ".join([*made, f"CREATE DATABASE {DATABASE} OWNER {OWNER};"]))
        now = datetime.now(UTC)
        authority = office_certificate.new_authority("localhost", now)
        server = office_certificate.new_server(authority, "localhost", now)
        client, key = a_certificate(f"sekisho_{BY_CERTIFICATE}")
        (self.home / "authority.crt").write_bytes(authority.certificate)
        for name, content in (
            ("server.crt", server.certificate),
            ("server.key", server.key.reveal()),
            ("clients.crt", pem_of(client)),
        ):
            file = self._program.data / name
            file.write_bytes(content)
            file.chmod(0o600)
            os.chown(file, account.uid, account.gid)
        (self._program.data / "pg_hba.conf").write_text(_HBA)
        with (self._program.data / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS)
        self.credentials.mkdir()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[union-attr]
        self._kept(f"{BY_CERTIFICATE}.key", pem)
        self._kept(f"{BY_CERTIFICATE}.crt", pem_of(client))

    def start(self) -> None:
        """Up, or up again on the same port; returns when it takes connections."""
        for _ in range(5):
            port = self.port or free_port()
            words = [*as_account(self._program.account), str(self._program.binary("postgres"))]
            words += ["-D", str(self._program.data), "-k", str(self._program.directory), "-p", str(port)]
            with (self.home / "log").open("ab") as log:
                self._process = subprocess.Popen(words, cwd="/", stdout=log, stderr=log)
            while self._process.poll() is None:
                if self._answers(port):
                    if self.port == 0:
                        self._tell(port)
                    return
                time.sleep(0.02)
            assert self.port == 0, (self.home / "log").read_text()  # else the port was somebody's: another one
        raise AssertionError((self.home / "log").read_text())

    def kill(self) -> None:
        """As when the machine fails: no process of it says good-bye."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(20)

    def stop(self) -> None:
        """Nothing is left running."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """As its superuser, on this machine; rows where there are any."""
        address = f"host={self._program.directory} port={self.port} user=postgres dbname={DATABASE}"
        with psycopg.connect(address, autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def _answers(self, port: int) -> bool:
        try:
            with psycopg.connect(f"host={self._program.directory} port={port} user=postgres dbname={DATABASE}"):
                return True
        except psycopg.OperationalError:
            return False

    def _tell(self, port: int) -> None:
        """Each process its password file, readable by itself alone."""
        self.port = port
        for role, word in self.passwords.items():
            process = role.removeprefix("sekisho_")
            if process != BY_CERTIFICATE:
                self._kept(f"{process}.pgpass", f"localhost:{port}:{DATABASE}:{role}:{word}\n".encode())

    def _kept(self, name: str, content: bytes) -> None:
        file = self.credentials / name
        file.write_bytes(content)
        file.chmod(0o600)


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """A server that runs; gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="sekisho-pg-"))
    home.chmod(0o711)
    server = OwnPostgres(home)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def _account() -> Account:
    """PostgreSQL refuses root, so root lends it another user."""
    if not is_root():
        return own_account()
    return Account("nobody", 65534, 65534, Path("/"))
