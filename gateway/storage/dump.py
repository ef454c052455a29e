"""The whole database as lines, and back: every row of every table of one snapshot, in an order in which they can be inserted.

One column is left out: the private halves of recordings' key pairs (tables/recording_key), which a backup must not outlive.

One form for both engines: what was dumped from a SQLite file can be loaded into PostgreSQL and the other way round. Lines
are JSON: a heading (schema, tables), then for each table its columns, its rows (bytes as base64) and their number, then the
end.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import msgspec
from sqlalchemy import Boolean, Connection, LargeBinary, Table, insert, inspect, null, select, text

from gateway.storage.revision import CURRENT
from gateway.storage.tables import RECORDING_KEY, metadata
from gateway.vocabulary.outcome import GatewayFault, Text

_ROWS: Final = 1000
_END: Final = {"end": True}
_OMITTED: Final = frozenset({RECORDING_KEY.c.sealed})


class DumpRefused(GatewayFault):
    """Lines that are no dump this program made, or a database that cannot take one."""


def dump(connection: Connection) -> Iterator[bytes]:
    """The lines, each with its newline; `connection` is inside one reading transaction. Memory: a thousand rows."""
    yield _line({"schema": CURRENT, "tables": [str(table.name) for table in metadata.sorted_tables]})
    for table in metadata.sorted_tables:
        yield from _dumped(connection, table)
    yield _line(_END)


def load(connection: Connection, lines: Iterable[bytes]) -> int:
    """Insert a dump into empty tables, inside the caller's transaction; the number of rows. Raises DumpRefused.

    `lines` may be cut anywhere: they are joined and split again.
    """
    require_empty(connection)
    read = _Lines(lines)
    heading = read.next()
    if heading != {"schema": CURRENT, "tables": [str(table.name) for table in metadata.sorted_tables]}:
        raise DumpRefused(f"the backup's database is of another schema than {CURRENT}", _SCHEMA)
    rows = sum(_loaded(connection, table, read) for table in metadata.sorted_tables)
    if read.next() != _END or read.more():
        raise DumpRefused("the dump does not end where it should")
    return rows


def require_empty(connection: Connection) -> None:
    """Raises DumpRefused naming the first of our tables that has a row."""
    present = set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if (
            table.name in present
            and connection.execute(select(text("1")).select_from(table).limit(1)).first() is not None
        ):
            raise DumpRefused(f"the database is not empty: {table.name} has rows", NOT_EMPTY)


def _dumped(connection: Connection, table: Table) -> Iterator[bytes]:
    yield _line({"table": str(table.name), "columns": _names(table)})
    cells = [_writer(column.type) for column in table.columns]
    chosen = select(*(null() if column in _OMITTED else column for column in table.columns))
    chosen = chosen.select_from(table).order_by(*table.primary_key.columns)
    rows = 0
    for row in connection.execute(chosen, execution_options={"yield_per": _ROWS}):
        yield _line([write(value) for write, value in zip(cells, row, strict=True)])
        rows += 1
    yield _line({"rows": rows})


def _loaded(connection: Connection, table: Table, read: "_Lines") -> int:
    names = _names(table)
    if read.next() != {"table": str(table.name), "columns": names}:
        raise DumpRefused(f"the dump has other columns of {table.name}")
    cells = [_reader(column.type) for column in table.columns]
    rows = 0
    while batch := list(islice(read.rows(), _ROWS)):
        connection.execute(insert(table), [_row(names, cells, row) for row in batch])
        rows += len(batch)
    if read.next() != {"rows": rows}:
        raise DumpRefused(f"the dump has another number of rows of {table.name} than it says")
    return rows


def _names(table: Table) -> list[str]:
    return [str(column.name) for column in table.columns]


def _row(names: Sequence[str], cells: Sequence[Any], row: Sequence[Any]) -> dict[str, Any]:
    if len(row) != len(names):
        raise DumpRefused("a row of the dump has another number of cells")
    return {name: read(value) for name, read, value in zip(names, cells, row, strict=True)}


def _writer(kind: Any) -> Any:
    if isinstance(kind, LargeBinary):
        return lambda value: None if value is None else base64.b64encode(value).decode("ascii")
    if isinstance(kind, Boolean):
        return lambda value: None if value is None else bool(value)
    return lambda value: value


def _reader(kind: Any) -> Any:
    return _bytes if isinstance(kind, LargeBinary) else lambda value: value


def _bytes(value: Any) -> bytes | None:
    try:
        return None if value is None else base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise DumpRefused("a cell of the dump holds no bytes") from None


def _line(value: Any) -> bytes:
    return msgspec.json.encode(value) + b"\n"


class _Lines:
    """Lines out of a stream of bytes, one looked at ahead."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._lines = self._split(pieces)
        self._ahead: Any = None

    def next(self) -> Any:
        """The next line's value. Raises DumpRefused at the end, or for what is no line."""
        if self._ahead is not None:
            value, self._ahead = self._ahead, None
            return value
        line = next(self._lines, None)
        if line is None:
            raise DumpRefused("the dump ends early")
        try:
            return msgspec.json.decode(line)
        except msgspec.DecodeError:
            raise DumpRefused("a line of the dump is not JSON") from None

    def rows(self) -> Iterator[list[Any]]:
        """Rows up to the line that is none."""
        while True:
            value = self.next()
            if not isinstance(value, list):
                self._ahead = value
                return
            yield value

    def more(self) -> bool:
        """True if anything is left."""
        return self._ahead is not None or next(self._lines, None) is not None

    @staticmethod
    def _split(pieces: Iterable[bytes]) -> Iterator[bytes]:
        held = b""
        for piece in pieces:
            *lines, held = (held + piece).split(b"\n")
            yield from lines
        if held:
            yield held


NOT_EMPTY: Final = Text(
    ja="復元先のデータベースが空ではありません。復元は空の場所にだけ行えます。何も書き込んでいません。",
    en="The database to restore into is not empty. A restore goes only into an empty place. Nothing was written.",
)
_SCHEMA: Final = Text(
    ja="バックアップは別の版のプログラムで作られています。同じ版で復元し、その後に更新してください。",
    en="The backup was made by another version of the program. Restore with that version, then upgrade.",
)
