"""Whose data a statement may read at all (R-25): only of clients the order names.

Rows that an answer gives one by one say themselves whose they are, and whoever counts them stops a foreign one. Everything
else, an aggregate, a condition, a UNION, reads a relation from which the other clients' rows have been taken.
"""

from collections.abc import Set as AbstractSet

from gateway.guards.statements.edits import Edits, quoted
from gateway.guards.statements.readings import Reading
from gateway.guards.statements.shapes import Catalogue, Refusal, Why
from gateway.guards.statements.wording import refused


def narrow(edits: Edits, said: AbstractSet[int], catalogue: Catalogue, clients: AbstractSet[str]) -> None:
    """Takes the rows of other clients from every relation but those whose every reading `said` itself whose it is.

    Raises Refusal for a relation that is another client's whole.
    """
    for reading in edits.readings.written:
        if not frozenset(edits.readings.uses(reading.number)) <= said:
            _narrow(edits, reading, catalogue, clients)


def _narrow(edits: Edits, reading: Reading, catalogue: Catalogue, clients: AbstractSet[str]) -> None:
    key, client = catalogue.client_key(*reading.place), catalogue.client(*reading.place)
    if key is not None:
        edits.narrow(reading.item, f"{quoted(key)}::pg_catalog.text OPERATOR(pg_catalog.=) ANY ({_array(clients)})")
    elif client is not None and client not in clients:
        raise Refusal(refused(Why.CLIENT, ".".join(reading.place)))


def _array(clients: AbstractSet[str]) -> str:
    codes = ", ".join("'" + each.replace("'", "''") + "'" for each in sorted(clients))
    return f"ARRAY[{codes}]::pg_catalog.text[]"
