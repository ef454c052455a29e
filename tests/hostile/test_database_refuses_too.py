"""R-04: with the gate's parser out of the way, the database itself refuses. A real PostgreSQL, the role of `target role-sql`.

Each fixture goes to the server as it is, on the session the gateway opens: READ ONLY, pinned, under the role that
`gateway/relay/postgres/target/role.py` has the database's administrator make. Where the codec is what refuses (rows that leave
as a file), that is said beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from gateway.relay.postgres.target.dial import Connected, dial
from gateway.relay.postgres.target.role import MAINTENANCE, Reading, hba_lines, role_sql
from gateway.relay.postgres.target.talking import Refusing
from gateway.rotation.postgres import PostgresRotator
from gateway.rotation.walk import Stage, Walk
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.postgres.target.a_database import DATABASE, PASSWORD, ADatabase, a_database, a_permit, asked
from tests.gateway.rotation.a_vault import Vault

READER = "callcenter_reader"
READ_ONLY, DENIED, NO_SUCH, NOT_IN_A_TRANSACTION = "25006", "42501", "42883", "25001"
PEOPLE = 500

_THERE = f"""
CREATE TABLE public.secrets (word text);
INSERT INTO public.secrets VALUES ('not for the reader');
CREATE SEQUENCE public.numbers;
CREATE MATERIALIZED VIEW public.summary AS SELECT count(*) FROM public.customers;
CREATE TEMP TABLE nothing (x int);
CREATE FUNCTION public.renamed() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS
  $f$ BEGIN UPDATE public.customers SET name = 'gone'; RETURN 1; END $f$;
