"""ORDER BY, GROUP BY and DISTINCT: they look at outputs too, by name and by number (parse_clause.c: findTargetlistEntrySQL92)."""

from collections.abc import Iterable, Sequence
from typing import Final

from gateway.guards.statements.expressions import Expressions
from gateway.guards.statements.scope import Scope, Source
from gateway.guards.statements.shapes import Lineage, Output, Refusal, Why
from gateway.guards.statements.tree import Node, inner, only
from gateway.guards.statements.wording import refused

_ORDERED: Final = ("node", "sortby_dir", "sortby_nulls")


class Ordering:
    """The clauses of one level that compare rows. Nothing personal may be compared."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions

    def grouped(self, nodes: Iterable[Node], outputs: Sequence[Output], scope: Scope) -> None:
        """GROUP BY prefers a column of FROM over an output of that name: such a name must mean no output."""
        for node in nodes:
            kind, message = inner(node)
            if self._is_ordinal(kind, message):
                self._by_number(message, outputs)
                continue
            if kind == "column_ref" and len(message.fields) == 1:
                self._not_renamed(message.fields[0].string.sval, outputs)
            self._expressions.check(node, scope)

    def _not_renamed(self, name: str, outputs: Sequence[Output]) -> None:
        if any(each.name == name and (each.column is None or each.column.name != name) for each in outputs):
            raise Refusal(refused(Why.NAME, f"GROUP BY {name}"))

    def sorted_by(self, nodes: Iterable[Node], outputs: Sequence[Output], scope: Scope | None) -> None:
        """ORDER BY prefers an output of that name (SQL-92); of a set operation it can name nothing else."""
        for each in nodes:
            only(each.sort_by, *_ORDERED)
            self._by_output(each.sort_by.node, outputs, scope)

    def _by_output(self, node: Node, outputs: Sequence[Output], scope: Scope | None) -> None:
        kind, message = inner(node)
        if self._is_ordinal(kind, message):
            self._by_number(message, outputs)
        elif kind == "column_ref" and len(message.fields) == 1 and self._names_output(message, outputs, scope):
            return
        elif scope is None:
            raise Refusal(refused(Why.NAME, "ORDER BY"))
        else:
            self._expressions.check(node, scope)

    def _names_output(self, message: Node, outputs: Sequence[Output], scope: Scope | None) -> bool:
        name = message.fields[0].string.sval
        meant = [each for each in outputs if each.name == name]
        if any(not each.is_harmless for each in meant):
            raise Refusal(refused(Why.PERSONAL, name))
        if not meant and scope is not None:
            self._not_of_a_star(name, outputs, scope)
        return bool(meant)

    def _not_of_a_star(self, name: str, outputs: Sequence[Output], scope: Scope) -> None:
        """A star may put out a column of that name that nobody classified; beside a known one the server would not choose."""
        stars = (Source(alias="", fields=(each,)) for each in outputs if each.lineage is Lineage.STAR)
        held = [each for star in stars if (each := scope.of(star, name)) is not None]
        if held and not any(each.is_harmless for each in held):
            raise Refusal(refused(Why.UNCLASSIFIED, name))

    def _is_ordinal(self, kind: str, message: Node) -> bool:
        return kind == "a_const" and message.HasField("ival")

    def _by_number(self, message: Node, outputs: Sequence[Output]) -> None:
        number = message.ival.ival
        if not 1 <= number <= len(outputs) or any(each.lineage is Lineage.STAR for each in outputs[:number]):
            raise Refusal(refused(Why.NAME, str(number)))
        if not outputs[number - 1].is_harmless:
            raise Refusal(refused(Why.PERSONAL, outputs[number - 1].name or str(number)))

    def distinct(self, nodes: Sequence[Node], outputs: Sequence[Output], scope: Scope) -> None:
        """DISTINCT compares every output; DISTINCT ON what it lists. The parser gives an empty node for the first."""
        if len(nodes) == 1 and not inner(nodes[0])[0]:
            all_harmless(outputs, "DISTINCT")
            return
        for node in nodes:
            self._by_output(node, outputs, scope)


def all_harmless(outputs: Iterable[Output], about: str) -> None:
    """Raises Refusal if an output is personal or a star; `about` is the clause that compares them."""
    personal = next((each for each in outputs if not each.is_harmless), None)
    if personal is not None:
        raise Refusal(refused(Why.PERSONAL, f"{about}: {personal.name or '*'}"))
