"""The catalogue of columns as values. Exact names, no folding and no likeness: what is not in it is personal.

A relation is a table, or a view that people have classified by hand, for a view may rename and compute what it shows. A
partition, a child table and a copy are relations of their own and not in the catalogue until somebody puts them there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gateway.vocabulary.column import Column, Kind


class Shape(StrEnum):
    """What a relation is."""

    TABLE = "table"
    VIEW = "view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Why something that looks personal may pass: in words, and the user names of two different people."""

    reason: str
    names: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One classified relation. `columns` by name.

    Whose data a row is: `client_key` is the harmless column with the code of the client company, `client` the one code where
    all rows are one client's. Who a row is about: `subject_key` is the column with the person's number, `subject` the sort of
    number, so that one person counts once over several tables. A relation without personal columns may have none of them.
    """

    schema: str
    name: str
    shape: Shape
    columns: Mapping[str, Column]
    client_key: str | None = None
    client: str | None = None
    subject_key: str | None = None
    subject: str | None = None
    claims: Mapping[str, Claim]  # by column; of the relation itself under ""

    @property
    def is_view(self) -> bool:
        """True for a view, classified by hand."""
        return self.shape is Shape.VIEW

    @property
    def is_personal(self) -> bool:
        """True if a column of it holds personal data."""
        return any(not each.is_harmless for each in self.columns.values())

    @property
    def place(self) -> str:
        """`schema.name`."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One database of one target. `relations` by (schema, name); a name without schema is looked for along `search_path`."""

    relations: Mapping[tuple[str, str], Relation]
    search_path: tuple[str, ...] = ("public",)

    def relation(self, schema: str, table: str) -> Relation | None:
        """The classified relation; None for one that nobody classified."""
        return self.relations.get((schema, table))

    def column(self, schema: str, table: str, column: str) -> Column:
        """The column; of kind PERSONAL and without a type where nobody classified it."""
        found = self.relations.get((schema, table))
        known = None if found is None else found.columns.get(column)
        if known is None:
            return Column(schema=schema, table=table, name=column, kind=Kind.PERSONAL, type=None)
        return known

    def columns(self, schema: str, table: str) -> tuple[Column, ...]:
        """The classified columns in the file's order; none for an unknown relation."""
        found = self.relations.get((schema, table))
        return () if found is None else tuple(found.columns.values())

    def client_key(self, schema: str, table: str) -> str | None:
        """The column that says whose data a row is; None where there is none or nobody knows."""
        found = self.relations.get((schema, table))
        return None if found is None else found.client_key

    def client(self, schema: str, table: str) -> str | None:
        """The code of the client all rows belong to; None where a column says it, or nobody knows."""
        found = self.relations.get((schema, table))
        return None if found is None else found.client

    def subject_key(self, schema: str, table: str) -> str | None:
        """The column that says who a row is about; None where there is none or nobody knows."""
        found = self.relations.get((schema, table))
        return None if found is None else found.subject_key

    def subject(self, schema: str, table: str) -> str:
        """The sort of number the subject key holds; of an unknown relation, its own place."""
        found = self.relations.get((schema, table))
        return f"{schema}.{table}" if found is None or found.subject is None else found.subject


UNKNOWN: Final = Catalogue(relations=MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCase:
    """A case that asks for one column, and came out so."""

    schema: str
    relation: str
    column: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFile:
    """One file of policies/columns: who classified the database, who confirmed it and when; `cases` came out as they say.

    `column_cases` are those of them that ask for one column.
    """

    id: str
    file: str
    targets: tuple[str, ...]
    database: str
    classified_by: str
    confirmed_by: str
    confirmed_on: date
    catalogue: Catalogue
    cases: int
    column_cases: tuple[ColumnCase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """All catalogues; `files` by id, which is the file's name."""

    files: Mapping[str, ColumnFile]

    def catalogue(self, target: str, database: str) -> Catalogue:
        """The catalogue of that database on that target; where nobody wrote one, every column is personal."""
        found = self.file(target, database)
        return UNKNOWN if found is None else found.catalogue

    def file(self, target: str, database: str) -> ColumnFile | None:
        """The file about that database on that target."""
        about = (each for each in self.files.values() if target in each.targets and each.database == database)
        return next(about, None)

    def of_target(self, target: str) -> tuple[ColumnFile, ...]:
        """Every file about the target."""
        return tuple(each for each in self.files.values() if target in each.targets)
