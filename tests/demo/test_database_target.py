"""The database target: all customers, one reading role, no standing password, nothing writable."""

import csv
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from deploy.callcentre.accounts import as_account, is_root, own_account, service_account
from deploy.callcentre.customers import customers, write_csv
from deploy.callcentre.database_target import DATABASE, READER, DatabaseTarget
from deploy.callcentre.ports import free_port

PASSWORD = "made-by-the-test"
ROWS = 3_000


@contextmanager
def _running(target: DatabaseTarget) -> Iterator[None]:
    command = [*as_account(target.account), *target.command()]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        while not target.is_ready():
            assert server.poll() is None
            time.sleep(0.05)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


@pytest.fixture(scope="module")
def target() -> Iterator[DatabaseTarget]:
    account = service_account("sekisho-demo") if is_root() else own_account()
    with tempfile.TemporaryDirectory(prefix="sekisho-database-") as base:
        os.chmod(base, 0o711)
        file = Path(base) / "customers.csv"
        write_csv(file, customers(ROWS))
        file.chmod(0o644)
        built = DatabaseTarget(name="db", directory=Path(base) / "db", port=free_port(), account=account)
        built.prepare(file)
        built.set_password(PASSWORD)
        with _running(built):
            yield built


def _connect(target: DatabaseTarget, user: str = READER, password: str = PASSWORD) -> "psycopg.Connection[Any]":
    return psycopg.connect(
        host="127.0.0.1", port=target.port, dbname=DATABASE, user=user, password=password, connect_timeout=5
    )


def test_R97_the_table_is_the_file(target: DatabaseTarget) -> None:
    with _connect(target) as connection:
        rows = connection.execute("SELECT * FROM public.customers ORDER BY customer_id").fetchall()
        assert connection.execute("SELECT count(*) FROM public.client").fetchone() == (69,)
    with (target.directory.parent / "customers.csv").open(encoding="utf-8", newline="") as file:
        assert [[str(value) for value in row] for row in rows] == list(csv.reader(file))[1:]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM public.customers",
        "UPDATE public.customers SET name = 'x'",
        "CREATE TABLE public.copy AS SELECT * FROM public.customers",
        "COPY public.customers TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE TEMP TABLE copy (x text)",
        "DO $$ BEGIN END $$",
        "SELECT set_config('search_path', 'public', false)",
        "SELECT pg_sleep(0)",
        "SET default_transaction_read_only = off; DELETE FROM public.customers",
    ],
)
def test_the_database_itself_refuses_to_write(target: DatabaseTarget, statement: str) -> None:
    with _connect(target) as connection, pytest.raises(psycopg.errors.Error) as refusal:
        connection.execute(statement)  # type: ignore[call-overload]
    assert refusal.value.sqlstate in ("25006", "42501")


def test_a_cluster_of_an_earlier_demo_is_given_the_role_as_it_is_now(target: DatabaseTarget) -> None:
    base = Path(tempfile.mkdtemp(dir=target.directory.parent))
    base.chmod(0o711)
    older = DatabaseTarget(name="older", directory=base / "db", port=free_port(), account=target.account)
    older.prepare(target.directory.parent / "customers.csv")
    (older.directory / "loaded").write_text("")
    older.prepare(target.directory.parent / "customers.csv")
    assert (older.directory / "loaded").read_text()


def test_the_superuser_has_no_password(target: DatabaseTarget) -> None:
    for password in ("", "postgres", PASSWORD):
        with pytest.raises(psycopg.OperationalError, match=r"authentication failed|no password"):
            _connect(target, "postgres", password)


def test_a_wrong_password_is_refused(target: DatabaseTarget) -> None:
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        _connect(target, READER, "wrong")


def test_a_statement_that_fails_is_not_swallowed(target: DatabaseTarget, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="quotes"):
        target.set_password("a'b")
    with pytest.raises(RuntimeError, match="db"):
        target.set_password("x")  # the server runs: single-user mode cannot
