"""FROM: relations, common tables, subqueries, joins, and what each gives. Anything else that can stand there is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from gateway.guards.statements import allowed
from gateway.guards.statements.edits import Edits
from gateway.guards.statements.expressions import Expressions
from gateway.guards.statements.scope import Rows, Scope, Source, computed, is_system, star_of
from gateway.guards.statements.shapes import Lineage, Output, Refusal, Why
from gateway.guards.statements.tree import Node, inner, only, word, words
from gateway.guards.statements.wording import refused

Derived = Callable[[Node, Scope | None, Scope], Source]
_MAY_LACK: Final[Mapping[str, tuple[bool, bool]]] = {  # if a row of the join may hold none of the left, of the right
    "JOIN_INNER": (False, False),
    "JOIN_LEFT": (False, True),
    "JOIN_RIGHT": (True, False),
    "JOIN_FULL": (True, True),
}


class Sources:
    """Reads the items of FROM. `derived(select, parent, scope)` reads a subquery whose names look outward to `parent`."""

    def __init__(self, edits: Edits, expressions: Expressions, derived: Derived, *, system: bool) -> None:
        self._edits, self._expressions, self._derived, self._system = edits, expressions, derived, system

    def add(self, item: Node, scope: Scope) -> None:
        """One item of FROM, seen by all that follow."""
        scope.sources += self._read(item, scope)

    def _read(self, item: Node, scope: Scope) -> list[Source]:
        kind, message = inner(item)
        if kind == "range_var":
            return [self._relation(item, message, scope)]
        if kind == "range_subselect":
            return [self._subquery(message, scope)]
        if kind == "join_expr":
            return self._join(message, scope)
        if kind == "range_function":
            return [self._function(message, scope)]
        raise Refusal(refused(Why.CLAUSE, kind.replace("_", " ").upper()))

    def _relation(self, item: Node, message: Node, scope: Scope) -> Source:
        only(message, "schemaname", "relname", "inh", "relpersistence", "alias")
        schema, name = message.schemaname, message.relname
        alias, columns = named(message, name)
        common = scope.common.get(name) if not schema else None
        if common is not None:
            return renamed(replace(common.again(self._edits.readings.again), alias=alias), columns)
        place = scope.relations.place(schema, name)
        if not is_system(place[0]):
            self._edits.places.add(place)
            if self._system:
                raise Refusal(refused(Why.RELATION, ".".join(place)))
        if columns:  # a list that is shorter than the table, or longer, gives a name to a column nobody meant
            raise Refusal(refused(Why.NAME, f"{alias}({columns[0]}, ...)"))
        if not schema:
            self._edits.relation(message, place)
        people: tuple[Rows, ...] = ()
        if scope.relations.is_personal(place):
            people = (Rows(number=self._edits.readings.of(item, place), places=frozenset({place})),)
        star = star_of([place], (each.number for each in people))
        spelled = () if message.HasField("alias") else place
        return Source(alias=alias, fields=(star,), base=place, spelled=spelled, people=people)

    def _subquery(self, message: Node, scope: Scope) -> Source:
        only(message, "lateral", "subquery", "alias")
        kind, select = inner(message.subquery)
        if kind != "select_stmt":
            raise Refusal(refused(Why.STATEMENT, kind))
        alias, columns = named(message, "")
        source = self._derived(select, scope if message.lateral else scope.parent, scope)
        return renamed(replace(source, alias=alias), columns)

    def _join(self, message: Node, scope: Scope) -> list[Source]:
        only(message, "jointype", "larg", "rarg", "using_clause", "quals")
        if word(message, "jointype") not in _MAY_LACK:
            raise Refusal(refused(Why.CLAUSE, word(message, "jointype")))
        left = self._read(message.larg, scope)
        visible = scope.among((*scope.sources, *left), scope.merged)
        right = self._read(message.rarg, visible)
        for name in words(message.using_clause):
            for side in (left, right):
                found = scope.among(side, scope.merged).find(name)
                if not found.is_harmless:
                    raise Refusal(refused(Why.PERSONAL, f"USING ({name})"))
            scope.merged.add(name)
        if message.HasField("quals"):
            self._expressions.check(message.quals, scope.among((*left, *right), scope.merged))
        left_may, right_may = _MAY_LACK[word(message, "jointype")]
        return [*(_optional(left) if left_may else left), *(_optional(right) if right_may else right)]

    def _function(self, message: Node, scope: Scope) -> Source:
        """One function of the list, with its columns; its arguments may name what stands before it."""
        only(message, "lateral", "ordinality", "is_rowsfrom", "functions", "alias", "coldeflist")
        calls = [each.list.items[0] for each in message.functions]
        if len(calls) != 1 or message.coldeflist or inner(calls[0])[0] != "func_call":
            raise Refusal(refused(Why.FUNCTION, "FROM"))
        name = words(calls[0].func_call.funcname)[-1]
        if name not in allowed.FROM or not self._system:
            raise Refusal(refused(Why.FUNCTION, name))
        self._expressions.check(calls[0], scope)
        alias, columns = named(message, name)
        own = (alias,) if name in allowed.UNNAMED else allowed.FROM[name]
        fields = tuple(computed(each) for each in (*own, *(("ordinality",) if message.ordinality else ())))
        return renamed(Source(alias=alias, fields=fields), columns)


def _optional(sources: Sequence[Source]) -> Sequence[Source]:
    return [replace(each, people=tuple(replace(rows, optional=True) for rows in each.people)) for each in sources]


def named(message: Node, otherwise: str) -> tuple[str, tuple[str, ...]]:
    """An item's alias, or its own name, and the list of columns behind it."""
    if not message.HasField("alias"):
        return otherwise, ()
    only(message.alias, "aliasname", "colnames")
    return message.alias.aliasname, words(message.alias.colnames)


def renamed(source: Source, names: Sequence[str]) -> Source:
    """The source with its first columns called otherwise. Raises Refusal where nobody can count them."""
    if not names:
        return source
    if any(each.lineage is Lineage.STAR for each in source.fields) or len(names) > len(source.fields):
        raise Refusal(refused(Why.NAME, f"{source.alias}({names[0]}, ...)"))
    fields: tuple[Output, ...] = tuple(
        replace(field, name=name) for field, name in zip(source.fields, names, strict=False)
    )
    return replace(source, fields=fields + source.fields[len(names) :])