CREATE FUNCTION public.told(text) RETURNS text LANGUAGE sql AS $f$ SELECT 'told ' || $1 $f$;
CREATE PROCEDURE public.emptied() LANGUAGE sql SECURITY DEFINER AS $f$ DELETE FROM public.customers $f$;
CREATE ROLE owner_of_all LOGIN;
CREATE ROLE application LOGIN;
CREATE TABLE public.orders (id int);
ALTER TABLE public.orders OWNER TO application;
CREATE ROLE {READER} LOGIN IN ROLE pg_read_all_data PASSWORD '{PASSWORD.replace("'", "''")}';
"""

WRITES = {
    "insert": "INSERT INTO public.customers VALUES (0, 'x', 'y')",
    "update": "UPDATE public.customers SET phone = ''",
    "delete": "DELETE FROM public.customers",
    "truncate": "TRUNCATE public.customers",
    "merge": "MERGE INTO public.customers c USING public.customers d ON c.id = d.id WHEN MATCHED THEN DELETE",
    "for update": "SELECT * FROM public.customers FOR UPDATE",
    "for share": "SELECT * FROM public.customers FOR SHARE",
    "create table": "CREATE TABLE public.copied (x int)",
    "create temp table": "CREATE TEMP TABLE copied (x int)",
    "create table as": "CREATE TABLE public.copied AS SELECT * FROM public.customers",
    "create view": "CREATE VIEW public.renamed_columns AS SELECT phone AS x FROM public.customers",
    "create function": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "create extension": "CREATE EXTENSION citext",
    "create schema": "CREATE SCHEMA mine",
    "alter table": "ALTER TABLE public.customers ADD COLUMN x int",
    "drop table": "DROP TABLE public.customers",
    "drop database": "DROP DATABASE postgres",
    "grant": f"GRANT SELECT ON public.secrets TO {READER}",
    "comment": "COMMENT ON TABLE public.customers IS 'x'",
    "index": "CREATE INDEX ON public.customers (phone)",
    "select into": "SELECT * INTO public.copied FROM public.customers",
    "select into temp": "SELECT * INTO TEMP copied FROM public.customers",
    "update in a CTE": "WITH gone AS (UPDATE public.customers SET name = '' RETURNING *) SELECT * FROM gone",
    "delete in a CTE": "WITH gone AS (DELETE FROM public.customers RETURNING *) SELECT * FROM gone",
    "insert in a CTE": "WITH new AS (INSERT INTO public.customers VALUES (0, '', '') RETURNING *) SELECT * FROM new",
    "stacked": "SELECT 1; DELETE FROM public.customers",
    "stacked behind a comment": "SELECT 1 /* ; */ ; -- \nUPDATE public.customers SET name = ''",
    "explain analyze": "EXPLAIN ANALYZE DELETE FROM public.customers",
    "prepared": "PREPARE p AS DELETE FROM public.customers; EXECUTE p",
    "copy from": "COPY public.customers FROM '/etc/passwd'",
    "nextval": "SELECT pg_catalog.nextval('public.numbers')",
    "setval": "SELECT pg_catalog.setval('public.numbers', 9)",
    "refresh": "REFRESH MATERIALIZED VIEW public.summary",
    "cluster": "CLUSTER public.customers USING customers_pkey",
    "reindex": "REINDEX TABLE public.customers",
    "create role": "CREATE ROLE mine",
    "alter system": "ALTER SYSTEM SET work_mem = '1MB'",
    "procedure": "CALL public.emptied()",
}
FILES = {
    "copy to a file": "COPY public.customers TO '/tmp/sekisho-copied'",
    "copy to a program": "COPY public.customers TO PROGRAM 'cat > /tmp/sekisho-copied'",
    "copy a query to a file": "COPY (SELECT * FROM public.customers) TO '/tmp/sekisho-copied'",
    "lo_export": "SELECT pg_catalog.lo_export(1, '/tmp/sekisho-copied')",
    "lo_import": "SELECT pg_catalog.lo_import('/etc/passwd')",
    "pg_read_file": "SELECT pg_catalog.pg_read_file('/etc/passwd')",
    "pg_ls_dir": "SELECT pg_catalog.pg_ls_dir('/')",
    "load": "LOAD '/tmp/x.so'",
}
FUNCTIONS = {
    "security definer": "SELECT public.renamed()",
    "function of the schema": "SELECT public.told('x')",
    "set_config": "SELECT pg_catalog.set_config('default_transaction_read_only', 'off', false)",
    "pg_sleep": "SELECT pg_catalog.pg_sleep(0)",
    "advisory lock": "SELECT pg_catalog.pg_advisory_lock(1)",
    "advisory lock of a transaction": "SELECT pg_catalog.pg_try_advisory_xact_lock_shared(1)",
    "terminate": "SELECT pg_catalog.pg_terminate_backend(1)",
    "notify": "SELECT pg_catalog.pg_notify('x', 'y')",
    "large object made": "SELECT pg_catalog.lo_create(0)",
    "large object of bytes": "SELECT pg_catalog.lo_from_bytea(0, 'x')",
    "query_to_xml": "SELECT pg_catalog.query_to_xml('SELECT * FROM public.customers', true, false, '')",
    "table_to_xml": "SELECT pg_catalog.table_to_xml('public.customers', true, false, '')",
    "database_to_xml": "SELECT pg_catalog.database_to_xml(true, false, '')",
    "ts_stat": "SELECT * FROM pg_catalog.ts_stat('SELECT ''a''::tsvector')",
    "export snapshot": "SELECT pg_catalog.pg_export_snapshot()",
    "logical message": "SELECT pg_catalog.pg_logical_emit_message(true, 'x', 'y')",
    "dblink": "SELECT * FROM public.dblink('dbname=postgres', 'SELECT 1') AS t(x int)",
    "do block": "DO $$ BEGIN PERFORM 1; END $$",
}
RIGHTS = {
    "another table": "SELECT * FROM public.secrets",
    "another's table": "SELECT * FROM public.orders",
    "hashes of passwords": "SELECT rolpassword FROM pg_catalog.pg_authid",
    "another role": "SET ROLE application",
    "superuser": "SET SESSION AUTHORIZATION postgres",
    "a setting of superusers": "SET session_replication_role = replica",
    "row security": "CREATE POLICY p ON public.customers USING (true)",
}
OUT_OF_READ_ONLY = (
    "SET TRANSACTION READ WRITE",
    "SET transaction_read_only = off",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; COMMIT; BEGIN",
    "BEGIN READ WRITE",
    "SET default_transaction_read_only = off; COMMIT; BEGIN",
)


@pytest.fixture(scope="module")
def database() -> Iterator[ADatabase]:
    with a_database() as found:
        found.sql(_THERE)
        if found.sql("SELECT count(*) FROM pg_available_extensions WHERE name = 'dblink'") == "1":
            found.sql("CREATE EXTENSION dblink")
        found.sql(the_script())
        yield found


def reading() -> Reading:
    return Reading(
        role=READER,
        database=DATABASE,
        tables=(("public", "customers"),),
        by_certificate=False,
        sources=("127.0.0.1/32",),
    )


def the_script() -> str:
    return role_sql(reading())


@pytest.fixture
def session(database: ADatabase) -> Iterator[Connected]:
    found = dial(a_permit(database.target(), READER), database.keeper, database=DATABASE, statement_seconds=10)
    yield found
    found.stream.close()


def refusal(session: Connected, statement: str) -> str:
    with pytest.raises(Refusing) as refused:
        asked(session.stream, statement)
    return refused.value.sqlstate


def named(statements: dict[str, str]) -> list[object]:
    return [pytest.param(statement, id=name) for name, statement in statements.items()]


def require_untouched(session: Connected) -> None:
    """Everybody is still there, and nothing is there that was not."""
    whole = "SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE name ~~ 'name %') FROM public.customers"
    assert asked(session.stream, whole)[0] == [(str(PEOPLE), str(PEOPLE))]
    more = "SELECT pg_catalog.count(*) FROM pg_catalog.pg_class WHERE relname IN ('copied', 'renamed_columns')"
    assert asked(session.stream, more)[0] == [("0",)]


@pytest.mark.parametrize("statement", named(WRITES))
def test_R04_what_writes_is_refused_by_the_database(session, statement):
    assert refusal(session, statement) in {READ_ONLY, DENIED}
    require_untouched(session)


@pytest.mark.parametrize("statement", named(WRITES))
def test_R04_what_writes_is_refused_by_the_roles_rights_alone(session, statement):
    """Even where the transaction was made READ WRITE first, which the gate never lets anybody do."""
    for before in OUT_OF_READ_ONLY:
        text = f"{before}; {statement}" if before.startswith("BEGIN") else f"BEGIN; {before}; {statement}"
        assert refusal(session, text) in {DENIED, NOT_IN_A_TRANSACTION}, before
        asked(session.stream, "ROLLBACK; DEALLOCATE ALL")
    require_untouched(session)


@pytest.mark.parametrize("statement", named(FILES))
def test_R04_files_and_programs_are_refused(session, statement):
    assert refusal(session, statement) in {DENIED, READ_ONLY}


@pytest.mark.parametrize("statement", named(FUNCTIONS))
def test_R04_functions_with_side_effects_or_a_text_for_a_statement_are_refused(session, statement):
    assert refusal(session, statement) in {DENIED, NO_SUCH}
    require_untouched(session)


@pytest.mark.parametrize("statement", named(RIGHTS))
def test_R04_other_tables_and_other_roles_are_refused(session, statement):
    assert refusal(session, statement) in {DENIED, READ_ONLY}


@pytest.mark.parametrize("statement", ["COPY public.customers TO STDOUT", "COPY (SELECT 1) TO STDOUT"])
def test_R04_copy_to_the_client_is_refused_by_the_codec(session, statement):
    """Reading is the role's right, so the database would give it; no message of that kind is ever passed on."""
    with pytest.raises(TargetError) as refused:
        asked(session.stream, statement)
    assert not isinstance(refused.value, Refusing)


