"""What a classified relation must have so that masking and counting can rest on it. An incoherent one does not load.

A personal relation says who each row is about and whose client's data it is, or nobody could count by person and client
(R-06). The client's code goes into the journal in clear, so it is harmless; the person's number never does. What looks
personal and is marked harmless needs a reason and two names, and so does every view.
"""

from collections.abc import Iterable

from gateway.authorization.columns import types
from gateway.authorization.columns.catalogue import Relation
from gateway.authorization.columns.relation_table import RELATION_ITSELF
from gateway.authorization.columns.suspicion import suspicion
from gateway.authorization.strict_table import StrictTable
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.column import Column, Kind

_NEVER = ("information_schema", "pg_")


def check(table: StrictTable, relation: Relation) -> None:
    """Raises PolicyUnfit naming the key of what does not fit together."""
    if relation.schema.startswith(_NEVER):
        raise table.unfit(
            "schema", "is the database's own; its statistics hold customers' values, so nobody marks them"
        )
    if not relation.columns:
        raise table.unfit("column", "has no column")
    _check_keys(table, relation)
    if relation.is_personal:
        _check_personal(table, relation)
    _check_claims(table, relation)


def _check_keys(table: StrictTable, relation: Relation) -> None:
    for key, name in (("client_key", relation.client_key), ("subject_key", relation.subject_key)):
        if name is None:
            continue
        column = _known(table, key, name, relation.columns.values())
        if not types.is_plain(column.type or ""):
            raise table.unfit(key, f"{name} is of type {column.type}; a key is one plain value")
        if column.kind is Kind.FREE_TEXT or (key == "client_key" and not column.is_harmless):
            raise table.unfit(key, f"{name} is marked {column.kind}; it cannot be a key that people are counted by")
    if relation.client_key is not None and relation.client_key == relation.subject_key:
        raise table.unfit("subject_key", "is the client key; then all people of a client would count as one")
    if relation.client_key is not None and relation.client is not None:
        raise table.unfit("client", "stands beside client_key; say one of them")
    if relation.subject is not None and relation.subject_key is None:
        raise table.unfit("subject", "stands without subject_key")


def _check_personal(table: StrictTable, relation: Relation) -> None:
    if relation.subject_key is None:
        raise table.unfit(
            "subject_key", f"is missing: {relation.place} holds personal data, and nobody could count people"
        )
    if relation.client_key is None and relation.client is None:
        raise table.unfit(
            "client_key",
            "is missing: whose data are the rows? Name the column, or write client = CODE where all are one client's",
        )


def _check_claims(table: StrictTable, relation: Relation) -> None:
    for name in relation.claims:
        if name != RELATION_ITSELF:
            _known(table, "claim.column", name, relation.columns.values())
    for column in relation.columns.values():
        why = suspicion(column)
        if why is not None and column.name not in relation.claims:
            what = f"is marked {column.kind}, but {why}; a reason and two names are needed ([[{relation.shape}.claim]])"
            raise table.unfit(f"column.{column.name}.kind", what)
        if why is None and column.name in relation.claims:
            raise table.unfit(f"claim.{column.name}", "gives a reason where none is needed")


def _known(table: StrictTable, key: str, name: str, columns: Iterable[Column]) -> Column:
    valid = {each.name: each for each in columns}
    if name not in valid:
        raise PolicyUnfit(table.file, f"{table.place}.{key}.{name}", "unknown column", valid=valid)
    return valid[name]
