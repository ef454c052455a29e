"""A point SELECT through a session and without one: `python -m tests.benchmarks.database [--seconds N] [--rows N]`.

Debian's PostgreSQL, reached directly, through pgbouncer (where it is installed), and through a session as the gateway runs it:
a process a connection, gate, masking, keys of whose row it is, a real recording on the disk. pgbench asks, whose own share is a
few microseconds, and psycopg, as a program would. Without TLS on either leg, and with a counter and a journal that keep nothing:
what door, registrar and keeper add is not in it. Then an answer of many rows, with the memory of the session's process, and what
each step costs alone.
"""

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from gateway.audit.event import Event
from gateway.disclosure.counting import Row
from gateway.disclosure.verdict import Within
from gateway.guards.statements import Limits
from tests.benchmarks import database_steps as steps
from tests.gateway.recording.scene import Room
from tests.gateway.relay.postgres.a_session import AGate, ATarget, Ledger
from tests.gateway.relay.postgres.wire.a_server import AServer, running

CUSTOMERS: Final = 20_000
POINT: Final = (
    "\\set n random(1, 20000)\nselect customer_id, plan, name, phone from customers where customer_id = :n;\n"
)
_SCHEMA: Final = f"""
DROP TABLE customers;
CREATE TABLE customers (customer_id int PRIMARY KEY, client_code text, plan text, name text, phone text, address text);
INSERT INTO customers SELECT n, 'C' || n % 69, 'hikari', 'name ' || n, '090-0000-' || n, 'Tokyo ' || n
  FROM generate_series(1, {CUSTOMERS}) n;
CREATE TABLE plans (code text, title text, price int);
INSERT INTO plans SELECT 'p' || n, 'plan', n FROM generate_series(1, 10) n;
VACUUM ANALYZE;
"""


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.database")
    options.add_argument("--seconds", type=int, default=4, help="of each run of pgbench")
    options.add_argument("--rows", type=int, default=100_000, help="of the long answer")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sekisho-benchmark-") as name, running() as server:
        folder = Path(name)
        for statement in filter(str.strip, _SCHEMA.split(";\n")):
            _direct(server, statement)
        with _sessions(server, folder) as gate, _pgbouncer(server, folder) as bouncer:
            ways = {"direct": server.port, "pgbouncer": bouncer, "session": gate}
            reached = {name: port for name, port in ways.items() if port is not None}
            _points(reached, folder, wanted.seconds)
            _program(reached, wanted.seconds)
            _long(gate, wanted.rows)
        steps.show(folder)


def _points(ways: dict[str, int], folder: Path, seconds: int) -> None:
    script = folder / "point.sql"
    script.write_text(POINT)
    for mode in ("prepared", "simple"):
        print(f"\npoint SELECT, masked, {mode}: p50 and p99 in ms with one client, queries/s with 16")
        first: tuple[float, float] | None = None
        for name, port in ways.items():
            alone = _alone(port, script, folder, mode, seconds)
            together = _together(port, script, mode, seconds)
            first = first or alone
            ratio = alone[0] / first[0]
            print(f"  {name:10} {alone[0]:7.3f} {alone[1]:7.3f} {together:9.0f}/s   p50 {ratio:.2f} x direct")


