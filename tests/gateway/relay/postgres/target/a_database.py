"""A real PostgreSQL of Debian's as a target: TLS, SCRAM, client certificates under an authority of ours, and a log to read."""

import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit
from gateway.authorization.request import Capability
from gateway.crypto import database_client
from gateway.crypto.database_client import Authority, Client
from gateway.relay.postgres.stream import Stream
from gateway.relay.postgres.target.talking import Talk
from gateway.vocabulary.target import LoginWay, Protocol, Target
from tests.gateway.authorization.a_request import a_request, target_for, the_policy
from tests.gateway.relay.postgres.wire.a_server import _run
from tests.gateway.sessions.an_office import free_target
from tests.postgres_server import _become, _ready, _short_directory

PASSWORD = "reader's pass\u2168word"
DATABASE = "callcenter"
_HBA = """\
local   all all trust
hostssl all certified 127.0.0.1/32 cert clientname=CN
hostssl all clear 127.0.0.1/32 password
hostssl all hashed 127.0.0.1/32 md5
hostssl all waved 127.0.0.1/32 trust
hostssl all all 127.0.0.1/32 scram-sha-256
host    all all ::1/128 scram-sha-256
hostnossl all plain 127.0.0.1/32 scram-sha-256
"""
_SQL = f"""
CREATE ROLE reader LOGIN PASSWORD '{PASSWORD.replace("'", "''")}';
CREATE ROLE plain LOGIN PASSWORD '{PASSWORD.replace("'", "''")}';
CREATE ROLE certified LOGIN;
CREATE ROLE waved LOGIN PASSWORD 'x';
CREATE ROLE clear LOGIN PASSWORD 'x';
CREATE ROLE boss LOGIN SUPERUSER PASSWORD '{PASSWORD.replace("'", "''")}';
SET password_encryption = 'md5';
CREATE ROLE hashed LOGIN PASSWORD 'hashed';
"""
_TABLES = """
CREATE TABLE customers (id int PRIMARY KEY, name text, phone text);
INSERT INTO customers SELECT n, 'name ' || n, '090-0000-' || lpad(n::text, 4, '0') FROM generate_series(1, 500) n;
GRANT SELECT ON customers TO reader, plain, certified, waved, boss;
"""


@dataclass
class Keeper:
    """What a session asks the keeper for, given by a test. `asked` is what was asked."""

    authority: Authority
    secret: bytes = PASSWORD.encode()
    role: str = "certified"
    fault: BaseException | None = None
    asked: list[str] = field(default_factory=list)

    def password(self) -> bytes:
        self._ask("password")
        return self.secret

    def x509(self, public_key: bytes) -> bytes:
        self._ask("x509")
        now = dt.datetime.now(dt.UTC)
        who = Client(role=self.role, person="sato", session="S-1", now=now, expires_at=now + dt.timedelta(minutes=2))
        return database_client.sign_client(self.authority, public_key, who)

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.fault is not None:
            raise self.fault


@dataclass
class ADatabase:
    """Where it listens and what it shows. `sql` runs as its superuser."""

    port: int
    home: Path
    certificate: bytes
    authority: Authority
    programs: Path

    @property
    def keeper(self) -> Keeper:
        return Keeper(self.authority)

    @property
    def log(self) -> str:
        return (self.home / "log").read_text()

    def target(self, **changes: Any) -> Target:
        whole = free_target(
            name="callcenter-db", protocol=Protocol.POSTGRESQL, address="127.0.0.1", port=self.port,
            host_keys=(self.certificate,), accounts=("reader",), login=LoginWay.VAULTED_PASSWORD, free=None,
        )  # fmt: skip
        return replace(whole, **changes)

    def sql(self, text: str, database: str = DATABASE) -> str:
        words = [self.programs / "psql", "-h", self.home, "-p", str(self.port), "-U", "postgres", "-XqAt"]
        done = subprocess.run(
            [*words, "-v", "ON_ERROR_STOP=1", "-d", database], input=text, text=True, check=True, capture_output=True
        )
        return done.stdout.strip()

    def hba(self, text: str) -> None:
        """Other rules from now on."""
        (self.home / "data" / "pg_hba.conf").write_text(text)
        self.sql("SELECT pg_reload_conf()")

    def shows(self, certificate: bytes, key: bytes) -> None:
        """Another certificate (PEM) from now on."""
        _written(self.home, {"server.crt": certificate, "server.key": key})
        self.sql("SELECT pg_reload_conf()")


