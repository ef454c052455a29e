"""Triggers that make a table append-only: UPDATE, DELETE and TRUNCATE are refused whoever asks.

They stop a defect and a hand on the console, not the owner of the file or of the server: he can drop a trigger. What he
changes then is found by the journal's hashes, checkpoints and witnesses. On PostgreSQL the processes' roles do not own the
tables and have no right to change them either (`grants.py`).

SQLite's INSERT OR REPLACE removes the old row without asking a DELETE trigger (unless recursive_triggers is on, which
another client may leave off), so inserting a key that is there already is refused as well.
"""

from sqlalchemy import DDL, ExecutableDDLElement, Table, event

from gateway.storage.tables.columns import metadata

_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""


def forbid_changes(table: Table, key: str) -> None:
    """Create the triggers with the table, where a schema is made from the metadata; `key` is its primary key."""
    for statement in _file_statements(table.name, key):
        event.listen(table, "after_create", _ddl(statement, "sqlite"))
    for statement in _server_statements(table.name):
        event.listen(table, "after_create", _ddl(statement, "postgresql"))


def _ddl(statement: str, dialect: str) -> ExecutableDDLElement:
    escaped: ExecutableDDLElement = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy's own gap
    return escaped.execute_if(dialect=dialect)


def _file_statements(table: str, key: str) -> tuple[str, ...]:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END"
    present = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608  # names of this room's own tables
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {present} {refuse}",
    )


def _server_statements(table: str) -> tuple[str, ...]:
    when = f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"
    return (f"CREATE TRIGGER {table}_append_only {when} EXECUTE FUNCTION refuse_change()",)


event.listen(metadata, "before_create", _ddl(_FUNCTION, "postgresql"))
