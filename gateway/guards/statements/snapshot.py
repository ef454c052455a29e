"""Origins from one reading of the target's catalogue: names by number, kinds by the catalogue of columns."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property

from gateway.guards.statements.shapes import Catalogue, Place
from gateway.guards.statements.system_relations import SYSTEM_RELATIONS
from gateway.vocabulary.column import Column

Row = tuple[int, int, str, str, str]  # OID, attribute number, schema, relation, column


class Snapshot:
    """`rows` as `masking.SNAPSHOT_QUERY` gives them."""

    def __init__(self, rows: Iterable[Row], catalogue: Catalogue) -> None:
        self._names = {(oid, attribute): (schema, table, column) for oid, attribute, schema, table, column in rows}
        self._catalogue = catalogue

    def column(self, relation_oid: int, attribute: int) -> Column | None:
        """The column with that origin; None for one that did not exist when the snapshot was taken, and for a whole row."""
        name = self._names.get((relation_oid, attribute))
        if name is None:
            return None
        schema, table, column = name
        system = SYSTEM_RELATIONS.get((schema, table))
        return self._catalogue.column(schema, table, column) if system is None else system.get(column)

    def columns(self, schema: str, table: str) -> AbstractSet[str]:
        """The names of the columns that relation had; none for one that was not there."""
        return self._by_place.get((schema, table), frozenset())

    @cached_property
    def _by_place(self) -> dict[Place, set[str]]:
        found: defaultdict[Place, set[str]] = defaultdict(set)
        for schema, table, column in self._names.values():
            found[schema, table].add(column)
        return dict(found)