def made(
    key: Any = None, *, days: tuple[int, int] = (-1, 90), name: str = "callcenter-db.example"
) -> tuple[bytes, bytes, bytes]:
    """A self-signed server certificate: DER, PEM, and the key's PEM."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    used = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now + dt.timedelta(days=days[0]))
        .not_valid_after(now + dt.timedelta(days=days[1])).sign(key, used)
    )  # fmt: skip
    encoding = serialization.Encoding
    pem = key.private_bytes(encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return certificate.public_bytes(encoding.DER), certificate.public_bytes(encoding.PEM), pem


def an_rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def an_ed25519_key() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


@contextmanager
def a_database(hba: str = _HBA, settings: Mapping[str, str] = {}) -> Iterator[ADatabase]:
    """A server of this test run's own, gone behind the block."""
    programs = _programs()
    home = Path(tempfile.mkdtemp(prefix="sekisho-target-", dir=_short_directory()))
    try:
        identity = _become(home)
        data = home / "data"
        _run(
            [programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            identity,
        )
        der, pem, key = made()
        authority = database_client.new_authority(dt.datetime.now(dt.UTC))
        _written(home, {"server.crt": pem, "server.key": key, "clients.crt": authority.pem.encode()})
        (data / "pg_hba.conf").write_text(hba)
        server, port = _started(programs, home, identity, settings)
        try:
            found = ADatabase(port, home, der, authority, programs)
            found.sql(_SQL, "postgres")
            found.sql(f"CREATE DATABASE {DATABASE}", "postgres")
            found.sql(_TABLES)
            yield found
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise RuntimeError("no PostgreSQL with TLS: install Debian's postgresql")
    return found[-1].parent


def _written(home: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = home / "data" / name
        path.write_bytes(content)
        path.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(path, home.owner(), home.group())


def _started(
    programs: Path, home: Path, identity: Mapping[str, object], settings: Mapping[str, str]
) -> "tuple[subprocess.Popen[bytes], int]":
    options = {
        "listen_addresses": "127.0.0.1", "fsync": "off", "ssl": "on", "ssl_ca_file": "clients.crt", "shared_buffers": "16MB",
        "dynamic_shared_memory_type": "mmap", "autovacuum": "off", "log_connections": "on", "max_connections": "20",
        **settings,
    }  # fmt: skip
    ids: Sequence[str] = ()
    if identity:
        ids = ("--reuid", str(identity["user"]), "--regid", str(identity["group"]), "--clear-groups")
    for _ in range(5):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        # The kernel ends the server where the test run is killed.
        words = ["setpriv", *ids, "--pdeathsig", "QUIT", programs / "postgres", "-D", home / "data", "-k", home]
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [*words, "-p", str(port), *given], cwd="/", stderr=log, stdout=log,
                env={"PATH": "/usr/bin:/bin", "TZ": "UTC"},
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while server.poll() is None and time.monotonic() < deadline:
            if _ready(home / "data" / "postmaster.pid"):
                return server, port
            time.sleep(0.02)
        server.kill()
        server.wait()
    raise RuntimeError("the server did not become ready")


def a_permit(target: Target, role: str = "reader") -> Permit:
    """Decided by the shipped policy, as every permit is; then for this target and role."""
    decision = decide(a_request(target=target_for(Capability.QUERY), capability=Capability.QUERY), the_policy())
    assert isinstance(decision, Permit), decision
    return replace(decision, target=target, account=role)


def asked(stream: Stream, question: str) -> list[list[tuple[str | None, ...]]]:
    """The rows of each statement, asked on a session somebody was given."""
    return Talk(stream).ask(question, 10)
