"""R-44 on PostgreSQL: whoever has taken over one process has its role, and tries with it everything that is not its own.

What is forbidden is drawn from THE table of rights: every table, every column, every right that is not listed there. Judged by
a real server. A session process is not among them: it has no role, and opens no database.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Engine, make_url

from gateway.storage.engine import reading
from gateway.storage.grants import grant
from gateway.storage.rights import RIGHTS, Process
from gateway.storage.rights_held import difference
from gateway.storage.tables import metadata
from tests.databases import command, server_database
from tests.gateway.storage.samples import KeyedCipher, staffed
from tests.postgres_server import Server

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])

OPENING = [process for process in Process if RIGHTS[process]]
TAKEN_OVER = [process for process in OPENING if process is not Process.REGISTRAR]
WORK = (
    "approval",
    "work_order",
    "order_target",
    "order_client",
    "person",
    "credential",
    "ssh_key",
    "target",
    "terminal",
)
"""Who works where, and who said yes: written by the registrar alone."""

Console = psycopg.Connection[Any]


@pytest.fixture
def roles(database: Engine, postgres_server: Server) -> Iterator[dict[Process, str]]:
    staffed(database, KeyedCipher())
    names = {process: f"{database.url.database}_{process}" for process in OPENING}
    grant(database, names)
    yield names
    for role in names.values():
        command(postgres_server, f"DROP OWNED BY {role} CASCADE; DROP ROLE {role}", str(database.url.database))


def console(postgres_server: Server, database: Engine, role: str) -> Console:
    """As any client of the machine opens it, with none of our settings."""
    address = f"host={postgres_server.socket_directory} user={role} dbname={database.url.database}"
    return psycopg.connect(address, autocommit=True)


def granted(process: Process, table: str, right: str) -> frozenset[str]:
    """The columns it may do that to; all of them where the table is named without any."""
    columns = frozenset(column.name for column in metadata.tables[table].columns)
    found: set[str] = set()
    for name, listed in re.findall(r"([A-Z]+)(?: \(([^)]*)\))?", RIGHTS[process].get(table, "")):
        if name == right:
            found |= set(listed.split(", ")) if listed else columns
    return frozenset(found)


def forbidden(process: Process) -> Iterator[str]:
    """One statement for each right on each column that is not listed."""
    for table in metadata.tables:
        columns = [column.name for column in metadata.tables[table].columns]
        for column in columns:
            if column not in granted(process, table, "SELECT"):
                yield f'SELECT "{column}" FROM {table} LIMIT 1'
            if column not in granted(process, table, "UPDATE"):
                yield f'UPDATE {table} SET "{column}" = NULL'
            if column not in granted(process, table, "INSERT"):
                yield f'INSERT INTO {table} ("{column}") VALUES (NULL)'
        if not granted(process, table, "DELETE"):
            yield f"DELETE FROM {table}"
        yield f"TRUNCATE {table}"


def test_R44_whatever_the_table_of_rights_does_not_list_is_refused(
    database: Engine, postgres_server: Server, roles: dict[Process, str]
) -> None:
    for process, role in roles.items():
        tried = 0
        with console(postgres_server, database, role) as one:
            for statement in forbidden(process):
                refused(one, process, statement)
                tried += 1
        assert tried > 300, process


def test_R26_no_other_role_writes_an_approval_an_order_or_a_person(
    database: Engine, postgres_server: Server, roles: dict[Process, str]
) -> None:
    for process in TAKEN_OVER:
        with console(postgres_server, database, roles[process]) as one:
            for table in WORK:
                refused(one, process, f"INSERT INTO {table} DEFAULT VALUES")
                refused(one, process, f"INSERT INTO {table} SELECT * FROM {table}")
                refused(one, process, f"COPY {table} FROM STDIN")
                refused(one, process, f"WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT count(*) FROM gone")
                refused(one, process, f"MERGE INTO {table} USING (SELECT 1) AS a ON true WHEN MATCHED THEN DELETE")


def refused(one: Console, process: Process, statement: str) -> None:
    """The server says that this role may not; any other answer fails."""
    try:
        one.execute(statement.encode())
    except errors.InsufficientPrivilege:
        return
    pytest.fail(f"{process} may: {statement}")


BESIDE = (
    "SET ROLE {registrar}",
    "SET SESSION AUTHORIZATION {registrar}",
    "SET SESSION AUTHORIZATION postgres",
    "ALTER ROLE {own} SUPERUSER",
    "ALTER ROLE {registrar} PASSWORD 'x'",
    "CREATE ROLE another LOGIN",
    "GRANT {registrar} TO {own}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {registrar} GRANT ALL ON TABLES TO {own}",
    "SET session_replication_role = replica",  # triggers would sleep
    "ALTER TABLE journal DISABLE TRIGGER ALL",
    "DROP TRIGGER journal_append_only ON journal",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TRIGGER own BEFORE INSERT ON approval EXECUTE FUNCTION refuse_change()",
    "CREATE RULE own AS ON INSERT TO journal DO INSTEAD NOTHING",
    "CREATE TABLE beside (x int)",
    "CREATE TEMP TABLE work_order (x int)",
    "CREATE SCHEMA beside",
    "CREATE FUNCTION beside() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "CREATE EXTENSION dblink",
    "ALTER TABLE approval OWNER TO {own}",
    "ALTER SYSTEM SET fsync = off",
    "ALTER DATABASE {database} SET search_path = beside",
    "ALTER ROLE {registrar} SET search_path = beside",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY approval TO '/tmp/beside'",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT rolpassword FROM pg_authid",
    "SELECT pg_reload_conf()",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres' AND pid <> pg_backend_pid()",
    "CREATE SUBSCRIPTION beside CONNECTION 'dbname=x' PUBLICATION y",
    "CREATE PUBLICATION beside FOR ALL TABLES",
)

WARNED = (  # who may do anything at all to a table is only warned; nothing comes of it
    "GRANT ALL ON ALL TABLES IN SCHEMA public TO {own}",
    "GRANT UPDATE ON journal TO {own}, {registrar}",
)


def test_R44_no_role_takes_another_way_round_its_rights(
    database: Engine, postgres_server: Server, roles: dict[Process, str]
) -> None:
    with database.connect():  # somebody to be ended
        for process in OPENING:
            named = {"own": roles[process], "registrar": roles[_other(process)], "database": database.url.database}
            with console(postgres_server, database, roles[process]) as one:
                for statement in BESIDE:
                    refused(one, process, statement.format(**named))
                for statement in WARNED:
                    with suppress(errors.InsufficientPrivilege):
                        one.execute(statement.format(**named).encode())
    with reading(database) as connection:
        for process, role in roles.items():
            assert difference(connection, process, role).is_none


def test_R44_the_roles_of_one_gateway_do_not_connect_to_anothers_database(
    database: Engine, postgres_server: Server, roles: dict[Process, str]
) -> None:
    with server_database(postgres_server) as url:
        other = str(make_url(url).database)
        command(postgres_server, f"REVOKE ALL ON DATABASE {other} FROM PUBLIC")  # as `grant` does to its own
        for role in roles.values():
            address = f"host={postgres_server.socket_directory} user={role} dbname={other}"
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                psycopg.connect(address)


def _other(process: Process) -> Process:
    return Process.KEEPER if process is Process.REGISTRAR else Process.REGISTRAR
