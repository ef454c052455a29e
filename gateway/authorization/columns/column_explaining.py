"""One column in words: what it is taken for, who said so and who compared it, and what a statement may do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gateway.authorization.columns.catalogue import Claim, ColumnFile, Columns, Relation
from gateway.authorization.columns.explaining import KIND_NAMES
from gateway.authorization.columns.proposal import is_own
from gateway.authorization.columns.relation_table import RELATION_ITSELF
from gateway.vocabulary.column import Column, Kind
from gateway.vocabulary.outcome import Text

CLEAR: Final = Text(
    ja="SELECT では値をそのまま表示する（文の由来と接続先の報告の両方で確かめられた場合）。条件、結合、並べ替え、集計にも使える",
    en="A SELECT shows its values, where lineage and the target's own report both prove them; it may stand in conditions, "
    "joins, sorting and grouping",
)
MASKED: Final = Text(
    ja="SELECT の列として書けるだけで、値は伏せ字（文字は同じ幅の＊、ほかは NULL）。条件、結合、並べ替え、集計、式には使えない",
    en="It may stand in a SELECT as a column and nothing else, masked: stars for text, NULL for other types. No condition, join, "
    "sorting, grouping or expression may use it",
)
_MORE: Final[Mapping[Kind, Text]] = MappingProxyType(
    {Kind.CARD: Text(ja="。どの承認でも表示しない", en=". No approval ever shows it")}
)
UNCLASSIFIED: Final = Text(
    ja="誰も分類していないため、個人データとして扱う。分類するには「sekisho target catalogue」の案を 1 人が直し、"
    "別の 1 人が確認する",
    en="Nobody classified it, so it counts as personal. One person corrects the proposal of `sekisho target catalogue`, another "
    "confirms it",
)
THE_SERVERS_OWN: Final = Text(
    ja="データベース自身の表の列。分類の対象外で、関所が点検した表だけを読める",
    en="A column of the server's own; it is not classified, and only relations the gateway has reviewed can be read",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One column of one database. `file` None: no file is about the database; `claim`: why it is open in spite of its name."""

    database: str
    file: ColumnFile | None
    column: Column
    claim: Claim | None
    lines: tuple[Text, ...]


def explain_column(
    columns: Columns, target: str, database: str | None, place: tuple[str, str, str]
) -> tuple[Explained, ...]:
    """The column (schema, table, name) in every database of the target that has a file, or in the given one."""
    files: tuple[ColumnFile | None, ...] = columns.of_target(target)
    if database is not None:
        files = (columns.file(target, database),)
    return tuple(_explained(columns, target, database, file, place) for file in files or (None,))


def _explained(
    columns: Columns, target: str, database: str | None, file: ColumnFile | None, place: tuple[str, str, str]
) -> Explained:
    name = database or ("-" if file is None else file.database)
    column = columns.catalogue(target, name).column(*place)
    relation = None if file is None else file.catalogue.relation(*place[:2])
    claim = _claim(relation, column)
    lines = (*_lines(target, name, file, column, claim), *_keys(relation, column))
    return Explained(database=name, file=file, column=column, claim=claim, lines=lines)


def _lines(
    target: str, database: str, file: ColumnFile | None, column: Column, claim: Claim | None
) -> tuple[Text, ...]:
    known = KIND_NAMES[column.kind]
    place = f"{column.schema}.{column.table}.{column.name}"
    first = Text(
        ja=f"{place}（{target}、データベース {database}）: {known.ja}（{column.kind}）",
        en=_ascii(f"{place} ({target}, database {database}): {known.en} ({column.kind})"),
    )
    if is_own(column.schema):
        return (Text(ja=f"{place}（{target}）", en=_ascii(f"{place} ({target})")), THE_SERVERS_OWN)
    return (first, *_said(file, column, claim), _may(column))


def _said(file: ColumnFile | None, column: Column, claim: Claim | None) -> tuple[Text, ...]:
    if file is None or column.type is None:
        return (UNCLASSIFIED,)
    by = Text(
        ja=f"policies/{file.file}。型 {column.type}、分類 {file.classified_by}、確認 {file.confirmed_by}、{file.confirmed_on}",
        en=_ascii(
            f"policies/{file.file}; type {column.type}, classified by {file.classified_by}, confirmed by {file.confirmed_by}, "
            f"{file.confirmed_on}"
        ),
    )
    return (by,) if claim is None else (by, opened_because(claim))


def opened_because(claim: Claim) -> Text:
    """A reason, and who gave it."""
    return Text(
        ja=f"理由: {claim.reason}（{'、'.join(claim.names)}）",
        en=_ascii(f"Reason: {claim.reason} ({', '.join(claim.names)})"),
    )


def _may(column: Column) -> Text:
    if column.is_harmless:
        return CLEAR
    more = _MORE.get(column.kind, Text(ja="", en=""))
    return Text(ja=f"{MASKED.ja}{more.ja}", en=f"{MASKED.en}{more.en}")


def _keys(relation: Relation | None, column: Column) -> tuple[Text, ...]:
    found = []
    if relation is not None and column.name == relation.client_key:
        found.append(
            Text(ja="この列で、行がどの委託元のデータかを数える", en="Rows are counted by this column's client company")
        )
    if relation is not None and column.name == relation.subject_key:
        found.append(Text(ja="この列で、本人の人数を数える", en="People are counted by this column"))
    return tuple(found)


def _claim(relation: Relation | None, column: Column) -> Claim | None:
    """Why the column is open; for a column of a view that has no reason of its own, the view's."""
    if relation is None or column.type is None:
        return None
    return relation.claims.get(column.name, relation.claims.get(RELATION_ITSELF))


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()
