"""R-44: a role that may more or less than its process is to is found, whatever way it came by it."""

import pytest

from gateway.storage.engine import open_engine, reading, writing
from gateway.storage.grants import grant
from gateway.storage.rights import RIGHTS, Process
from gateway.storage.rights_held import difference, exists, require_rights, unguarded
from gateway.vocabulary.outcome import GatewayFault
from tests.databases import command

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])

OPENING = [process for process in Process if RIGHTS[process]]


@pytest.fixture
def roles(database, postgres_server):
    names = {process: f"{database.url.database}_{process}" for process in OPENING}
    grant(database, names)
    yield names
    for role in names.values():
        command(postgres_server, f"DROP OWNED BY {role} CASCADE; DROP ROLE {role}", str(database.url.database))


def _judged(database, process, role):
    with reading(database) as connection:
        return difference(connection, process, role)


def test_what_init_grants_is_exactly_the_table(database, roles):
    for process, role in roles.items():
        assert _judged(database, process, role).is_none, process
    with reading(database) as connection:
        assert unguarded(connection) == ()
        assert exists(connection, roles[Process.KEEPER])
        assert not exists(connection, "nobody_of_this_name")


def test_one_role_with_anothers_rights_is_told_apart(database, roles):
    for process, role in roles.items():
        for other in set(OPENING) - {process}:
            assert not _judged(database, other, role).is_none, (process, other)


MORE = {
    "GRANT UPDATE ON journal TO {role}": "UPDATE journal",
    "GRANT UPDATE (at) ON journal TO {role}": "UPDATE journal.at",
    "GRANT DELETE ON checkpoint TO PUBLIC": "DELETE checkpoint",
    "GRANT TRUNCATE ON journal TO {role}": "TRUNCATE journal",
    "GRANT TRIGGER ON journal TO {role}": "TRIGGER journal",
    "GRANT INSERT ON approval TO PUBLIC": "INSERT approval",
    "GRANT SELECT (digest) ON enrolment TO {role}": "SELECT enrolment.digest",
    "CREATE TABLE beside (x int); GRANT SELECT ON beside TO {role}": "SELECT beside",
    "CREATE SCHEMA other; CREATE TABLE other.beside (x int); GRANT INSERT ON other.beside TO {role}": "INSERT beside",
    "GRANT CREATE ON SCHEMA public TO {role}": "CREATE in the schema",
    "GRANT TEMPORARY ON DATABASE {database} TO PUBLIC": "TEMPORARY in the database",
    "GRANT CREATE ON DATABASE {database} TO {role}": "CREATE in the database",
    "GRANT pg_write_all_data TO {role}": "member of another role",
    "ALTER ROLE {role} SUPERUSER": "superuser",
    "ALTER ROLE {role} CREATEROLE": "createrole",
    "ALTER ROLE {role} BYPASSRLS": "bypassrls",
    "ALTER TABLE play OWNER TO {role}": "owner of a table",
    "ALTER DATABASE {database} OWNER TO {role}": "owner of the database",
}


@pytest.mark.parametrize("given", list(MORE))
def test_R44_whatever_was_given_by_hand_is_named_and_refuses_the_start(database, roles, postgres_server, given):
    role, name = roles[Process.OFFICE], str(database.url.database)
    command(postgres_server, given.format(role=role, database=name), name)
    assert MORE[given] in _judged(database, Process.OFFICE, role).more
    engine = open_engine(postgres_server.url(name, role))
    try:
        with pytest.raises(GatewayFault, match="too much"):
            require_rights(engine, Process.OFFICE)
    finally:
        engine.dispose()
        if "OWNER" in given:
            command(postgres_server, f"REASSIGN OWNED BY {role} TO postgres", name)


def test_what_is_missing_is_named_too(database, roles):
    with writing(database) as connection:
        connection.exec_driver_sql(f"REVOKE SELECT ON person FROM {roles[Process.KEEPER]}")
    assert _judged(database, Process.KEEPER, roles[Process.KEEPER]).less == ("SELECT person",)


@pytest.mark.parametrize(
    "done", ["DISABLE TRIGGER {table}_append_only", "DISABLE TRIGGER ALL", "ENABLE REPLICA TRIGGER {table}_append_only"]
)
@pytest.mark.parametrize("table", ["journal", "checkpoint"])
def test_R44_a_journal_without_its_trigger_refuses_every_start(database, roles, postgres_server, table, done):
    name = str(database.url.database)
    command(postgres_server, f"ALTER TABLE {table} {done.format(table=table)}", name)
    with reading(database) as connection:
        assert unguarded(connection) == (table,)
    engine = open_engine(postgres_server.url(name, roles[Process.REGISTRAR]))
    with pytest.raises(GatewayFault, match=f"lets {table} be changed"):
        require_rights(engine, Process.REGISTRAR)
    engine.dispose()
