"""How many people stand behind an aggregate, and the condition that leaves out groups of too few.

People are counted by the column that says whom a row is about, so that a join that multiplies rows multiplies no people. Where no
such column is at hand only one table by itself can be counted, by its rows. Aggregates over a whole table need no minimum.
"""

from collections.abc import Iterator, Sequence

from gateway.guards.statements.edits import quoted
from gateway.guards.statements.people import subject
from gateway.guards.statements.scope import Scope, Source
from gateway.guards.statements.shapes import Refusal, Why
from gateway.guards.statements.tree import Node
from gateway.guards.statements.wording import refused


def demanded(select: Node, scope: Scope, group_size_min: int) -> Sequence[str]:
    """The conditions this aggregating SELECT must fulfil. Raises Refusal where nobody can tell how many people there are."""
    alone = len(scope.sources) == 1 and scope.sources[0].base is not None
    narrowed = select.HasField("where_clause") or select.HasField("having_clause") or bool(select.group_clause)
    if alone and not narrowed:
        return ()
    counts = [each for source in scope.sources for each in _counts(source, scope, alone=alone)]
    return [f"{each} >= {group_size_min}" for each in counts]


def _counts(source: Source, scope: Scope, *, alone: bool) -> Iterator[str]:
    for rows in source.people:
        key = subject(source, rows, scope.relations)
        if key is not None:
            yield f"pg_catalog.count(DISTINCT {quoted(source.alias)}.{quoted(key)})"
        elif alone:
            yield "pg_catalog.count(*)"
        else:
            raise Refusal(refused(Why.GROUP, ".".join(min(rows.places))))
