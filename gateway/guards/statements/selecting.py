"""SELECT, level by level: what it puts out, and that a personal column stands nowhere but bare in an output.

Bare outputs of a subquery of FROM or of a common table go on as what they are; outputs of a subquery inside an expression must
be harmless.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from typing import Final

from gateway.guards.statements.edits import Edits
from gateway.guards.statements.expressions import PATHS, Expressions
from gateway.guards.statements.grouping import demanded
from gateway.guards.statements.ordering import Ordering, all_harmless
from gateway.guards.statements.scope import Answer, Relations, Rows, Scope, Source, computed, star_of
from gateway.guards.statements.shapes import Limits, Lineage, Output, Refusal, Why
from gateway.guards.statements.sources import Sources, renamed
from gateway.guards.statements.tree import Node, inner, only, word, words
from gateway.guards.statements.wording import refused
from gateway.vocabulary.column import Kind

_CLAUSES: Final = (
    *(
        "distinct_clause",
        "target_list",
        "from_clause",
        "where_clause",
        "group_clause",
        "having_clause",
        "window_clause",
    ),
    *(
        "values_lists",
        "sort_clause",
        "limit_offset",
        "limit_count",
        "limit_option",
        "with_clause",
        "op",
        "all",
        "larg",
        "rarg",
    ),
)
OUTPUTS_MAX: Final = 1664
"""PostgreSQL's own (MaxTupleAttributeNumber); a star is one here. Stars of stars would double without end."""
_NOBODY: Final[tuple[Rows, ...]] = ()
_NAMED: Final = frozenset({"column_ref", "func_call", "coalesce_expr", "a_array_expr"})
_UNNAMED: Final = frozenset({"a_const", "param_ref"})
"""Expressions whose name goes before the type to which they are cast, and those that have none."""


class Selecting:
    """Reads the SELECTs of one statement."""

    def __init__(self, relations: Relations, edits: Edits, limits: Limits, *, system: bool) -> None:
        self._relations, self.edits, self.limits, self.system = relations, edits, limits, system
        self._expressions = Expressions(edits, self._subquery, system=system)
        self._ordering = Ordering(self._expressions)
        self._sources = Sources(edits, self._expressions, self._derived, system=system)

    def read(self, select: Node) -> Answer:
        """What a whole query gives. Raises Refusal."""
        scope = Scope(relations=self._relations)
        source = self._select(select, scope)
        return Answer(fields=source.fields, people=source.people, scope=scope)

    def _subquery(self, select: Node, scope: Scope) -> tuple[Output, ...]:
        """A subquery inside an expression, which sees every level."""
        return self._select(select, self._level(scope, scope)).fields

    def _derived(self, select: Node, parent: Scope | None, scope: Scope) -> Source:
        return self._nested(select, self._level(parent, scope))

    def _nested(self, select: Node, scope: Scope) -> Source:
        """A SELECT inside another: the rows to which its LIMIT comes tell of those before them, which nobody may be shown."""
        source = self._select(select, scope)
        if not select.HasField("limit_count"):
            return source
        return replace(source, people=tuple(replace(each, across=True) for each in source.people))

    def _level(self, parent: Scope | None, around: Scope) -> Scope:
        return Scope(relations=self._relations, parent=parent, common=around.common)

    def _select(self, select: Node, scope: Scope) -> Source:
        """One SELECT in a level of its own; the source it is to others."""
        only(select, *_CLAUSES)
        if word(select, "limit_option") == "LIMIT_OPTION_WITH_TIES":
            raise Refusal(refused(Why.CLAUSE, "WITH TIES"))
        if select.HasField("with_clause"):
            scope.common = self._common(select.with_clause, scope)
        self._limits(select)
        if word(select, "op") != "SETOP_NONE":
            return self._set(select, scope)
        if select.values_lists:
            return self._values(select, scope)
        return self._plain(select, scope)

    def _common(self, clause: Node, scope: Scope) -> dict[str, Source]:
        only(clause, "ctes")  # not RECURSIVE, whose columns are known only after they were read
        common = dict(scope.common)
        for each in clause.ctes:
            table = each.common_table_expr
            only(table, "ctename", "aliascolnames", "ctematerialized", "ctequery")
            kind, query = inner(table.ctequery)
            if kind != "select_stmt":
                raise Refusal(refused(Why.STATEMENT, kind.removesuffix("_stmt").upper()))
            level = Scope(relations=self._relations, parent=scope.parent, common=common)
            found = replace(self._nested(query, level), alias=table.ctename)
            common = {**common, table.ctename: renamed(found, words(table.aliascolnames))}
        return common

    def _plain(self, select: Node, scope: Scope) -> Source:
        for item in select.from_clause:
            self._sources.add(item, scope)
        listed = (each for target in select.target_list for each in self._target(target.res_target, scope))
        outputs = tuple(islice(listed, OUTPUTS_MAX + 1))
        if len(outputs) > OUTPUTS_MAX:
            raise Refusal(refused(Why.DEEP, ""))
        for name in ("where_clause", "having_clause"):
            if select.HasField(name):
                self._expressions.check(getattr(select, name), scope)
        for each in select.window_clause:
            self._expressions.window(each.window_def, scope)
        self._ordering.grouped(select.group_clause, outputs, scope)
        self._ordering.sorted_by(select.sort_clause, outputs, scope)
        self._ordering.distinct(select.distinct_clause, outputs, scope)
        return Source(alias="", fields=outputs, people=self._people(select, scope))

    def _people(self, select: Node, scope: Scope) -> tuple[Rows, ...]:
        """The personal relations whose rows go on one by one; an aggregate gets its minimum of people here."""
        if not scope.aggregates and not select.group_clause:
            rows = (rows for source in scope.sources for rows in source.people)
            skips = select.HasField("limit_offset") or bool(select.distinct_clause)
            return tuple(replace(each, across=each.across or scope.windows or skips) for each in rows)
        for condition in demanded(select, scope, self.limits.group_size_min):
            self.edits.demand(select, condition)
        return _NOBODY

    def _target(self, target: Node, scope: Scope) -> tuple[Output, ...]:
        only(target, "name", "val")
        kind, value = inner(target.val)
        if kind != "column_ref":
            self._expressions.check(target.val, scope)
            name = target.name or _figured(kind, value)
            if name in PATHS and not target.name and kind != "type_cast":
                self.edits.path_as(value, name)
            return (computed(name),)
        *qualifier, last = value.fields
        if inner(last)[0] == "a_star":
            return self._star(words(qualifier), scope)
        found = self._expressions.output(value, scope)
        return (replace(found, name=target.name or last.string.sval),)

    def _star(self, qualifier: Sequence[str], scope: Scope) -> tuple[Output, ...]:
        """All columns of all sources, or of one. Where USING joins columns their order is the server's to know."""
        if qualifier:
            return scope.source(qualifier)[0].fields
        fields = tuple(field for source in scope.sources for field in source.fields)
        if not scope.merged:
            return fields
        owners = {(each.column.schema, each.column.table) for each in fields if each.column is not None}
        places = {place for each in fields for place in each.places}
        star = star_of(owners | places, (number for each in fields for number in each.rows))
        return (replace(star, renamed=any(not _keeps_names(each) for each in fields)),)

    def _limits(self, select: Node) -> None:
        """LIMIT and OFFSET: constants and parameters, or the row count would answer a question."""
        for name in ("limit_count", "limit_offset"):
            if select.HasField(name) and inner(getattr(select, name))[0] not in ("a_const", "param_ref"):
                raise Refusal(refused(Why.CLAUSE, name.replace("_", " ").upper()))

    def _set(self, select: Node, scope: Scope) -> Source:
        left, right = (self._select(each, self._level(scope.parent, scope)) for each in (select.larg, select.rarg))
        if word(select, "op") != "SETOP_UNION" or not select.all:
            all_harmless((*left.fields, *right.fields), word(select, "op").removeprefix("SETOP_"))
        people = self._either(left.people, right.people)
        outputs = _united(left.fields, right.fields, frozenset(each.number for each in people))
        self._ordering.sorted_by(select.sort_clause, outputs, None)
        return Source(alias="", fields=outputs, people=people)

    def _either(self, left: Sequence[Rows], right: Sequence[Rows]) -> tuple[Rows, ...]:
        """Each row is of the one side or of the other, and nobody can say of which."""
        sides = zip_longest(left, right)
        places = (frozenset(place for each in pair if each is not None for place in each.places) for pair in sides)
        return tuple(Rows(number=self.edits.readings.number(), places=each) for each in places)

    def _values(self, select: Node, scope: Scope) -> Source:
        rows = [each.list.items for each in select.values_lists]
        for row in rows:
            self._expressions.check_all(row, scope)
        outputs = tuple(computed(f"column{at}") for at in range(1, len(rows[0]) + 1))
        self._ordering.sorted_by(select.sort_clause, outputs, None)
        return Source(alias="", fields=outputs)


