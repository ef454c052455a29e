"""Expressions: everything but a bare output column. Nothing personal may stand anywhere in one.

A node nobody wrote a reader for is refused, and so is a field of a node its reader does not name. So are the ways by which a
name becomes a call: `(x).f` and, since an unknown column is personal, `alias.f`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from gateway.guards.statements import allowed
from gateway.guards.statements.edits import Edits
from gateway.guards.statements.scope import Scope, is_unknown
from gateway.guards.statements.shapes import Output, Refusal, Why
from gateway.guards.statements.tree import Node, inner, messages, only, word, words
from gateway.guards.statements.wording import refused

Read = Callable[[Node, Scope], tuple[Output, ...]]

_VALUES: Final = allowed.listed("""
    SVFOP_CURRENT_DATE SVFOP_CURRENT_TIME SVFOP_CURRENT_TIME_N SVFOP_CURRENT_TIMESTAMP SVFOP_CURRENT_TIMESTAMP_N
    SVFOP_LOCALTIME SVFOP_LOCALTIME_N SVFOP_LOCALTIMESTAMP SVFOP_LOCALTIMESTAMP_N SVFOP_CURRENT_ROLE
    SVFOP_CURRENT_USER SVFOP_USER SVFOP_SESSION_USER SVFOP_CURRENT_CATALOG SVFOP_CURRENT_SCHEMA
