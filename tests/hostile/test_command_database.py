"""The listed database commands against a real PostgreSQL full of customers: health is shown, no row and no text of a statement.

The statements are taken from the lists as they ship and run by psycopg as the superuser, the worst case: who sees all.
"""

import secrets
from collections.abc import Iterator

import psycopg
import pytest

from tests.databases import command
from tests.gateway.authorization.a_request import the_policy
from tests.postgres_server import Server

LISTED = {each.name: each for each in the_policy().commands.lists["database"].commands}
STATEMENT = "--command="
CUSTOMER = "山田太郎"
PHONE = "090-1234-5678"


def statement(name: str) -> str:
    return next(str(each).removeprefix(STATEMENT) for each in LISTED[name].vector if str(each).startswith(STATEMENT))


STATEMENTS = [name for name in LISTED if any(str(each).startswith(STATEMENT) for each in LISTED[name].vector)]


@pytest.fixture(scope="module")
def database(postgres_server: Server) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A database with customers, in which somebody else's statement about one of them is running."""
    name = f"health_{secrets.token_hex(4)}"
    command(postgres_server, f"CREATE DATABASE {name}")
    address = f"host={postgres_server.socket_directory} user=postgres dbname={name}"
    with psycopg.connect(address, autocommit=True) as admin, psycopg.connect(address) as worker:
        admin.execute("CREATE TABLE customers (name text, phone text)")
        admin.execute(f"INSERT INTO customers SELECT '{CUSTOMER}', '{PHONE}' FROM generate_series(1, 500)".encode())
        admin.execute("ANALYZE customers")
        worker.execute(f"SET application_name = '{PHONE}'".encode())
        worker.execute(f"SELECT * FROM customers WHERE name = '{CUSTOMER}' OR phone = '{PHONE}' FOR UPDATE".encode())
        worker.cursor().close()
        yield admin
        worker.rollback()
    command(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def test_the_customers_would_be_there_to_see(database: psycopg.Connection[tuple[object, ...]]) -> None:
    """What the lists leave out does hold them; otherwise the next test proves nothing."""
    for text in (
        "SELECT query, application_name FROM pg_stat_activity",
        "SELECT most_common_vals::text FROM pg_stats WHERE tablename = 'customers'",
    ):
        assert PHONE in str(database.execute(text.encode()).fetchall())


@pytest.mark.parametrize("name", STATEMENTS)
def test_R07_no_row_and_no_text_of_a_statement(name: str, database: psycopg.Connection[tuple[object, ...]]) -> None:
    with database.transaction():
        database.execute("SET TRANSACTION READ ONLY")
        found = database.execute(statement(name).encode())
        columns = [column.name for column in found.description or ()]
        rows = str(found.fetchall())
    assert CUSTOMER not in rows
    assert PHONE not in rows
    assert not {"query", "application_name", "backend_xmin"} & set(columns)
    assert "customers" in rows if name == "pg tables" else True


def test_every_statement_is_bounded_and_reads_only_health() -> None:
    assert len(STATEMENTS) >= 6
    for name in STATEMENTS:
        text = statement(name)
        assert text.startswith("SELECT ")
        assert " LIMIT " in text
        assert ";" not in text
        assert "*" not in text.replace("count(*)", "")
