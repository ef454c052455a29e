"""The database door beside a direct connection and pgbouncer: `python -m tests.benchmarks.database_door [--seconds N]`.

One PostgreSQL of Debian's over TLS; pgbench, a client in C, in every path in turn; masking, counting, journal and encrypted
recording on. pgbouncer (session pooling, TLS on both sides) is measured where it is installed. Then 100,000 rows, masked, and the
memory of the one session process that carries them; and what each step costs alone.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo

from tests.benchmarks import database_steps as steps
from tests.benchmarks.peers import _await, _free_port
from tests.walks.clients import need
from tests.walks.database import DatabaseClient
from tests.walks.own_database import BY_PASSWORD, OwnDatabase, own_database, people
from tests.walks.own_stack import own_stack

ROWS: Final = 20_000  # times five clients in the join below
SCRIPTS: Final = {
    "masked": "\\set n random(0, 96)\nselect name, phone from customers where customer_id = (100003 + :n * 207)::text;\n",
    "masked-of-69-clients": "\\set n random(1, 20000)\n"
    "select name, phone from customers where customer_id = (100000 + :n)::text;\n",
    "harmless": "\\set n random(1, 100000)\nselect abalance from pgbench_accounts where aid = :n;\n",
}
LARGE: Final = "select c.* from customers c join client k on k.code <= 'C05' where c.customer_id <= '120000'"
_ROLE: Final = "bench"
_PGBOUNCER: Final = """
[databases]
callcenter = host=127.0.0.1 port={server} dbname=callcenter user={role} password={role}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = session
client_tls_sslmode = require
client_tls_cert_file = {folder}/server.crt
client_tls_key_file = {folder}/server.key
server_tls_sslmode = require
max_client_conn = 100
default_pool_size = 40
logfile = {folder}/log
"""


@dataclass(frozen=True)
class Path_:  # noqa: N801  # pathlib has the name
    """One way to the server: its name, libpq's words for it, and the password."""

    name: str
    where: str
    password: str


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.database_door")
    options.add_argument("--seconds", type=float, default=6, help="of each measurement, of which there are three")
    show(options.parse_args().seconds)


def show(seconds: float) -> None:
    """Everything, printed."""
    with (
        tempfile.TemporaryDirectory(prefix="sekisho-benchmark-") as name,
        own_stack(people=1) as stack,
        own_database(stack, rows=ROWS, large=True) as own,
    ):
        folder = Path(name)
        folder.chmod(0o755)
        own.order("e001", *(f"C{number:02}" for number in range(1, 70)))
        made = f"CREATE ROLE {_ROLE} LOGIN PASSWORD '{_ROLE}' IN ROLE sekisho_others"
        own.server.sql(f"{made}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {_ROLE}")
        client = DatabaseClient(stack.demo, people(stack.demo)[0], folder, target=BY_PASSWORD)
        with _paths(own, client, folder) as paths:
            for script in SCRIPTS:
                for mode in ("simple", "prepared"):
                    _show_points(paths, folder, script, mode, seconds)
            _show_driver(paths)
            for script in SCRIPTS:
                _show_throughput(paths, folder, script, seconds)
            _show_large(paths, own)
        steps.show(folder)


@contextmanager
def _paths(own: OwnDatabase, client: DatabaseClient, folder: Path) -> Iterator[list[Path_]]:
    direct = {"host": "127.0.0.1", "port": own.server.port, "dbname": "callcenter", "user": _ROLE, "sslmode": "require"}
    found = [
        Path_("direct", make_conninfo("", **direct), _ROLE),
        Path_("sekisho", make_conninfo("", **client.address()), client.said()),
    ]
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        print("pgbouncer is not installed: measured without it")
        yield found
        return
    port = _free_port()
    for name in ("server.crt", "server.key"):
        shutil.copy(own.server.home / "data" / name, folder / name)
    (folder / "users").write_text(f'"{_ROLE}" "{_ROLE}"\n')
    config = folder / "pgbouncer.ini"
    config.write_text(_PGBOUNCER.format(server=own.server.port, role=_ROLE, port=port, folder=folder))
    command = [program, str(config)]
    if os.geteuid() == 0:
        folder.chmod(0o777)
        for file in folder.iterdir():
            shutil.chown(file, "nobody")
        command[1:1] = ["-u", "nobody"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port)
        found.insert(1, Path_("pgbouncer", make_conninfo("", **{**direct, "port": port}), _ROLE))
        yield found
    finally:
        process.terminate()
        process.wait()


def _pgbench(path: Path_, *words: str) -> str:
    environment = {"PATH": os.environ["PATH"], "PGPASSWORD": path.password, "LANG": "C"}
    ran = subprocess.run(
        [need("pgbench"), "-n", *words, path.where], capture_output=True, text=True, check=False, env=environment
    )
    if ran.returncode:
        raise SystemExit(f"{path.name}: {ran.stderr[-1500:]}")
    return ran.stdout


