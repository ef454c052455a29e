"""Does a harmless mark contradict what the column's own name and type say? Then it needs a reason and two names."""

from gateway.authorization.columns import types
from gateway.authorization.columns.names import kind_of_name
from gateway.vocabulary.column import Column, Kind


def suspicion(column: Column) -> str | None:
    """Why the mark needs a reason; None for one that stands by itself. A personal mark is never suspicious, but for cards."""
    said = kind_of_name(column.name)
    if column.kind is not Kind.HARMLESS:
        return _weaker(column.kind, said)
    type_name = column.type or ""
    if said not in (None, Kind.HARMLESS):
        return f"its name speaks of {said}"
    if not types.is_plain(type_name):
        return f"its type {type_name} can hold more than one plain value"
    if said is None and not types.is_single_bit(type_name):
        return "its name does not say that it is harmless"
    return None


def _weaker(marked: Kind, said: Kind | None) -> str | None:
    """Cards are never shown at all, every other kind may be revealed to somebody: only that step is down."""
    return f"its name speaks of {said}" if said is Kind.CARD and marked is not Kind.CARD else None
