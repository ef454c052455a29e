"""The few statements both engines spell differently from plain SQL: insert unless there, insert or change, is it there.

"Unless there" is decided by the database's own unique keys in one statement, so that of two writers exactly one is told yes.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, RowMapping, Select, Table, exists, select
from sqlalchemy.dialects import postgresql, sqlite

Values = Mapping[str, Any]


def insert_new(connection: Connection, table: Table, values: Values) -> bool:
    """Insert one row; False, with nothing changed, where any unique key of it is taken."""
    if connection.dialect.name == "sqlite":
        return changed(connection, sqlite.insert(table).values(**values).on_conflict_do_nothing())
    return changed(connection, postgresql.insert(table).values(**values).on_conflict_do_nothing())


def put(connection: Connection, table: Table, values: Values) -> None:
    """Insert one row, or set the other columns of the row with the same primary key."""
    keys = [column.name for column in table.primary_key.columns]
    rest = {name: value for name, value in values.items() if name not in keys}
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(table).values(**values).on_conflict_do_update(index_elements=keys, set_=rest))
    else:
        connection.execute(
            postgresql.insert(table).values(**values).on_conflict_do_update(index_elements=keys, set_=rest)
        )


def changed(connection: Connection, statement: Executable) -> bool:
    """Do one statement; True if it touched a row."""
    return connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount > 0


def one(connection: Connection, chosen: Select[*tuple[Any, ...]]) -> RowMapping | None:
    """The only row, by column name; None where there is none."""
    return connection.execute(chosen).mappings().one_or_none()


def there_is(connection: Connection, condition: ColumnElement[bool]) -> bool:
    """True if a row meets the condition."""
    return bool(connection.execute(select(exists().where(condition))).scalar_one())
