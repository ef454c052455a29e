"""The catalogue of columns as far as one snapshot of the target bears it out: what is there and classified; all else is personal.

People classify a database; the database changes. A column that is gone would leave its name to another one further out, and one
that has come since belongs to nobody's list: by what the target really has, neither is taken for something harmless. A snapshot
only ever takes away: what nobody classified is personal, whether it stands in the snapshot or not.
"""

from collections.abc import Sequence
from dataclasses import replace

from gateway.guards.statements.shapes import Catalogue, Place
from gateway.guards.statements.snapshot import Snapshot
from gateway.vocabulary.column import Column, Kind


class Standing:
    """Fills `shapes.Catalogue` for one session, until its snapshot is taken anew. Used by one thread."""

    def __init__(self, catalogue: Catalogue, snapshot: Snapshot) -> None:
        self._catalogue, self._snapshot = catalogue, snapshot
        self._read: dict[Place, dict[str, Column]] = {}

    def column(self, schema: str, table: str, column: str) -> Column:
        """The column; PERSONAL where nobody classified it, or the target has none of that name."""
        return self._columns(schema, table).get(column) or _personal(schema, table, column)

    def columns(self, schema: str, table: str) -> Sequence[Column]:
        """Those that were classified and those that are there; none for a relation that is unknown both ways."""
        return tuple(self._columns(schema, table).values())

    def subject_key(self, schema: str, table: str) -> str | None:
        """As classified."""
        return self._catalogue.subject_key(schema, table)

    def subject(self, schema: str, table: str) -> str:
        """As classified."""
        return self._catalogue.subject(schema, table)

    def client_key(self, schema: str, table: str) -> str | None:
        """As classified."""
        return self._catalogue.client_key(schema, table)

    def client(self, schema: str, table: str) -> str | None:
        """As classified."""
        return self._catalogue.client(schema, table)

    def _columns(self, schema: str, table: str) -> dict[str, Column]:
        known = self._read.get((schema, table))
        if known is None:
            there = self._snapshot.columns(schema, table)
            classified = {each.name: each for each in self._catalogue.columns(schema, table)}
            borne_out = {
                name: each if name in there else replace(each, kind=Kind.PERSONAL, type=None)
                for name, each in classified.items()
            }
            known = borne_out | {
                name: _personal(schema, table, name) for name in sorted(there) if name not in classified
            }
            if borne_out or there:
                self._read[schema, table] = known  # of what is nowhere, a person could name any number
        return known


def _personal(schema: str, table: str, name: str) -> Column:
    return Column(schema=schema, table=table, name=name, kind=Kind.PERSONAL, type=None)
