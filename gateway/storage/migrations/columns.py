"""Kinds of column as the first steps made them; a step that needs another kind brings its own."""

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, LargeBinary, Text
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
BYTES = LargeBinary()
WHOLE = BigInteger().with_variant(Integer(), "sqlite")
TRUTH = Boolean().with_variant(Integer(), "sqlite")


def key(name: str, kind: TypeEngine[Any] = TEXT, refers: str | None = None) -> Column[Any]:
    """A column of the primary key, given by us and never counted up by the database."""
    return Column(name, kind, *_reference(refers), primary_key=True, autoincrement=False)


def must(name: str, kind: TypeEngine[Any] = TEXT, refers: str | None = None) -> Column[Any]:
    """A column that is never empty; `refers` is `table.column` of another table."""
    return Column(name, kind, *_reference(refers), nullable=False)


def may(name: str, kind: TypeEngine[Any] = TEXT) -> Column[Any]:
    """A column that may be empty."""
    return Column(name, kind)


def create(table: str, *items: SchemaItem) -> None:
    """One table, STRICT on SQLite."""
    op.create_table(table, *items, sqlite_strict=True)


def _reference(refers: str | None) -> tuple[ForeignKey, ...]:
    return () if refers is None else (ForeignKey(refers),)
