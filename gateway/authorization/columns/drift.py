"""What a database has that nobody classified, as a session meets it: relations with a column that is not in the catalogue.

Nothing opens by it, for such columns are masked; but somebody should look, and a table that is new may hold new people. Told
are names of relations, a few and bounded, and how many there are; never a name of a column, never a value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gateway.authorization.columns.catalogue import Catalogue
from gateway.authorization.columns.proposal import is_own

RELATIONS_MAX: Final = 32
LETTERS_MAX: Final = 127  # two names of 63 letters and a dot
Row = tuple[int, int, str, str, str]  # OID, attribute number, schema, relation, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """`relations` are the first by name as `schema.relation`, in printable letters; the counts are of all of them."""

    relations: tuple[str, ...]
    relation_count: int
    column_count: int


def drift(rows: Iterable[Row], catalogue: Catalogue) -> Drift | None:
    """What the catalogue lacks of these columns; None where it lacks none. Rows are a snapshot's (guards/statements)."""
    columns = [(schema, table) for _, _, schema, table, column in rows if _is_new(catalogue, schema, table, column)]
    if not columns:
        return None
    relations = sorted(set(columns))
    return Drift(
        relations=tuple(_shown(f"{schema}.{table}") for schema, table in relations[:RELATIONS_MAX]),
        relation_count=len(relations),
        column_count=len(columns),
    )


def _is_new(catalogue: Catalogue, schema: str, table: str, column: str) -> bool:
    return not is_own(schema) and catalogue.column(schema, table, column).type is None


def _shown(place: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in place)[:LETTERS_MAX]
