"""A proposal as the text of a file of columns, in one fixed order, so that two people can lay two of them side by side.

It is unfit on purpose until people have worked on it: nobody stands in `classified_by` and `confirmed_by`, and what could not
be guessed is a line that says FIXME. Each column has a line of its own with the reason of its guess behind it.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from gateway.authorization.columns.catalogue import Claim, ColumnCase, ColumnFile
from gateway.authorization.columns.keeping import still_true
from gateway.authorization.columns.proposal import Proposal, Proposed, ProposedRelation
from gateway.authorization.columns.relation_table import RELATION_ITSELF
from gateway.vocabulary.column import Kind

_HEAD = """\
# 個人データ列の分類案（名前・型・コメントから。値は見ていない） / From names, types and comments; no value was looked at.
# 1 人が直して classified_by に、別の 1 人が接続先と比べて confirmed_by に名前を書くまで、読み込めません。
# Loads only once one person has corrected it (classified_by) and another has compared it with the target (confirmed_by).
# kind: harmless name kana phone mail address birth card line free-text personal"""
_NEVER_SEEN = "a_column_nobody_classified"
_COMMENT_LETTERS_MAX = 60
_UNWRITABLE_SHOWN_MAX = 100


def rendered(proposal: Proposal, targets: Sequence[str], database: str, before: ColumnFile | None = None) -> str:
    """The TOML text, ending in a line feed. Names of the database are quoted, so none of them can become syntax.

    `before` is the present file, whose path and cases are kept; the proposal has its decisions already (`keeping.kept`).
    """
    return "\n".join(_lines(proposal, targets, database, before)) + "\n"


def _lines(proposal: Proposal, targets: Sequence[str], database: str, before: ColumnFile | None) -> Iterator[str]:
    yield _HEAD
    if before is not None:
        yield (
            f"# 現在 / at present: {before.file}, classified_by {before.classified_by}, confirmed_by {before.confirmed_by}, "
            f"{before.confirmed_on}"
        )
    yield f"targets = {_list(targets)}"
    yield f"database = {_quoted(database)}"
    yield f"search_path = {_list(_search_path(proposal, before))}"
    yield 'classified_by = ""  # FIXME'
    yield 'confirmed_by = ""  # FIXME'
    yield "# confirmed_on = YYYY-MM-DD  # FIXME"
    yield from _left_out(proposal)
    for relation in proposal.relations:
        yield from _relation(relation)
    for relation in proposal.relations:
        yield from _case(relation)
    yield from _column_cases(proposal, before)


def _search_path(proposal: Proposal, before: ColumnFile | None) -> list[str]:
    schemas = {each.schema for each in proposal.relations}
    return [each for each in (("public",) if before is None else before.catalogue.search_path) if each in schemas]


def _left_out(proposal: Proposal) -> Iterator[str]:
    if proposal.left_out:
        yield f"# {proposal.left_out} columns more are left out; they stay personal."
    if proposal.unwritable:
        yield f"# 書けない名前のため個人データのまま / {len(proposal.unwritable)} names cannot be written here and stay personal:"
    for each in proposal.unwritable[:_UNWRITABLE_SHOWN_MAX]:
        yield f"#   {_quoted(each.schema)} {_quoted(each.table)} {_quoted(each.name)} {_quoted(each.type)}"


def _relation(relation: ProposedRelation) -> Iterator[str]:
    yield ""
    yield "[[view]]" if relation.is_view else "[[table]]"
    yield f"schema = {_quoted(relation.schema)}"
    yield f"name = {_quoted(relation.name)}"
    itself = relation.claims.get(RELATION_ITSELF)
    if itself is not None:
        yield from _claim(itself)
    elif relation.is_view:
        yield 'reason = ""  # FIXME: a view is classified by hand: what does it compute, from which columns?'
        yield "names = []  # FIXME: two people"
    yield from _keys(relation)
    yield ""
    yield f"[{'view' if relation.is_view else 'table'}.column]"
    for column in relation.columns:
        yield _column(column)
    for name, claim in relation.claims.items():
        if name != RELATION_ITSELF:
            yield ""
            yield f"[[{'view' if relation.is_view else 'table'}.claim]]"
            yield f"column = {_quoted(name)}"
            yield from _claim(claim)


def _claim(claim: Claim) -> Iterator[str]:
    yield f"reason = {_quoted(claim.reason)}"
    yield f"names = {_list(claim.names)}"


def _keys(relation: ProposedRelation) -> Iterator[str]:
    yield from _said(relation)
    if relation.is_personal and relation.client_key is None and relation.client is None:
        yield '# client_key = ""  # FIXME: whose data is a row? or client = "CODE" where all rows are one client\'s'
    if relation.is_personal and relation.subject_key is None:
        yield '# subject_key = ""  # FIXME: who is a row about?'
    if relation.subject is not None:
        yield f"subject = {_quoted(relation.subject)}"


def _said(relation: ProposedRelation) -> Iterator[str]:
    """The keys as the relation and its case both say them."""
    for key, value in (
        ("client_key", relation.client_key),
        ("client", relation.client),
        ("subject_key", relation.subject_key),
    ):
        if value is not None:
            yield f"{key} = {_quoted(value)}"


def _column(column: Proposed) -> str:
    facts = column.facts
    null = ", null" if facts.nullable else ""
    comment = f", {_quoted(facts.comment[:_COMMENT_LETTERS_MAX])}" if facts.comment else ""
    kind = f"{{type = {_quoted(facts.type)}, kind = {_quoted(column.kind.value)}}}"
    return f"{_quoted(facts.name)} = {kind}  # {column.why.ja} / {column.why.en}{null}{comment}"


def _case(relation: ProposedRelation) -> Iterator[str]:
    clear = [_quoted(each.facts.name) for each in relation.columns if each.kind is Kind.HARMLESS]
    yield ""
    yield "[[case]]"
    yield f"schema = {_quoted(relation.schema)}"
    yield f"relation = {_quoted(relation.name)}"
    yield f"clear = [{', '.join(clear)}]"
    yield from _said(relation)


def _column_cases(proposal: Proposal, before: ColumnFile | None) -> Iterator[str]:
    """The present file's cases about columns while they hold, and always one about a column that is not there."""
    kept = [each for each in (before.column_cases if before is not None else ()) if still_true(each, proposal)]
    if proposal.relations:
        first = proposal.relations[0]
        kept.append(ColumnCase(schema=first.schema, relation=first.name, column=_NEVER_SEEN, kind=Kind.PERSONAL))
    for each in dict.fromkeys(kept):
        yield ""
        yield "[[case]]"
        yield f"schema = {_quoted(each.schema)}"
        yield f"relation = {_quoted(each.relation)}"
        yield f"column = {_quoted(each.column)}"
        yield f"kind = {_quoted(each.kind)}"


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(each) for each in texts)}]"


def _quoted(text: str) -> str:
    """A TOML basic string. JSON's escapes are TOML's; what cannot be seen, or turns writing around, is escaped as well."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(each if each.isprintable() else _escaped(each) for each in plain)


def _escaped(letter: str) -> str:
    code = ord(letter)
    if unicodedata.category(letter) == "Cs":
        return "\\uFFFD"  # half a pair is no character; the name will not fit, which is what it should
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