""")
_SUBLINKS: Final = frozenset({"EXISTS_SUBLINK", "ALL_SUBLINK", "ANY_SUBLINK", "EXPR_SUBLINK", "ARRAY_SUBLINK"})
_PLAIN: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {  # fields that may be set, fields to look into
    "bool_expr": (("boolop", "args"), ("args",)),
    "case_expr": (("arg", "args", "defresult"), ("arg", "args", "defresult")),
    "case_when": (("expr", "result"), ("expr", "result")),
    "coalesce_expr": (("args",), ("args",)),
    "min_max_expr": (("op", "args"), ("args",)),
    "null_test": (("arg", "nulltesttype"), ("arg",)),
    "boolean_test": (("arg", "booltesttype"), ("arg",)),
    "a_array_expr": (("elements",), ("elements",)),
    "row_expr": (("args", "row_format"), ("args",)),
    "list": (("items",), ("items",)),
    "param_ref": (("number",), ()),
    "a_const": (("ival", "fval", "boolval", "sval", "bsval", "isnull"), ()),
}
PATHS: Final = frozenset({"current_schema", "current_schemas"})
_ORDERED: Final = ("node", "sortby_dir", "sortby_nulls")
_CALL: Final = (
    *("funcname", "args", "agg_order", "agg_filter", "over", "agg_within_group", "agg_star", "agg_distinct"),
    *("func_variadic", "funcformat"),
)
_WINDOW: Final = ("name", "refname", "partition_clause", "order_clause", "frame_options", "start_offset", "end_offset")


class Expressions:
    """Looks through expressions of one statement. `read` reads a subquery; `system`: the wider lists hold."""

    def __init__(self, edits: Edits, read: Read, *, system: bool) -> None:
        self._edits, self._read, self._system = edits, read, system
        self._own: Mapping[str, Callable[[Node, Scope], None]] = {
            "column_ref": self._column,
            "func_call": self._call,
            "a_expr": self._operation,
            "type_cast": self._cast,
            "sub_link": self._sublink,
            "sqlvalue_function": self._value,
            "collate_clause": self._collation,
            "a_indirection": self._indirection,
        }

    def check(self, node: Node, scope: Scope) -> None:
        """Raises Refusal unless the expression is understood whole and holds nothing personal."""
        kind, message = inner(node)
        if kind in _PLAIN:
            may, into = _PLAIN[kind]
            only(message, *may)
            for name in into:
                self._each(message, name, scope)
        elif kind in self._own:
            self._own[kind](message, scope)
        else:
            raise Refusal(refused(Why.CLAUSE, kind.replace("_", " ").upper()))

    def check_all(self, nodes: Iterable[Node], scope: Scope) -> None:
        """Each of them."""
        for each in nodes:
            self.check(each, scope)

    def output(self, column: Node, scope: Scope) -> Output:
        """What a column reference means, personal or not."""
        only(column, "fields")
        if any(inner(each)[0] != "string" for each in column.fields):
            raise Refusal(refused(Why.WHOLE_ROW, "*"))
        *qualifier, name = words(column.fields)
        return scope.find_in(qualifier, name) if qualifier else scope.find(name)

    def window(self, message: Node, scope: Scope) -> None:
        """One definition of a window."""
        only(message, *_WINDOW)
        self.check_all(message.partition_clause, scope)
        self.sorted_by(message.order_clause, scope)
        for name in ("start_offset", "end_offset"):
            self._each(message, name, scope)

    def sorted_by(self, nodes: Iterable[Node], scope: Scope) -> None:
        """ORDER BY inside an expression: no ordinals, no names of outputs."""
        for each in nodes:
            only(each.sort_by, *_ORDERED)
            self.check(each.sort_by.node, scope)

    def called(self, message: Node) -> str:
        """The name of a function that may be called, after spelling its schema. Raises Refusal."""
        names = words(message.funcname)
        listed = (
            allowed.AGGREGATES | allowed.WINDOWS | allowed.PLAIN | (allowed.SYSTEM if self._system else frozenset())
        )
        if names == ("information_schema", "_pg_expandarray") and self._system:
            return names[-1]
        if len(names) > 2 or names[-1] not in listed or names[:-1] not in ((), ("pg_catalog",)):
            raise Refusal(refused(Why.FUNCTION, ".".join(names)))
        if names[-1].endswith("_is_visible"):
            self._edits.visible(message)
        elif names[-1] in PATHS:
            self._edits.path(message)
        elif len(names) == 1:
            self._edits.function(message)
        return names[-1]

    def _each(self, message: Node, name: str, scope: Scope) -> None:
        value = getattr(message, name)
        if not message.DESCRIPTOR.fields_by_name[name].is_repeated:
            value = (value,) if message.HasField(name) else ()
        self.check_all(value, scope)

    def _column(self, message: Node, scope: Scope) -> None:
        found = self.output(message, scope)
        if not found.is_harmless:
            why = Why.UNCLASSIFIED if is_unknown(found) else Why.PERSONAL
            raise Refusal(refused(why, ".".join(words(message.fields))))

    def _call(self, message: Node, scope: Scope) -> None:
        only(message, *_CALL)
        name = self.called(message)
        if name in allowed.AGGREGATES and not message.HasField("over"):
            self._aggregate(message, scope)
        self.check_all(message.args, scope)
        self.sorted_by(message.agg_order, scope)
        self._each(message, "agg_filter", scope)
        if message.HasField("over"):
            scope.windows = True
            self.window(message.over, scope)

    def _aggregate(self, message: Node, scope: Scope) -> None:
        """An aggregate over columns of an outer level would be that level's (SQL:2016 6.9): then its groups count otherwise."""
        scope.aggregates = True
        for each in messages(message):
            if each.DESCRIPTOR.name == "SubLink":
                raise Refusal(refused(Why.GROUP, "SELECT"))
            if each.DESCRIPTOR.name == "ColumnRef":
                *qualifier, name = words(each.fields)
                if scope.owner(qualifier, name) not in (scope, None):
                    raise Refusal(refused(Why.GROUP, ".".join((*qualifier, name))))

    def _operation(self, message: Node, scope: Scope) -> None:
        only(message, "kind", "name", "lexpr", "rexpr")
        names = words(message.name)
        if word(message, "kind") not in allowed.KINDS_OF_OPERATOR or names[:-1] not in ((), ("pg_catalog",)):
            raise Refusal(refused(Why.OPERATOR, ".".join(names)))
        if names[-1] not in allowed.OPERATORS | allowed.SPELLED:
            raise Refusal(refused(Why.OPERATOR, names[-1]))
        self._each(message, "lexpr", scope)
        self._each(message, "rexpr", scope)

    def _cast(self, message: Node, scope: Scope) -> None:
        only(message, "arg", "type_name")
        self.type(message.type_name, scope)
        self.check(message.arg, scope)

    def type(self, message: Node, scope: Scope) -> None:
        """A type that may be named."""
        only(message, "names", "typmods", "typemod", "array_bounds")
        names = words(message.names)
        listed = allowed.TYPES | (allowed.SYSTEM_TYPES if self._system else frozenset())
        if names[:-1] not in ((), ("pg_catalog",)) or names[-1] not in listed:
            raise Refusal(refused(Why.TYPE, ".".join(names)))
        self.check_all(message.typmods, scope)

    def _sublink(self, message: Node, scope: Scope) -> None:
        only(message, "sub_link_type", "testexpr", "oper_name", "subselect")
        sort = word(message, "sub_link_type")
        names = words(message.oper_name)
        if sort not in _SUBLINKS or (
            names and (names[:-1] not in ((), ("pg_catalog",)) or names[-1] not in allowed.OPERATORS)
        ):
            raise Refusal(refused(Why.OPERATOR, ".".join(names)))
        self._each(message, "testexpr", scope)
        kind, select = inner(message.subselect)
        if kind != "select_stmt":
            raise Refusal(refused(Why.STATEMENT, kind))
        outputs = self._read(select, scope)
        personal = next((each for each in outputs if not each.is_harmless), None)
        if personal is not None and sort != "EXISTS_SUBLINK":  # which asks for no column at all
            raise Refusal(refused(Why.PERSONAL, personal.name or "*"))

    def _value(self, message: Node, _scope: Scope) -> None:
        only(message, "op", "typmod")
        if word(message, "op") not in _VALUES:
            raise Refusal(refused(Why.FUNCTION, word(message, "op")))
        if word(message, "op") == "SVFOP_CURRENT_SCHEMA":
            if not self._system:
                raise Refusal(refused(Why.FUNCTION, "current_schema"))
            self._edits.path(message)

    def _collation(self, message: Node, scope: Scope) -> None:
        only(message, "arg", "collname")
        names = words(message.collname)
        if names[:-1] not in ((), ("pg_catalog",)):
            raise Refusal(refused(Why.TYPE, ".".join(names)))
        self._each(message, "arg", scope)

    def _indirection(self, message: Node, scope: Scope) -> None:
        """Subscripts only: `(x).name` is a call of `name` wherever x has no such column (parse_func.c).

        But for the fields n and x of one function, also where a subquery hands its value on: pg_catalog has no such functions.
        """
        only(message, "arg", "indirection")
        kind, argument = inner(message.arg)
        expanded = kind == "func_call" and words(argument.funcname)[-1:] == ("_pg_expandarray",)
        expanded = expanded or (self._system and kind == "column_ref")
        for each in message.indirection:
            part, index = inner(each)
            if part == "a_indices":
                only(index, "is_slice", "lidx", "uidx")
                self._each(index, "lidx", scope)
                self._each(index, "uidx", scope)
            elif not (expanded and part == "string" and index.sval in ("n", "x")):
                raise Refusal(refused(Why.WHOLE_ROW, index.sval if part == "string" else "*"))
        self.check(message.arg, scope)
