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
        rows = connection.execute("SELECT * FROM customers ORDER BY customer_id").fetchall()
        assert connection.execute("SELECT count(*) FROM client").fetchone() == (69,)
    with (target.directory.parent / "customers.csv").open(encoding="utf-8", newline="") as file:
        assert [[str(value) for value in row] for row in rows] == list(csv.reader(file))[1:]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM customers",
        "UPDATE customers SET name = 'x'",
        "CREATE TABLE copy AS SELECT * FROM customers",
        "COPY customers TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
        "SET default_transaction_read_only = off; DELETE FROM customers",
    ],
)
def test_the_database_itself_refuses_to_write(target: DatabaseTarget, statement: str) -> None:
    with _connect(target) as connection, pytest.raises(psycopg.errors.Error) as refusal:
        connection.execute(statement)  # type: ignore[call-overload]
    assert refusal.value.sqlstate in ("25006", "42501")


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
