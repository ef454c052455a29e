"""What the gateway changes in a statement: schemas, visibility, HAVING, columns of its own, and which rows a relation gives.

A schema is put in front of the very word the parser named, columns of our own in front of the FROM before the very relation it
named; the rest of the text stays as it was typed. Statements run under a search path that holds nothing but pg_catalog, where the
server would call every table invisible: to psql each one is visible, and drivers are told the catalogue's path. HAVING and fewer
rows change the tree, and the text is made anew from it and proved; columns of our own prove themselves by their origin when the
answer is described (`keys`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from gateway.guards.statements.readings import Readings
from gateway.guards.statements.shapes import Place, Refusal, Why
from gateway.guards.statements.tree import Node, both, having, narrowed, shown, targets, without_schemas
from gateway.guards.statements.wording import refused

_VISIBLE: Final = re.compile(
    rb"(?:pg_catalog\.)?pg_[a-z_]+_is_visible\(\s*([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\s*\)", re.I
)
_PATH: Final = re.compile(
    rb"(?:pg_catalog\.)?(?:(current_schema)(?:\(\s*\))?(?!\w|\s*\()|current_schemas\(\s*(true|false)\s*\))", re.I
)
_FROM: Final = re.compile(rb"[\s\")*'](FROM)\s+\Z", re.I)


def quoted(name: str) -> str:
    """A name as PostgreSQL reads it back exactly."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(slots=True)
class Edits:
    """Collected while a statement is read. `places`: the relations of the database's own that it reads."""

    search_path: tuple[str, ...] = ("public",)
    places: set[Place] = field(default_factory=set)
    _before: list[tuple[int, str]] = field(default_factory=list)
    _visible: list[int] = field(default_factory=list)
    _paths: dict[int, str] = field(default_factory=dict)
    _relations: list[tuple[Node, str]] = field(default_factory=list)
    _functions: list[Node] = field(default_factory=list)
    _conditions: list[tuple[Node, str]] = field(default_factory=list)
    _appended: list[tuple[Node, Sequence[str]]] = field(default_factory=list)
    readings: Readings = field(default_factory=Readings)
    _narrowed: list[tuple[Node, str]] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """True if a minimum of people was demanded somewhere."""
        return bool(self._conditions)

    @property
    def narrows(self) -> bool:
        """True if rows of some relation were left out."""
        return bool(self._narrowed)

    @property
    def changes_tree(self) -> bool:
        """True if more is changed than what is put between the person's words."""
        return self.counts or self.narrows

    def relation(self, message: Node, place: Place) -> None:
        """A RangeVar without a schema lies there."""
        self._before.append((message.location, f"{quoted(place[0])}."))
        self._relations.append((message, place[0]))

    def function(self, message: Node) -> None:
        """A FuncCall without a schema is pg_catalog's."""
        self._before.append((message.location, "pg_catalog."))
        self._functions.append(message)

    def visible(self, message: Node) -> None:
        """A call of pg_..._is_visible is true of whatever exists."""
        self._visible.append(message.location)

    def path(self, message: Node) -> None:
        """A call of current_schema or current_schemas tells of the path on which the gateway looks for tables."""
        self._paths.setdefault(message.location, "")

    def path_as(self, message: Node, name: str) -> None:
        """Such a call that is an output by itself keeps its name."""
        self._paths[message.location] = f" AS {quoted(name)}"

    def demand(self, select: Node, condition: str) -> None:
        """Rows of this SELECT must fulfil the condition as well."""
        self._conditions.append((select, condition))

    def append(self, select: Node, columns: Sequence[str]) -> None:
        """This SELECT puts out these columns as well, behind all others."""
        if columns:
            self._appended.append((select, columns))

    def narrow(self, item: Node, condition: str) -> None:
        """Of this relation of FROM only the rows that fulfil the condition are read."""
        self._narrowed.append((item, condition))

    def text(self, sql: str, tree: Node) -> str:
        """The statement as it is sent. Raises Refusal."""
        if self.changes_tree:
            return shown(tree, self._into_tree)
        data = sql.encode()
        ends = [(each, _end_of_outputs(data, select)) for select, each in self._appended]
        if any(end is None for _, end in ends):
            return shown(tree, self._into_tree)
        return self._spliced(data, [(end, f", {', '.join(each)} ") for each, end in ends if end is not None])

    def _spliced(self, data: bytes, appended: Sequence[tuple[int, str]]) -> str:
        parts, done = [], 0
        changes = [(at, at, text.encode()) for at, text in (*set(self._before), *appended)]
        changes += [_existing(data, at) for at in set(self._visible)]
        changes += [_told_path(data, at, self.search_path, suffix) for at, suffix in self._paths.items()]
        for start, end, text in sorted(changes):
            parts += [data[done:start], text]
            done = end
        return b"".join((*parts, data[done:])).decode()

    def _into_tree(self, tree: Node) -> None:
        for relation, schema in self._relations:
            relation.schemaname = schema
        for item, condition in self._narrowed:
            item.range_subselect.CopyFrom(narrowed(item.range_var, condition))
        for call in (each for each in self._functions if len(each.funcname) == 1):
            name = call.funcname[0].string.sval
            call.funcname[0].string.sval = "pg_catalog"
            call.funcname.add().string.sval = name
        for select, condition in self._conditions:
            wanted = having(condition)
            given = select.having_clause if select.HasField("having_clause") else None
            select.having_clause.CopyFrom(wanted if given is None else both(wanted, given))
        for select, columns in self._appended:
            select.target_list.extend(targets(columns))
        if self._narrowed:
            without_schemas(tree)  # a subquery is called by its alias alone


def _end_of_outputs(sql: bytes, select: Node) -> int | None:
    """Where the FROM of this SELECT begins; None where a reader could take another word for it.

    The first relation's place is the parser's, and the FROM that stands right before it is this SELECT's own.
    """
    if b"--" in sql or b"/*" in sql or not select.target_list:
        return None
    item = select.from_clause[0]
    while item.HasField("join_expr"):
        item = item.join_expr.larg
    found = _FROM.search(sql[: item.range_var.location]) if item.HasField("range_var") else None
    return None if found is None else found.start(1)


def _existing(sql: bytes, at: int) -> tuple[int, int, bytes]:
    """Start, end and new text of the call there, which must be of one plain column. Raises Refusal."""
    call = _VISIBLE.match(sql, at)
    if call is None:
        raise Refusal(refused(Why.FUNCTION, "pg_..._is_visible"))
    return at, call.end(), b"(" + call[1] + b" IS NOT NULL)"


def _told_path(sql: bytes, at: int, path: Sequence[str], suffix: str) -> tuple[int, int, bytes]:
    """Start, end and new text of the call there. Raises Refusal."""
    call = _PATH.match(sql, at)
    if call is None:
        raise Refusal(refused(Why.FUNCTION, "current_schemas"))
    schemas = [*(("pg_catalog",) if (call[2] or b"").lower() == b"true" else ()), *path]
    literals = ["'" + each.replace("'", "''") + "'" for each in schemas]
    told = f"{literals[0]}::pg_catalog.name" if call[1] else f"ARRAY[{', '.join(literals)}]::pg_catalog.name[]"
    enclosed = sql[call.end() :].lstrip().startswith(b")")
    return at, call.end(), f"({told}){'' if enclosed else suffix}".encode()