def test_R04_what_the_role_is_for_still_works(session):
    assert len(asked(session.stream, "SELECT * FROM public.customers")[0]) == PEOPLE
    assert asked(session.stream, "SHOW default_transaction_read_only")[0] == [("on",)]


def test_R04_the_role_may_nothing_it_was_given_before(database):
    assert (
        database.sql(
            f"SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = '{READER}'"
        )
        == "0"
    )
    assert database.sql(f"SELECT has_database_privilege('{READER}', '{DATABASE}', 'TEMPORARY')") == "f"
    assert database.sql(f"SELECT has_schema_privilege('{READER}', 'public', 'CREATE')") == "f"


def test_everybody_else_keeps_what_public_had(database):
    for function in (
        "set_config(text,text,boolean)",
        "pg_sleep(double precision)",
        "query_to_xml(text,boolean,boolean,text)",
    ):
        assert database.sql(f"SELECT has_function_privilege('application', 'pg_catalog.{function}', 'EXECUTE')") == "t"
    assert database.sql("SELECT has_function_privilege('application', 'public.told(text)', 'EXECUTE')") == "t"
    assert database.sql("SELECT has_database_privilege('application', 'callcenter', 'TEMPORARY')") == "t"
    assert database.sql("SELECT has_language_privilege('application', 'plpgsql', 'USAGE')") == "t"
    assert database.sql("SET ROLE application; DO $$ BEGIN PERFORM public.told('x'); END $$; SELECT 'done'") == "done"


