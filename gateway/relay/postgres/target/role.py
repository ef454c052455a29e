"""What whoever runs a database has to grant: a role that reads named tables and no more, and its lines of pg_hba.conf.

The gate for statements is the first net, a READ ONLY transaction the second; this role is the third, and holds by itself. PUBLIC
has rights in every new database (functions, temporary tables, languages) that can be taken from one role only by taking them from
PUBLIC: so a group gets them first, and every other role there is becomes a member of it.
"""

from dataclasses import dataclass
from typing import Final

from gateway.relay.postgres.target.pins import IDLE_IN_TRANSACTION_SECONDS, LOCK_SECONDS_MAX
from gateway.relay.postgres.target.role_functions import DANGEROUS, EXTENSIONS

OTHERS: Final = "sekisho_others"
CONNECTIONS: Final = 64
STATEMENT_SECONDS: Final = 60
MAINTENANCE: Final = "postgres"  # where a role changes its own password


_END: Final = "COMMIT;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A role and what it may read: `tables` are schema and name, as the catalogue spells them; none where it only logs in.

    `by_certificate`: how it logs in; `sources` are the gateway's addresses as the target sees them, in CIDR form.
    """

    role: str
    database: str
    tables: tuple[tuple[str, str], ...]
    by_certificate: bool
    is_encrypted: bool = True
    sources: tuple[str, ...] = ()
    statement_seconds: int = STATEMENT_SECONDS


def role_sql(reading: Reading) -> str:
    """The script for a superuser, connected to the database; good to be run again. Raises ValueError for a name that is none."""
    parts = (
        _head(reading),
        _role(reading),
        _others(reading),
        _rights(reading),
        _functions(reading),
        *_tables(reading),
        _END,
    )
    return "\n".join(parts) + "\n"


def hba_lines(reading: Reading) -> tuple[str, ...]:
    """The lines for pg_hba.conf, to stand before any other that fits the role: this way, and no other."""
    kind = "hostssl" if reading.is_encrypted else "host"
    way = "cert clientname=CN" if reading.by_certificate else "scram-sha-256"
    databases = (reading.database,) if reading.by_certificate else (reading.database, MAINTENANCE)
    named, role = ",".join(map(_hba_word, databases)), _hba_word(reading.role)
    return (
        *(f"{kind} {named} {role} {source} {way}" for source in reading.sources),
        f"local all {role} reject",
        f"host all {role} all reject",
    )


def _head(reading: Reading) -> str:
    return f"""\
-- {_comment(f"Sekisho: the read-only role {reading.role} in the database {reading.database}")}
-- Run as a superuser in that database: psql -X -v ON_ERROR_STOP=1 -d {_comment(reading.database)} -f THIS_FILE
BEGIN;"""


def _role(reading: Reading) -> str:
    role, milliseconds = _name(reading.role), reading.statement_seconds * 1000
    password = " PASSWORD NULL" if reading.by_certificate else ""
    return f"""
-- The role: it logs in, and that is all. It is member of nothing, owns nothing, and reads only.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {_text(reading.role)}) THEN
    CREATE ROLE {role} LOGIN;
  END IF;
END $$;
ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT
  CONNECTION LIMIT {CONNECTIONS}{password};
ALTER ROLE {role} SET default_transaction_read_only = on;
ALTER ROLE {role} SET statement_timeout = {milliseconds};
ALTER ROLE {role} SET lock_timeout = {LOCK_SECONDS_MAX * 1000};
ALTER ROLE {role} SET idle_in_transaction_session_timeout = {IDLE_IN_TRANSACTION_SECONDS * 1000};
ALTER ROLE {role} SET search_path = pg_catalog, pg_temp;
DO $$ DECLARE above record; BEGIN
  FOR above IN SELECT g.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
      JOIN pg_catalog.pg_roles r ON r.oid = m.member WHERE r.rolname = {_text(reading.role)} LOOP
    EXECUTE pg_catalog.format('REVOKE %I FROM %I', above.rolname, {_text(reading.role)});
  END LOOP;
END $$;"""  # noqa: S608  # names come quoted from _name and _text


def _others(reading: Reading) -> str:
    return f"""
-- Everybody else: who is there now keeps what PUBLIC had, through this group. Grant it to roles that are made later.
DO $$ DECLARE other record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '{OTHERS}') THEN
    CREATE ROLE {OTHERS} NOLOGIN;
  END IF;
  FOR other IN SELECT rolname FROM pg_catalog.pg_roles WHERE NOT rolsuper AND rolname NOT LIKE 'pg\\_%'
      AND rolname NOT IN ({_text(reading.role)}, '{OTHERS}')
      AND NOT pg_catalog.pg_has_role(rolname, '{OTHERS}', 'MEMBER')
      AND COALESCE(pg_catalog.shobj_description(oid, 'pg_authid'), '') <> 'sekisho reader' LOOP
    EXECUTE pg_catalog.format('GRANT {OTHERS} TO %I', other.rolname);
  END LOOP;
