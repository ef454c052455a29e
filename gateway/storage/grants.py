"""Roles on PostgreSQL, one a process, each with the rights of `rights.py` and no other. SQLite has file rights only.

The role that runs `sekisho init` owns the tables; the processes' roles own nothing, so they can neither drop a trigger nor
give themselves a right. How a role proves itself to the server (peer, certificate) is the server's pg_hba.conf.
"""

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from gateway.storage.engine import writing
from gateway.storage.rights import RIGHTS, Process
from gateway.storage.rights_held import powers
from gateway.vocabulary.outcome import GatewayFault

ROLE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_ATTRIBUTES = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS"


def grant(engine: Engine, roles: Mapping[Process, str]) -> None:
    """Make the roles that are missing, and give each its process's rights, taking away any other on our tables.

    Raises GatewayFault on another engine than PostgreSQL, for a name that is no plain role name, for one role in two
    processes, and for an existing role that could overrule any right: a superuser, an owner, a member of another role.
    """
    if engine.dialect.name != "postgresql":
        raise GatewayFault("roles exist on PostgreSQL only; a SQLite file has file rights")
    if len(set(roles.values())) != len(roles) or not all(ROLE_NAME.fullmatch(role) for role in roles.values()):
        raise GatewayFault("each process needs a role name of its own, of small letters, digits and _")
    with writing(engine) as connection:
        for role in roles.values():
            _make(connection, role)
        database = connection.execute(text("SELECT quote_ident(current_database())")).scalar_one()
        for statement in _statements(database, roles):
            connection.exec_driver_sql(statement)


def _make(connection: Connection, role: str) -> None:
    if held := powers(connection, role):
        raise GatewayFault(f"role {role} could overrule its rights: {', '.join(held)}")
    if _can_log_in(connection, role) is None:
        _create(connection, role)
    if _can_log_in(connection, role) is not True:
        connection.exec_driver_sql(f"ALTER ROLE {role} LOGIN")


def _create(connection: Connection, role: str) -> None:
    """Roles are the whole server's: another program that makes this one at the same moment has made it for both."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"CREATE ROLE {role} {_ATTRIBUTES}")
    except SQLAlchemyError:
        if _can_log_in(connection, role) is None:
            raise


def _can_log_in(connection: Connection, role: str) -> bool | None:
    """None where there is no such role."""
    return connection.execute(text("SELECT rolcanlogin FROM pg_roles WHERE rolname = :role"), {"role": role}).scalar()


def _statements(database: str, roles: Mapping[Process, str]) -> Iterator[str]:
    everybody = ", ".join(["PUBLIC", *roles.values()])
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everybody}"
    yield f"REVOKE ALL ON SCHEMA public FROM {everybody}"
    yield f"REVOKE ALL ON DATABASE {database} FROM {everybody}"
    for process, role in roles.items():
        tables = RIGHTS[process]
        if not tables:
            continue
        yield f"GRANT CONNECT ON DATABASE {database} TO {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
        yield f"GRANT SELECT ON alembic_version TO {role}"
        for table, rights in tables.items():
            yield f"GRANT {rights} ON {table} TO {role}"
