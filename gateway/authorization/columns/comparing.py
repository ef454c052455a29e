"""What the database has and what its catalogue says, laid side by side: for who confirms, and for every day after.

Nothing follows from a difference by itself: what is not in the catalogue is masked already, and what is gone shows nothing.
Only a changed type may mean that a harmless mark no longer fits, and that is said first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from gateway.authorization.columns.catalogue import Catalogue
from gateway.authorization.columns.proposal import ColumnFacts
from gateway.vocabulary.column import Column, Kind


class Differs(StrEnum):
    """How one column differs; the most pressing first."""

    TYPE = "type"  # another type than when it was classified
    SHAPE = "shape"  # a table has become a view, or the other way round
    NEW = "new"  # in the database only: masked
    GONE = "gone"  # in the catalogue only


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One column. `kind` is what it is treated as now; `classified` and `found` are types (None: not there).

    `writable` is False for a column that no file of columns can hold: it is personal for good.
    """

    differs: Differs
    schema: str
    table: str
    column: str
    kind: Kind
    classified: str | None
    found: str | None
    writable: bool = True

    @property
    def wants_work(self) -> bool:
        """True where people have to classify, or to look at what they classified; what is gone shows nothing."""
        return self.writable and self.differs is not Differs.GONE


def differences(catalogue: Catalogue, found: Iterable[ColumnFacts]) -> tuple[Difference, ...]:
    """Every difference, the pressing ones first, then by place."""
    facts = {(each.schema, each.table, each.name): each for each in found}
    known = {
        (each.schema, each.table, each.name): each
        for relation in catalogue.relations.values()
        for each in relation.columns.values()
    }
    everything = [*_of_database(catalogue, facts.values()), *_gone(known, facts)]
    order = list(Differs)
    return tuple(sorted(everything, key=lambda each: (order.index(each.differs), each.schema, each.table, each.column)))


def _of_database(catalogue: Catalogue, facts: Iterable[ColumnFacts]) -> Iterator[Difference]:
    for each in facts:
        column = catalogue.column(each.schema, each.table, each.name)
        relation = catalogue.relation(each.schema, each.table)
        if column.type is None:
            yield replace(_difference(Differs.NEW, column, each.type), writable=each.fits)
        elif relation is not None and relation.is_view is not each.is_view:
            yield _difference(Differs.SHAPE, column, each.type)
        elif column.type != each.type:
            yield _difference(Differs.TYPE, column, each.type)


def _gone(
    known: dict[tuple[str, str, str], Column], facts: dict[tuple[str, str, str], ColumnFacts]
) -> Iterator[Difference]:
    return (_difference(Differs.GONE, column, None) for place, column in known.items() if place not in facts)


def _difference(differs: Differs, column: Column, found: str | None) -> Difference:
    return Difference(
        differs=differs,
        schema=column.schema,
        table=column.table,
        column=column.name,
        kind=column.kind,
        classified=column.type,
        found=found,
    )