def test_the_script_may_be_run_again(database):
    before = database.sql("SELECT count(*), sum(coalesce(cardinality(proacl), 0)) FROM pg_proc")
    database.sql(the_script())
    assert database.sql("SELECT count(*), sum(coalesce(cardinality(proacl), 0)) FROM pg_proc") == before


def test_a_table_that_public_may_change_stops_the_script(database):
    database.sql("CREATE TABLE public.open_to_all (x int); GRANT INSERT ON public.open_to_all TO PUBLIC")
    try:
        with pytest.raises(Exception) as stopped:
            database.sql(the_script())
        assert "PUBLIC may change public.open_to_all" in stopped.value.stderr
    finally:
        database.sql("DROP TABLE public.open_to_all")


def test_the_lines_of_pg_hba_let_the_role_in_this_way_and_no_other(database):
    lines = hba_lines(reading())
    assert lines[0] == f'hostssl "callcenter","postgres" "{READER}" 127.0.0.1/32 scram-sha-256'
    before = (database.home / "data" / "pg_hba.conf").read_text()
    database.hba(
        "\n".join(lines)
        + "\nlocal all all trust\nhostssl all all 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 trust\n"
    )
    try:
        session = dial(a_permit(database.target(), READER), database.keeper, database=DATABASE, statement_seconds=10)
        session.stream.close()
        with pytest.raises(TargetError) as refused:
            dial(
                a_permit(database.target(host_keys=()), READER),
                database.keeper,
                database=DATABASE,
                statement_seconds=10,
            )
        assert re.search("28000", str(refused.value))
    finally:
        database.hba(before)


def test_R14_the_role_still_changes_its_own_password_and_may_nothing_else_where_it_does(database):
    database.sql(role_sql(replace(reading(), database=MAINTENANCE, tables=())), MAINTENANCE)
    target, vault = database.target(accounts=(READER,)), Vault(present=PASSWORD.encode())
    try:
        assert Walk(vault.work(target), vault, vault, PostgresRotator(target, vault)).run() is Stage.KEPT
        login = database.keeper
        login.secret = vault.present
        found = dial(a_permit(target, READER), login, database=MAINTENANCE, statement_seconds=5)
        for statement in ("SELECT pg_catalog.pg_sleep(0)", "DO $$ BEGIN END $$", "CREATE TEMP TABLE x (y int)"):
            assert refusal(found, f"SET TRANSACTION READ WRITE; {statement}") == DENIED
        found.stream.close()
    finally:
        database.sql(f"ALTER ROLE {READER} PASSWORD '{PASSWORD.replace(chr(39), chr(39) * 2)}'")
