"""A real PostgreSQL of Debian's, on a loopback port: TLS, SCRAM, and a role `tapped` that is trusted, so that a tap can listen.

The embedded wheel has no TLS, so these tests need Debian's package (or another installation under /usr/lib/postgresql).
"""

import datetime as dt
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.postgres_server import _become, _ready, _short_directory

PASSWORD = "m\u00adot de\u00a0passe\u2168"  # SASLprep maps each of the odd ones: to nothing, a space, and IX
_HBA = """\
local   all all trust
hostnossl all tapped 127.0.0.1/32 trust
host    all clear 127.0.0.1/32 password
host    all hashed 127.0.0.1/32 md5
host    all all 127.0.0.1/32 scram-sha-256
"""
_SQL = f"""
CREATE ROLE tapped LOGIN SUPERUSER;
CREATE ROLE scrammed LOGIN PASSWORD '{PASSWORD}';
CREATE ROLE clear LOGIN PASSWORD 'clear';
SET password_encryption = 'md5';
CREATE ROLE hashed LOGIN PASSWORD 'hashed';
CREATE TABLE customers (id int PRIMARY KEY, name text, phone text);
INSERT INTO customers SELECT n, 'name ' || n, '090-0000-' || lpad(n::text, 4, '0') FROM generate_series(1, 500) n;
"""


@dataclass(frozen=True)
class AServer:
    """Where it listens, and the hash of its certificate."""

    port: int
    socket_directory: Path
    certificate_hash: bytes
    programs: Path


@contextmanager
def running() -> Iterator[AServer]:
    """A server of this run's own, gone behind the block."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise RuntimeError("no PostgreSQL with TLS: install Debian's postgresql")
    programs = found[-1].parent
    home = Path(tempfile.mkdtemp(prefix="sekisho-wire-", dir=_short_directory()))
    try:
        identity = _become(home)
        data = home / "data"
        _run(
            [programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            identity,
        )
        certificate_hash = _with_certificate(data, home)
        (data / "pg_hba.conf").write_text(_HBA)
        server, port = _started(programs, home, identity)
        try:
            words = [
                programs / "psql",
                "-h",
                home,
                "-p",
                str(port),
                "-U",
                "postgres",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                "postgres",
            ]
            subprocess.run(words, input=_SQL, text=True, check=True)
            yield AServer(port, home, certificate_hash, programs)
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(words: list[object], identity: dict[str, object]) -> None:
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin"}, **identity)


def _started(programs: Path, home: Path, identity: dict[str, object]) -> tuple["subprocess.Popen[bytes]", int]:
    options = {
        "listen_addresses": "127.0.0.1", "fsync": "off", "ssl": "on", "shared_buffers": "16MB", "log_min_messages": "fatal",
        "dynamic_shared_memory_type": "mmap", "autovacuum": "off",
    }  # fmt: skip
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    for _ in range(5):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        # The kernel ends the server where the test run is killed.
        ids = (
            ["--reuid", str(identity["user"]), "--regid", str(identity["group"]), "--clear-groups"] if identity else []
        )
        words = [
            "setpriv",
            *ids,
            "--pdeathsig",
            "QUIT",
            programs / "postgres",
            "-D",
            home / "data",
            "-k",
            home,
            "-p",
            str(port),
        ]
        server = subprocess.Popen(
            [*words, *settings], cwd="/", stderr=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin", "TZ": "UTC"}
        )
        deadline = time.monotonic() + 60
        while server.poll() is None and time.monotonic() < deadline:
            if _ready(home / "data" / "postmaster.pid"):
                return server, port
            time.sleep(0.02)
        server.kill()
        server.wait()
    raise RuntimeError("the server did not become ready")


def _with_certificate(data: Path, home: Path) -> bytes:
    """A certificate of its own; its hash as channel binding wants it (RFC 5929 §4.1)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "callcenter-db")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    for file, content in (("server.key", pem), ("server.crt", certificate.public_bytes(serialization.Encoding.PEM))):
        (data / file).write_bytes(content)
        (data / file).chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(data / file, home.owner(), home.group())
    return hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).digest()