END $$;
COMMENT ON ROLE {_name(reading.role)} IS 'sekisho reader';"""  # noqa: S608  # names come quoted from _name and _text


def _rights(reading: Reading) -> str:
    database = _name(reading.database)
    lines = [
        f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {OTHERS};",
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC, {_name(reading.role)};",
        f"GRANT CONNECT ON DATABASE {database} TO {_name(reading.role)};",
    ]
    for schema in map(_name, _schemas(reading)):
        lines.append(f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {_name(reading.role)};")
        lines.append(f"GRANT USAGE ON SCHEMA {schema} TO {_name(reading.role)};")
    return "\n-- Database and schemas: connect and look, no temporary tables, nothing new.\n" + "\n".join(lines)


def _functions(reading: Reading) -> str:
    schemas = ", ".join(_text(schema) for schema in _schemas(reading)) or "NULL"
    listed = ", ".join(map(_text, DANGEROUS))
    extensions = ", ".join(map(_text, EXTENSIONS))
    return f"""
-- Functions: those with side effects, those that run a text as a statement, and all of these schemas but what operators and
-- extensions need. Run this again when functions have been added.
DO $$ DECLARE one record; BEGIN
  FOR one IN
    SELECT p.oid::pg_catalog.regprocedure AS place, p.prokind
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE (n.nspname = 'pg_catalog' AND p.proname IN ({listed}))
      OR EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
        WHERE d.objid = p.oid AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.deptype = 'e'
          AND e.extname IN ({extensions}))
      OR (n.nspname IN ({schemas})
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_operator o WHERE o.oprcode = p.oid)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e'
          AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass))
  LOOP
    IF one.prokind = 'a' THEN CONTINUE; END IF;
    IF (SELECT pg_catalog.has_function_privilege('public', one.place::pg_catalog.oid, 'EXECUTE')) THEN
      EXECUTE pg_catalog.format('GRANT EXECUTE ON ROUTINE %s TO {OTHERS}', one.place);
    END IF;
    EXECUTE pg_catalog.format('REVOKE EXECUTE ON ROUTINE %s FROM PUBLIC, %I', one.place, {_text(reading.role)});
  END LOOP;
  FOR one IN SELECT lanname FROM pg_catalog.pg_language WHERE lanpltrusted AND lanname <> 'sql' LOOP
    EXECUTE pg_catalog.format('GRANT USAGE ON LANGUAGE %I TO {OTHERS}', one.lanname);
    EXECUTE pg_catalog.format('REVOKE USAGE ON LANGUAGE %I FROM PUBLIC, %I', one.lanname, {_text(reading.role)});
  END LOOP;
END $$;"""  # noqa: S608  # names come quoted from _name and _text


def _tables(reading: Reading) -> tuple[str, ...]:
    if not reading.tables:
        return ()
    role = _name(reading.role)
    named = ", ".join(f"{_name(schema)}.{_name(table)}" for schema, table in reading.tables)
    taken = "\n".join(
        f"REVOKE ALL ON ALL {what} IN SCHEMA {_name(schema)} FROM {role};"
        for schema in _schemas(reading)
        for what in ("TABLES", "SEQUENCES")
    )
    granted = f"""
-- Tables: these, to be read, and no other.
{taken}
GRANT SELECT ON {named} TO {role};"""
    return granted, _checked(reading)


def _checked(reading: Reading) -> str:
    """Rights of PUBLIC on tables are somebody's choice: they are not taken away here, but nothing is granted beside them."""
    role, named = _text(reading.role), ", ".join(_text(f"{schema}.{table}") for schema, table in reading.tables)
    return f"""
-- Looked at: what the role may still do through PUBLIC. To write is refused here, to read more is said.
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname NOT LIKE 'pg\\_%' LOOP
    IF pg_catalog.has_table_privilege({role}, one.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') THEN
      RAISE EXCEPTION 'PUBLIC may change %.%: revoke that first', one.nspname, one.relname;
    END IF;
    IF pg_catalog.has_any_column_privilege({role}, one.oid, 'SELECT')
        AND one.nspname || '.' || one.relname NOT IN ({named}) THEN
      RAISE WARNING 'PUBLIC may read %.%, so the role may too', one.nspname, one.relname;
    END IF;
  END LOOP;
END $$;"""  # noqa: S608  # names come quoted from _name and _text


def _schemas(reading: Reading) -> list[str]:
    return sorted({schema for schema, _ in reading.tables})


def _name(name: str) -> str:
    """An identifier of SQL. Raises ValueError for one that PostgreSQL cannot have."""
    if not name or "\0" in name or len(name.encode()) > 63:
        raise ValueError("no name of PostgreSQL's")
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    """A string of SQL under standard_conforming_strings, which holds inside a block quoted with $$ as well."""
    if "\0" in text or "$" in text:
        raise ValueError("no name of PostgreSQL's that is supported here")
    return "'" + text.replace("'", "''") + "'"


def _hba_word(word: str) -> str:
    """A name of pg_hba.conf, quoted so that no keyword and no separator is read in it."""
    if any(letter in word for letter in '"\n\r\0'):
        raise ValueError("no name for pg_hba.conf")
    return f'"{word}"'


def _comment(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")