def _program(ways: dict[str, int], seconds: int) -> None:
    print("\npoint SELECT, masked, psycopg with a prepared statement: p50 and p99 in ms")
    first = 0.0
    for name, port in ways.items():
        spent = sorted(_asked(port, seconds))
        first = first or statistics.median(spent)
        middle, late = statistics.median(spent), spent[len(spent) * 99 // 100]
        print(f"  {name:10} {middle:7.3f} {late:7.3f}   p50 {middle / first:.2f} x direct")


def _asked(port: int, seconds: int) -> Iterator[float]:
    with psycopg.connect(
        host="127.0.0.1",
        port=port,
        user="tapped",
        dbname="postgres",
        sslmode="disable",
        autocommit=True,
        prepare_threshold=0,
    ) as connection:
        until, at = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            at, began = at % CUSTOMERS + 1, time.perf_counter()
            connection.execute(
                "select customer_id, plan, name, phone from customers where customer_id = %s", [at]
            ).fetchone()
            yield (time.perf_counter() - began) * 1000


def _alone(port: int, script: Path, folder: Path, mode: str, seconds: int) -> tuple[float, float]:
    log = folder / f"log-{port}-{mode}"
    _pgbench(port, script, mode, "-c", "1", "-T", str(seconds), "-l", "--log-prefix", str(log))
    spent = sorted(
        int(line.split()[2]) / 1000 for file in folder.glob(f"{log.name}.*") for line in file.read_text().splitlines()
    )
    return statistics.median(spent), spent[len(spent) * 99 // 100]


def _together(port: int, script: Path, mode: str, seconds: int) -> float:
    said = _pgbench(port, script, mode, "-c", "16", "-j", "2", "-T", str(seconds))
    return float(next(line for line in said.splitlines() if line.startswith("tps")).split()[2])


def _pgbench(port: int, script: Path, mode: str, *words: str) -> str:
    command = ["pgbench", "-n", "-M", mode, "-f", script, "-h", "127.0.0.1", "-p", str(port), "-U", "tapped", *words]
    plain = {**os.environ, "PGSSLMODE": "disable"}
    return subprocess.run([*command, "postgres"], capture_output=True, text=True, check=True, env=plain).stdout


def _long(port: int, rows: int) -> None:
    """Memory is the peak of the whole session's process (VmHWM), before and after."""
    most = f"select a.customer_id, a.name, a.phone from customers a, plans b limit {rows}"
    with psycopg.connect(
        host="127.0.0.1", port=port, user="tapped", dbname="postgres", sslmode="disable", autocommit=True
    ) as connection:
        connection.execute("select 1")
        process = connection.info.backend_pid
        before, began, came = _peak(process), time.monotonic(), 0
        with connection.cursor() as cursor:
            for _ in cursor.stream(most):
                came += 1
        spent = time.monotonic() - began
        print(
            f"\n{came} masked rows: {spent:.2f} s, {came / spent:,.0f} rows/s, memory {before} -> {_peak(process)} KiB"
        )


def _peak(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


@contextmanager
def _sessions(server: AServer, folder: Path) -> Iterator[int]:
    """A process that forks one for each connection."""
    gate = _Forking(ATarget(("127.0.0.1", server.port), "postgres", "tapped"), folder)
    process = os.fork()
    if not process:
        gate.serve()
    try:
        yield gate.port
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


class _NoLedger(Ledger):
    """Everything may be shown, and nothing is kept."""

    def permit(self, _statement: int, _said: bytes) -> None:
        return None

    def show(self, _rows: Sequence[Row], _statement: int) -> Within:
        return Within()

    def done(self, _statement: int) -> None:
        return None


def _forget(_events: Sequence[Event]) -> None:
    """A journal nobody reads."""


class _Forking(AGate):
    def __init__(self, target: ATarget, folder: Path) -> None:
        self._folder = folder
        super().__init__(target, judged_by=Limits(group_size_min=5), ledger=_NoLedger(), journal=_forget)

    def _serve(self) -> None:
        """Nothing: `serve` does, in a process of its own."""

    def serve(self) -> None:
        """Until it is killed; the children end with their connections."""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            client, _ = self._listener.accept()
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if not os.fork():
                folder = self._folder / str(os.getpid())
                folder.mkdir()
                self._making["tape"] = Room(folder).start()
                self._attend(client)
                os._exit(0)
            client.close()


@contextmanager
def _pgbouncer(server: AServer, folder: Path) -> Iterator[int | None]:
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None or os.geteuid() == 0:
        print("pgbouncer: not installed, or this is root, as which it does not run: skipped")
        yield None
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "users").write_text('"tapped" ""\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\npostgres = host=127.0.0.1 port={server.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nauth_type = trust\nauth_file = {folder}/users\npool_mode = session\n"
    )
    process = subprocess.Popen([program, "-q", folder / "pgbouncer.ini"])
    time.sleep(1)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


def _direct(server: AServer, statement: str) -> None:
    with psycopg.connect(
        host=str(server.socket_directory), port=server.port, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())


if __name__ == "__main__":
    main()
