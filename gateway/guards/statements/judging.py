"""The gate for statements: one text, one verdict. What is not understood whole is refused.

A statement that touches only the server's own reviewed relations, or none, may use the wider lists (`allowed.SYSTEM`, functions
in FROM): that is what psql's describe commands, completion and drivers send. Once a relation of the database's own is named,
only the short lists hold.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from gateway.guards.statements import clients, people, session
from gateway.guards.statements.allowed import EXPLAINED
from gateway.guards.statements.edits import Edits
from gateway.guards.statements.scope import Answer, Relations, computed
from gateway.guards.statements.selecting import Selecting
from gateway.guards.statements.shapes import Catalogue, Limits, Output, Refusal, Refused, Statement, What, Why
from gateway.guards.statements.tree import Node, inner, only, parsed
from gateway.guards.statements.wording import left_out, only_of, refused
from gateway.vocabulary.outcome import Text

BYTES_MADE_MAX: Final = 1 << 20  # of a text the gateway has made from one within the limit
Finished = Callable[[str, Node, Node, Selecting], Statement]
_SESSION: Final[Mapping[str, Callable[[Node], Statement]]] = {
    "variable_show_stmt": session.shown,
    "variable_set_stmt": session.setting,
    "transaction_stmt": session.transaction,
}
_TEXT_FORMATS: Final = frozenset({"text", "json", "yaml", "xml"})


def judge(sql: str, catalogue: Catalogue, limits: Limits) -> Statement | Refused:
    """What may be sent for this text, and what each output demands; or why nothing is."""
    try:
        tree = parsed(sql, limits.statement_bytes_max)
        if not tree.stmts:
            return Statement(what=What.EMPTY, text="")
        if len(tree.stmts) > 1:
            raise Refusal(refused(Why.SEVERAL, ""))
        return _judged(sql, tree, Relations(catalogue=catalogue, search_path=limits.search_path), limits)
    except Refusal as refusal:
        return refusal.refused
    except RecursionError:
        return refused(Why.DEEP, "")


def _judged(sql: str, tree: Node, relations: Relations, limits: Limits) -> Statement:
    kind, message = inner(tree.stmts[0].stmt)
    if kind in _SESSION:
        return _SESSION[kind](message)
    if kind == "explain_stmt":
        return _explained(sql, tree, message, relations, limits)
    if kind != "select_stmt":
        raise Refusal(refused(Why.STATEMENT, kind.removesuffix("_stmt").replace("_", " ").upper()))
    return _selected(sql, tree, message, relations, limits, _told)


def _explained(sql: str, tree: Node, message: Node, relations: Relations, limits: Limits) -> Statement:
    """The plan of a permitted query: estimates over what may be asked anyway. ANALYZE would count rows and tell times."""
    only(message, "query", "options")
    for each in message.options:
        option = each.def_elem
        only(option, "defname", "arg", "defaction")
        if option.defname not in EXPLAINED or (option.defname == "format" and _word(option) not in _TEXT_FORMATS):
            raise Refusal(refused(Why.CLAUSE, f"EXPLAIN {option.defname.upper()}"))
    kind, query = inner(message.query)
    if kind != "select_stmt":
        raise Refusal(refused(Why.STATEMENT, f"EXPLAIN {kind.removesuffix('_stmt').upper()}"))
    inside = _selected(sql, tree, query, relations, limits, _plan)
    outputs = (computed("QUERY PLAN"),)
    return Statement(what=What.EXPLAIN, text=inside.text, outputs=outputs, places=inside.places, notice=inside.notice)


def _word(option: Node) -> str:
    return str(option.arg.string.sval)


def _selected(
    sql: str, tree: Node, select: Node, relations: Relations, limits: Limits, finished: Finished
) -> Statement:
    """By the short lists; where they refuse, by the wide ones, which refuse every relation of the database's own."""
    try:
        selecting = Selecting(relations, Edits(search_path=limits.search_path), limits, system=False)
        return finished(sql, tree, select, selecting)
    except Refusal as refusal:
        try:
            selecting = Selecting(relations, Edits(search_path=limits.search_path), limits, system=True)
            return finished(sql, tree, select, selecting)
        except Refusal as wide:
            raise refusal if wide.refused.why is Why.RELATION else wide from None


def _notice(edits: Edits, limits: Limits) -> Text | None:
    """What the gateway added, in words."""
    added = [left_out(limits.group_size_min)] if edits.counts else []
    if edits.narrows and limits.clients is not None:
        added.append(only_of(limits.clients))
    return Text(ja="".join(each.ja for each in added), en=" ".join(each.en for each in added)) if added else None


def _told(sql: str, tree: Node, select: Node, selecting: Selecting) -> Statement:
    """Whose rows they are is read in the same answer."""
    answer = selecting.read(select)
    keys = people.keys(select, answer.people, answer.scope)
    selecting.edits.append(select, [people.spelled(at, each) for at, each in enumerate(keys)])
    catalogue = answer.scope.relations.catalogue
    return replace(
        _read(sql, tree, answer, selecting, people.said(answer.people, keys, catalogue)),
        people=people.whose(answer, keys, catalogue, selecting.limits.clients),
        hidden=tuple(each.hidden for each in keys),
    )


def _prove(text: str, answer: Answer, selecting: Selecting) -> None:
    """Where the gateway has made the text anew, it is judged as anybody's would be. Raises Refusal if it puts out anything else.

    A condition of its own over a personal subject key is what nobody may write: there only the tree has been compared.
    """
    relations, limits = answer.scope.relations, replace(selecting.limits, clients=None)
    if any(not people.is_harmless_subject(place, relations) for place in selecting.edits.places):
        return
    kind, message = inner(parsed(text, BYTES_MADE_MAX).stmts[0].stmt)
    select = message.query.select_stmt if kind == "explain_stmt" else message
    again = Selecting(relations, Edits(), limits, system=selecting.system).read(select).fields
    if [_said(each) for each in again[: len(answer.fields)]] != [_said(each) for each in answer.fields]:
        raise Refusal(refused(Why.DEEP, ""))


def _said(output: Output) -> tuple[object, ...]:
    return output.name, output.lineage, output.kind, output.column, output.places


def _plan(sql: str, tree: Node, select: Node, selecting: Selecting) -> Statement:
    """A plan gives no rows, so nothing is appended to what it is of."""
    return _read(sql, tree, selecting.read(select), selecting, frozenset())


def _read(sql: str, tree: Node, answer: Answer, selecting: Selecting, said: AbstractSet[int]) -> Statement:
    """`said`: the readings whose rows say in the answer whose they are."""
    edits, limits = selecting.edits, selecting.limits
    if limits.clients is not None:
        clients.narrow(edits, said, answer.scope.relations.catalogue, limits.clients)
    text = edits.text(sql, tree)
    if edits.changes_tree:
        _prove(text, answer, selecting)
    return Statement(
        what=What.SELECT if edits.places else What.CATALOGUE,
        text=text,
        outputs=answer.fields,
        places=frozenset(edits.places),
        notice=_notice(edits, limits),
    )
