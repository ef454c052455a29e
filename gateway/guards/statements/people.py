"""Whose rows an answer gives, and the columns by which each row says so: appended behind all others, and never shown.

A key is appended only where it is the very row's: a column of a relation that stands in FROM itself, or one that a subquery or a
common table hands on bare. Where none is, the row counts for a client that nobody knows.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from gateway.guards.statements.edits import quoted
from gateway.guards.statements.scope import Answer, Relations, Rows, Scope, Source
from gateway.guards.statements.shapes import Catalogue, Hidden, Lineage, Output, Place, Role, Whose
from gateway.guards.statements.tree import Node, inner
from gateway.vocabulary.column import Column

_ROLES: Final = (Role.CLIENT, Role.SUBJECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A column to be appended: how it is spelled, and what its field will be."""

    spelled: tuple[str, ...]
    hidden: Hidden


def whose(
    answer: Answer, keys: Sequence[Key], catalogue: Catalogue, clients: AbstractSet[str] | None
) -> tuple[Whose, ...]:
    """The people an answer shows rows of. `clients` are all whose rows can be in it without saying so."""
    of_themselves = {each.hidden.whose for each in keys if each.hidden.role is Role.CLIENT}
    others = [clients if at not in of_themselves else None for at in range(len(answer.people))]
    return tuple(_whose(rows, answer.fields, catalogue, left) for rows, left in zip(answer.people, others, strict=True))


def _whose(rows: Rows, outputs: Sequence[Output], catalogue: Catalogue, left: AbstractSet[str] | None) -> Whose:
    """`left`: the clients to whom an unsaid reading was narrowed."""
    clients = {_client(place, catalogue, left) for place in rows.places}
    subjects = {catalogue.subject(*place) for place in rows.places}
    return Whose(
        places=rows.places,
        client=min(clients, key=str) if len(clients) == 1 else None,
        subject=min(subjects) if len(subjects) == 1 else "",
        shown=any(not each.is_harmless and rows.number in each.rows for each in outputs),
        optional=rows.optional,
    )


def _client(place: Place, catalogue: Catalogue, left: AbstractSet[str] | None) -> str | None:
    if catalogue.client_key(*place) is not None:
        return min(left) if left is not None and len(left) == 1 else None
    return catalogue.client(*place)


def said(people: Sequence[Rows], keys: Sequence[Key], catalogue: Catalogue) -> frozenset[int]:
    """The readings of which every row says in the answer whose client's it is, and says nothing of other rows.

    Not those of an outer join's other side: that there is no such row would be told by a row without one.
    """
    of_themselves = {each.hidden.whose for each in keys if each.hidden.role is Role.CLIENT}
    return frozenset(
        rows.number
        for at, rows in enumerate(people)
        if not (rows.across or rows.optional) and (at in of_themselves or _is_of_one(rows, catalogue))
    )


def _is_of_one(rows: Rows, catalogue: Catalogue) -> bool:
    return all(catalogue.client(*place) is not None for place in rows.places)


def keys(select: Node, people: Sequence[Rows], scope: Scope) -> tuple[Key, ...]:
    """What to append to this SELECT, whose sources stand in `scope`. DISTINCT would compare it, so it gets nothing."""
    if len(select.distinct_clause) == 1 and not inner(select.distinct_clause[0])[0]:
        return ()
    return tuple(key for at, rows in enumerate(people) for key in _keys(at, rows, scope))


def spelled(at: int, key: Key) -> str:
    """The key as an output, under a name nobody's ORDER BY can mean."""
    return f"{'.'.join(map(quoted, key.spelled))} AS {quoted(f'sekisho {at}')}"


def _keys(whose: int, rows: Rows, scope: Scope) -> Iterator[Key]:
    if len(rows.places) != 1:
        return
    (place,) = rows.places
    source = next((each for each in scope.sources if rows.number in {mine.number for mine in each.people}), None)
    for role in _ROLES if source is not None else ():
        column = _column(place, role, scope.relations)
        name = None if column is None or source is None else carried(source, rows.number, column)
        if source is not None and column is not None and name is not None:
            hidden = Hidden(whose=whose, place=place, role=role, column=column)
            yield Key(spelled=(*(source.spelled or (source.alias,)), name), hidden=hidden)


def subject(source: Source, rows: Rows, relations: Relations) -> str | None:
    """The name under which the source says whom each of these rows is about."""
    column = _column(min(rows.places), Role.SUBJECT, relations) if len(rows.places) == 1 else None
    return None if column is None else carried(source, rows.number, column)


def is_harmless_subject(place: Place, relations: Relations) -> bool:
    """True unless the column that says whom a row is about is personal itself."""
    column = _column(place, Role.SUBJECT, relations)
    return column is None or column.is_harmless


def _column(place: Place, role: Role, relations: Relations) -> Column | None:
    catalogue = relations.catalogue
    name = catalogue.client_key(*place) if role is Role.CLIENT else catalogue.subject_key(*place)
    return None if name is None else catalogue.column(*place, name)


def carried(source: Source, number: int, column: Column) -> str | None:
    """The one name under which the source gives that column of those rows; None where it is uncertain."""
    place = (column.schema, column.table)
    if source.base == place:
        return column.name
    stars = [each for each in source.fields if each.lineage is Lineage.STAR]
    names = [each.name for each in source.fields if each.lineage is not Lineage.STAR]
    if not source.alias or None in names:
        return None
    if not stars:
        bare = [each for each in source.fields if _is(each, number, column)]
        return next((each.name for each in bare if names.count(each.name) == 1), None)
    own = stars[0].rows == frozenset({number}) and stars[0].places == frozenset({place})
    return column.name if own and not stars[0].renamed and len(stars) == 1 and column.name not in names else None


def _is(output: Output, number: int, column: Column) -> bool:
    bare = output.lineage is Lineage.BARE and output.rows == frozenset({number})
    return bare and output.column == column
