"""What a role of PostgreSQL really may do, as the server's catalogue has it, held against THE table (`rights.py`).

Asked at every start: a process whose role was given more by hand, or became an owner or a superuser, does not begin; nor does
one whose journal has lost its triggers. SQLite knows no roles: there is nothing to ask.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from gateway.storage.engine import reading
from gateway.storage.rights import RIGHTS, Process
from gateway.vocabulary.outcome import GatewayFault, Text

_APPEND_ONLY = ("checkpoint", "journal")
_BESIDE = frozenset({("alembic_version", "", "SELECT")})  # every process asks which schema it meets
_RIGHT = re.compile(r"([A-Z]+)(?: \(([^)]*)\))?")

_POWERS = text("""
    SELECT word FROM pg_roles, LATERAL (VALUES
        ('superuser', rolsuper), ('createdb', rolcreatedb), ('createrole', rolcreaterole),
        ('replication', rolreplication), ('bypassrls', rolbypassrls),
        ('owner of a table', EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid)),
        ('owner of a schema', EXISTS (SELECT 1 FROM pg_namespace WHERE nspowner = pg_roles.oid)),
        ('owner of the database',
            EXISTS (SELECT 1 FROM pg_database WHERE datname = current_database() AND datdba = pg_roles.oid)),
        ('member of another role', EXISTS (SELECT 1 FROM pg_auth_members WHERE member = pg_roles.oid))
    ) AS power (word, held) WHERE rolname = :role AND held
""")
_CREATES = text("""
    SELECT word FROM (VALUES
        ('CREATE in the schema', has_schema_privilege(:role, 'public', 'CREATE')),
        ('CREATE in the database', has_database_privilege(:role, current_database(), 'CREATE')),
        ('TEMPORARY in the database', has_database_privilege(:role, current_database(), 'TEMPORARY'))
    ) AS power (word, held) WHERE held
""")
_GRANTED = text("""
    WITH ours AS (
        SELECT pg_class.oid, relname, relacl FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
    ), grants AS (
        SELECT relname, '' AS attname, (aclexplode(relacl)).* FROM ours
        UNION ALL
        SELECT relname, attname, (aclexplode(attacl)).* FROM ours JOIN pg_attribute ON attrelid = ours.oid
    )
    SELECT DISTINCT relname, attname, privilege_type FROM grants
    WHERE grantee = 0 OR grantee = (SELECT oid FROM pg_roles WHERE rolname = :role)
""")
_GUARDED = text("""
    SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = 'public' AND proname = 'refuse_change' AND tgenabled IN ('O', 'A')
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where a role and its row of THE table part, each as words: rights too many, rights missing."""

    more: tuple[str, ...]
    less: tuple[str, ...]

    @property
    def is_none(self) -> bool:
        """True where the server says exactly what the table says."""
        return not self.more and not self.less


def powers(connection: Connection, role: str) -> tuple[str, ...]:
    """By what the role could overrule any right; empty where by nothing, or where there is no such role."""
    return tuple(sorted(row[0] for row in connection.execute(_POWERS, {"role": role})))


def exists(connection: Connection, role: str) -> bool:
    """Whether the server knows the role."""
    return connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).first() is not None


def difference(connection: Connection, process: Process, role: str) -> Difference:
    """The role as the server has it, against what its process is to have. It exists."""
    wanted = frozenset(_listed(process)) | _BESIDE
    found = {(str(row[0]), str(row[1]), str(row[2])) for row in connection.execute(_GRANTED, {"role": role})}
    creates = (row[0] for row in connection.execute(_CREATES, {"role": role}))
    return Difference(
        more=(*powers(connection, role), *sorted(creates), *map(_words, sorted(found - wanted))),
        less=tuple(map(_words, sorted(wanted - found))),
    )


def unguarded(connection: Connection) -> tuple[str, ...]:
    """Of journal and checkpoint those whose trigger against changes is gone or off."""
    guarded = {row[0] for row in connection.execute(_GUARDED)}
    return tuple(table for table in _APPEND_ONLY if table not in guarded)


def require_rights(engine: Engine, process: Process) -> None:
    """Raises GatewayFault unless this engine's role may exactly what its process is to, and the journal has its triggers."""
    if engine.dialect.name != "postgresql":
        return
    with reading(engine) as connection:
        role = str(connection.execute(text("SELECT current_user")).scalar_one())
        found, open_tables = difference(connection, process, role), unguarded(connection)
    if open_tables:
        raise GatewayFault(f"the database lets {', '.join(open_tables)} be changed: its trigger is gone", _UNGUARDED)
    if not found.is_none:
        said = [f"too much: {', '.join(found.more)}"] if found.more else []
        said += [f"missing: {', '.join(found.less)}"] if found.less else []
        raise GatewayFault(f"the database's role {role} is not what {process} is to have; {'; '.join(said)}", _ROLE)


def _listed(process: Process) -> Iterator[tuple[str, str, str]]:
    for table, rights in RIGHTS[process].items():
        for right, columns in _RIGHT.findall(rights):
            for column in columns.split(", ") if columns else ("",):
                yield table, column, right


def _words(right: tuple[str, str, str]) -> str:
    table, column, privilege = right
    return f"{privilege} {table}.{column}" if column else f"{privilege} {table}"


_ROLE = Text(
    ja="データベースの役割の権限が、このプロセスのものと違います。"
    "`sekisho database roles` で確かめ、`sekisho init` で直してください。",
    en="The database role's rights are not this process's. Look with `sekisho database roles`, mend with `sekisho init`.",
)
_UNGUARDED = Text(
    ja="監査ログの表を変更から守るトリガーがありません。だれかがデータベースを変更しています。"
    "`sekisho audit verify` を実行してください。",
    en="A trigger that guards the journal against changes is gone: somebody changed the database. Run `sekisho audit verify`.",
)
