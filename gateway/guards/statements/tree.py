"""The one importer of postgast: text to tree, tree to text, and the rule that an unnamed field of a node is a refusal.

Invariant: `only(node, ...)` has looked at every field that is set; what this project's reader of a node does not name cannot
be in it. The grammar is PostgreSQL 18's; what an older server would read differently is on no allow-list.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import postgast
from google.protobuf.message import DecodeError

from gateway.guards.statements.shapes import Refusal, Why
from gateway.guards.statements.wording import refused

Node = Any  # a protobuf message of postgast's pg_query_pb2, which has hundreds of them
_MANNERS: Final = frozenset(
    {"location", "rexpr_list_start", "rexpr_list_end", "list_start", "list_end", "name_location"}
)
_QUALIFIED: Final = 2  # relation and column
NAME_BYTES_MAX: Final = 63  # NAMEDATALEN - 1; quotes count here as well
_TWICE: Final = {  # U+FFE4, which is U+00A6 there; in U&"..." also as a number
    "IDENT": re.compile("\uffe4".encode()),
    "UIDENT": re.compile("\uffe4|ffe4".encode(), re.IGNORECASE),
}
_ESCAPED: Final = re.compile(r'[uU]&"')
_COMMENTS: Final = frozenset({"SQL_COMMENT", "C_COMMENT"})


def parsed(sql: str, bytes_max: int) -> Node:
    """The whole tree. Raises Refusal."""
    try:
        size = len(sql.encode("utf-8"))
    except UnicodeEncodeError:
        raise Refusal(refused(Why.SYNTAX, "文字")) from None
    if "\0" in sql:  # the C library would stop there, and read another statement than the server
        raise Refusal(refused(Why.SYNTAX, "NUL"))
    if size > bytes_max:
        raise Refusal(refused(Why.LONG, str(bytes_max)))
    try:
        if not sql.isascii() or _ESCAPED.search(sql):
            _require_alike(sql)
        return postgast.parse(sql)
    except postgast.PgQueryError:
        raise Refusal(refused(Why.SYNTAX, "")) from None
    except DecodeError:
        raise Refusal(refused(Why.DEEP, "")) from None


def _require_alike(sql: str) -> None:
    """Raises Refusal for a name that may be another to a server whose encoding is not UTF-8: two names here would be one there.

    It cuts names to 63 bytes of its own, and of all letters EUC_JP and EUC_JIS_2004 have, EUC_JP has one twice.
    """
    data = sql.encode()
    for each in postgast.scan(sql).tokens:
        twice, name = _TWICE.get(word(each, "token")), data[each.start : each.end]
        if twice is not None and (len(name) > NAME_BYTES_MAX or twice.search(name)):
            raise Refusal(refused(Why.NAME, f"> {NAME_BYTES_MAX} bytes"))


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a text, by its place in its UTF-8 bytes."""

    start: int
    end: int
    is_comment: bool


def tokens(sql: str) -> tuple[Token, ...] | None:
    """The text cut into tokens; None if it cannot be."""
    if "\0" in sql:
        return None
    try:
        found = postgast.scan(sql).tokens
    except (postgast.PgQueryError, DecodeError, UnicodeEncodeError):
        return None
    return tuple(Token(each.start, each.end, word(each, "token") in _COMMENTS) for each in found)


def inner(node: Node) -> tuple[str, Node]:
    """The sort of a Node and the message in it; ("", node) for an empty one."""
    kind = node.WhichOneof("node")
    return (kind, getattr(node, kind)) if kind else ("", node)


def only(message: Node, *names: str) -> None:
    """Raises Refusal if a field is set that is not one of `names`."""
    for field, _ in message.ListFields():
        if field.name not in names and field.name not in _MANNERS:  # the name is the schema's, never the person's
            raise Refusal(refused(Why.CLAUSE, field.name.removesuffix("_clause").replace("_", " ").upper()))


def word(message: Node, field: str) -> str:
    """The name of an enum field's value; its number where the schema has no name, which is on no list."""
    number = getattr(message, field)
    described = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number.get(number)
    return str(number if described is None else described.name)


def words(nodes: Iterable[Node]) -> tuple[str, ...]:
    """A list of String nodes as text."""
    return tuple(each.string.sval for each in nodes)


def shown(tree: Node, change: Callable[[Node], None] | None = None) -> str:
    """The tree as text, proved: parsed again it is the same tree. Raises Refusal where it is not."""
    if change is not None:
        change(tree)
    try:
        text: str = postgast.deparse(tree)
        again = postgast.parse(text)
    except (postgast.PgQueryError, DecodeError):
        raise Refusal(refused(Why.DEEP, "")) from None
    if _bare(again) != _bare(tree):
        raise Refusal(refused(Why.DEEP, ""))
    return text


def _bare(tree: Node) -> bytes:
    """The tree without the places of its words."""
    copy = type(tree)()
    copy.CopyFrom(tree)
    for each in messages(copy):
        for field, _ in each.ListFields():
            if field.name in _MANNERS:
                each.ClearField(field.name)
    for statement in copy.stmts:
        statement.ClearField("stmt_location")
        statement.ClearField("stmt_len")
    return bytes(copy.SerializeToString(deterministic=True))


def messages(message: Node) -> Iterator[Node]:
    """The message and every message in it."""
    waiting = [message]
    while waiting:
        found = waiting.pop()
        yield found
        for field, value in found.ListFields():
            if field.message_type is not None:
                waiting.extend(value if field.is_repeated else (value,))


def having(condition: str) -> Node:
    """The node of one condition in the gateway's own words."""
    return postgast.parse(f"SELECT 1 HAVING {condition}").stmts[0].stmt.select_stmt.having_clause


def targets(columns: Sequence[str]) -> Sequence[Node]:
    """The nodes of a list of outputs in the gateway's own words."""
    return tuple(postgast.parse(f"SELECT {', '.join(columns)}").stmts[0].stmt.select_stmt.target_list)


def narrowed(relation: Node, condition: str) -> Node:
    """A subquery of FROM that gives those rows of the relation and is called as it was."""
    whole = postgast.parse("SELECT 1 FROM (SELECT * FROM a) b").stmts[0].stmt.select_stmt.from_clause[0]
    subselect = whole.range_subselect
    select = subselect.subquery.select_stmt
    select.where_clause.CopyFrom(having(condition))
    select.from_clause[0].range_var.CopyFrom(relation)
    select.from_clause[0].range_var.ClearField("alias")
    subselect.alias.aliasname = relation.alias.aliasname if relation.HasField("alias") else relation.relname
    return subselect


def without_schemas(tree: Node) -> None:
    """Every `schema.relation.column` becomes `relation.column`."""
    for each in messages(tree):
        if each.DESCRIPTOR.name == "ColumnRef" and len(each.fields) > _QUALIFIED:
            del each.fields[0]


def both(one: Node, other: Node) -> Node:
    """`one AND other`."""
    joined = postgast.parse("SELECT 1 HAVING a AND b").stmts[0].stmt.select_stmt.having_clause
    joined.bool_expr.args[0].CopyFrom(one)
    joined.bool_expr.args[1].CopyFrom(other)
    return joined