def _united(left: Sequence[Output], right: Sequence[Output], rows: frozenset[int]) -> tuple[Output, ...]:
    """UNION ALL: harmless where both sides are; with a star nobody can say which meets which."""
    if any(each.lineage is Lineage.STAR for each in (*left, *right)) or len(left) != len(right):
        return (star_of((), rows),)
    return tuple(_one_of(one, other, rows) for one, other in zip(left, right, strict=True))


def _one_of(one: Output, other: Output, rows: frozenset[int]) -> Output:
    if one.is_harmless and other.is_harmless:
        return computed(one.name)
    kind = one.kind if one.kind is other.kind else Kind.PERSONAL
    return Output(name=one.name, lineage=Lineage.MIXED, kind=kind, rows=rows)


def _keeps_names(output: Output) -> bool:
    """True for a star of whole relations: none of its columns is called otherwise, and none is missing."""
    return output.lineage is Lineage.STAR and bool(output.places) and not output.renamed


def _figured(kind: str, value: Node) -> str | None:
    """The name the server gives an unnamed expression (parse_target.c: FigureColname), where others may use it.

    None where that is not plain: a name that the server does not know here would mean another column to it, further out.
    """
    if kind == "func_call":
        return words(value.funcname)[-1]
    if kind == "type_cast":
        argument, inside = inner(value.arg)
        while argument == "type_cast":
            argument, inside = inner(inside.arg)
        named = _figured(argument, inside) if argument in _NAMED else None
        return named or (words(value.type_name.names)[-1] if argument in _UNNAMED else None)
    if kind == "column_ref":
        last = value.fields[-1]
        return str(last.string.sval) if inner(last)[0] == "string" else None
    if kind == "sqlvalue_function" and word(value, "op") == "SVFOP_CURRENT_SCHEMA":
        return "current_schema"
    if kind == "case_expr":
        return "case" if inner(value.defresult)[0] in ("", *_UNNAMED) else None
    return {"coalesce_expr": "coalesce", "a_array_expr": "array"}.get(kind)