def _show_points(paths: Sequence[Path_], folder: Path, script: str, mode: str, seconds: float) -> None:
    """One client, each path in turn three times; the log of every transaction."""
    times: dict[str, list[float]] = {path.name: [] for path in paths}
    file = _script(folder, script)
    for _ in range(3):
        for path in paths:
            prefix = folder / f"points-{path.name}"
            _pgbench(
                path,
                "-M",
                mode,
                "-T",
                f"{max(1, round(seconds / 3))}",
                "-f",
                str(file),
                "-l",
                "--log-prefix",
                str(prefix),
            )
            for log in folder.glob(f"{prefix.name}.*"):
                times[path.name] += [float(line.split()[2]) / 1000 for line in log.read_text().splitlines()]
                log.unlink()
    print(f"\npoint SELECT, {script}, -M {mode}, one client: ms (p50, p99), times direct")
    base = statistics.median(times["direct"])
    for name, found in times.items():
        found.sort()
        p50, p99 = statistics.median(found), found[int(len(found) * 0.99)]
        print(f"  {name:<10} {p50:7.3f} {p99:8.3f}   {p50 / base:5.2f} x   ({len(found)} statements)", flush=True)


def _show_driver(paths: Sequence[Path_]) -> None:
    """The same masked SELECT as an application in Python has it: psycopg, prepared."""
    asked, times = "select name, phone from customers where customer_id = %s", {}
    for path in paths:
        with psycopg.connect(path.where, password=path.password, autocommit=True) as connection:
            found = []
            for turn in range(700):
                began = time.perf_counter()
                connection.execute(asked, [str(100003 + turn % 96 * 207)], prepare=True).fetchall()
                found.append((time.perf_counter() - began) * 1000)
        times[path.name] = sorted(found[100:])
    print("\nthe same through psycopg: ms (p50, p99), times direct")
    base = statistics.median(times["direct"])
    for name, found in times.items():
        p50 = statistics.median(found)
        print(f"  {name:<10} {p50:7.3f} {found[int(len(found) * 0.99)]:8.3f}   {p50 / base:5.2f} x", flush=True)


def _show_throughput(paths: Sequence[Path_], folder: Path, script: str, seconds: float) -> None:
    print(f"\n16 clients, {script}, -M prepared: statements a second, times direct")
    base = 0.0
    for path in paths:
        said = _pgbench(
            path,
            "-M",
            "prepared",
            "-c",
            "16",
            "-j",
            "2",
            "-T",
            str(max(3, round(seconds))),
            "-f",
            str(_script(folder, script)),
        )
        found = re.search(r"tps = ([\d.]+) ", said)
        assert found is not None, said
        rate = float(found[1])
        base = base or rate
        print(f"  {path.name:<10} {rate:9.0f}   {rate / base:5.2f} x", flush=True)


def _show_large(paths: Sequence[Path_], own: OwnDatabase) -> None:
    print("\n100,000 rows of eleven columns: seconds, rows a second; the most memory of the session process")
    for path in paths:
        before = own.stack.sessions()
        peak = _Peak(own, before) if path.name == "sekisho" else None
        began = time.perf_counter()
        rows = _read_all(path)
        took = time.perf_counter() - began
        told = f"   {peak.stop():.1f} MiB (of which {peak.first:.1f} before the first row)" if peak else ""
        print(f"  {path.name:<10} {took:7.2f} s {rows / took:9.0f}   {rows} rows{told}", flush=True)


def _read_all(path: Path_) -> int:
    environment = {"PATH": os.environ["PATH"], "PGPASSWORD": path.password, "LANG": "C.UTF-8", "HOME": "/nonexistent"}
    with subprocess.Popen(
        [need("psql"), "-XqAt", "-c", LARGE, path.where], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        return sum(1 for _ in process.stdout)


class _Peak:
    """Looks at the newest session process until told to stop."""

    def __init__(self, own: OwnDatabase, before: set[int]) -> None:
        self.first = self.most = 0.0
        self._own, self._before = own, before
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> float:
        self._stop.set()
        self._thread.join()
        return self.most

    def _look(self) -> None:
        while not self._stop.wait(0.05):
            for pid in self._own.stack.sessions() - self._before:
                self._note(pid)

    def _note(self, pid: int) -> None:
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        except OSError:
            return
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        if found is not None:
            self.most = max(self.most, int(found[1]) / 1024)
            self.first = self.first or self.most


def _script(folder: Path, name: str) -> Path:
    file = folder / f"{name}.sql"
    file.write_text(SCRIPTS[name], encoding="ascii")
    return file


if __name__ == "__main__":
    main()
