"""Reading a database's schema: what is asked of it, and its answer read strictly. Names, types and comments; never a row.

The statement names relations of pg_catalog alone, so no right on any table of the database's own is needed and none is used.
Whatever else a target answers is nonsense, and nonsense is an error, never a shorter list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gateway.authorization.columns.proposal import ColumnFacts
from gateway.vocabulary.target import Target

SCHEMA_QUERY: Final = """\
SELECT n.nspname::pg_catalog.text, c.relname::pg_catalog.text, c.relkind::pg_catalog.text, a.attname::pg_catalog.text,
  pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull::pg_catalog.text,
  pg_catalog.col_description(a.attrelid, a.attnum)
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
  AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f,v,m}'::pg_catalog."char"[])
  AND n.nspname OPERATOR(pg_catalog.!~~) 'pg\\_%' AND n.nspname OPERATOR(pg_catalog.<>) 'information_schema'
ORDER BY n.nspname, c.relname, a.attnum
"""
"""Schema, relation, its sort, column, type, whether it is NOT NULL, comment: of every relation that can be read from."""
TABLES: Final = frozenset("rpf")
VIEWS: Final = frozenset("vm")
COMMENT_LETTERS_MAX: Final = 200
_NAME_BYTES_MAX: Final = 63
_TYPE_LETTERS_MAX: Final = 400  # two quoted names and what stands around them
_COLUMN_BYTES: Final = 80  # of one column's frame around its texts on the way to the office
_BYTES_MAX: Final = 3 * 1024 * 1024  # of one answer between our own processes (ipc.frames has 4 MiB)


class NotRead(StrEnum):
    """Why a schema was not read."""

    UNREACHABLE = "unreachable"
    OTHER_HOST = "other-host"
    REFUSED = "refused"
    NONSENSE = "nonsense"
    OURS = "ours"  # the keeper or the registrar did not do its part


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One schema to be read: of `database` on the target, through the role `account`."""

    id: str
    target: Target
    account: str
    database: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the target told. `left_out`: columns that did not fit into one answer; they stay personal, as all unknown ones do."""

    columns: tuple[ColumnFacts, ...]
    left_out: int = 0


def told(rows: Iterable[Sequence[str | None]]) -> Told:
    """The answer to SCHEMA_QUERY. Raises ValueError for anything that is none."""
    columns: list[ColumnFacts] = []
    left_out = used = 0
    for row in rows:
        column = _column(row)
        used += _COLUMN_BYTES + sum(len(each.encode()) for each in (column.schema, column.table, column.name))
        used += len(column.type.encode()) + len(column.comment.encode())
        if used <= _BYTES_MAX:
            columns.append(column)
        else:
            left_out += 1
    if len({(each.schema, each.table, each.name) for each in columns}) != len(columns):
        raise ValueError("a column twice")
    return Told(columns=tuple(columns), left_out=left_out)


def _column(row: Sequence[str | None]) -> ColumnFacts:
    match row:
        case (
            str() as schema,
            str() as table,
            str() as sort,
            str() as name,
            str() as type_name,
            str() as filled,
            comment,
        ):
            return ColumnFacts(
                schema=_name(schema),
                table=_name(table),
                name=_name(name),
                type=_bounded(type_name, _TYPE_LETTERS_MAX),
                nullable=not _truth(filled),
                is_view=_is_view(sort),
                comment="" if comment is None else comment[:COMMENT_LETTERS_MAX],
            )
    raise ValueError("no row of a schema")


def _name(text: str) -> str:
    """An identifier. PostgreSQL has none that is empty, longer than NAMEDATALEN - 1, or with a NUL in it."""
    if not text or "\0" in text or len(text.encode()) > _NAME_BYTES_MAX:
        raise ValueError("no identifier")
    return text


def _bounded(text: str, letters_max: int) -> str:
    if not text or len(text) > letters_max:
        raise ValueError("no name of a type")
    return text


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("no truth value")
    return text == "true"


def _is_view(sort: str) -> bool:
    if sort not in TABLES | VIEWS:
        raise ValueError("no sort of relation")
    return sort in VIEWS
