"""propose(columns): what a catalogue could say, from names, types and comments alone. No value of any row is looked at.

A proposal opens nothing: it is a text for one person to correct and another to confirm. Whatever neither name nor type speaks
of stays personal, so a reader's work is to open columns, never to find the ones that should have been closed. A comment can
close a column and never open one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from gateway.authorization.columns import types
from gateway.authorization.columns.catalogue import Claim
from gateway.authorization.columns.names import kind_of_name
from gateway.authorization.columns.spelling import fits
from gateway.authorization.columns.suspicion import suspicion
from gateway.vocabulary.column import Column, Kind
from gateway.vocabulary.outcome import Text

COLUMNS_MAX: Final = 50_000
_OWN: Final = ("information_schema", "pg_")  # the database's own relations are never classified
_CLIENT_WORDS: Final = ("client", "tenant", "委託元", "itaku")
_SUBJECT_WORDS: Final = (
    "customer",
    "cust",
    "user",
    "member",
    "person",
    "subscriber",
    "kokyaku",
    "顧客",
    "会員",
    "お客様",
)
_NUMBER_ENDS: Final = ("id", "no", "code", "cd", "number", "コード", "番号", "ID")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFacts:
    """One column as the database describes it. `type` is what format_type prints; no sample of values, by design.

    `comment` is what COMMENT ON COLUMN says, and nothing else: whoever wrote it wrote about the schema.
    """

    schema: str
    table: str
    name: str
    type: str
    nullable: bool
    is_view: bool = False
    comment: str = ""

    @property
    def fits(self) -> bool:
        """True if a file of columns can hold it; what cannot be written there stays personal."""
        return all(map(fits, (self.schema, self.table, self.name))) and types.is_type(self.type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One column with the kind proposed for it, and why."""

    facts: ColumnFacts
    kind: Kind
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedRelation:
    """One relation. A key that is None has to be found by people, if any column is personal.

    `client`, `subject` and `claims` are what people have said already (`keeping.kept`); nothing of that is ever guessed.
    """

    schema: str
    name: str
    is_view: bool
    columns: tuple[Proposed, ...]
    client_key: str | None
    subject_key: str | None
    client: str | None = None
    subject: str | None = None
    claims: Mapping[str, Claim] = field(default_factory=dict)

    @property
    def is_personal(self) -> bool:
        """True if a column of it is proposed to be personal."""
        return any(each.kind is not Kind.HARMLESS for each in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The relations by schema and name. `left_out` counts the columns past the bound, which stay personal.

    `unwritable` are columns whose names or types a file of columns cannot hold; they stay personal too.
    """

    relations: tuple[ProposedRelation, ...]
    left_out: int
    unwritable: tuple[ColumnFacts, ...] = ()


def propose(columns: Iterable[ColumnFacts]) -> Proposal:
    """The proposal for these columns, of 50,000 at most; within a relation they keep their order, system schemas are skipped."""
    kept: list[ColumnFacts] = []
    left_out = 0
    for each in columns:
        if is_own(each.schema):
            continue
        if len(kept) < COLUMNS_MAX:
            kept.append(each)
        else:
            left_out += 1
    kept.sort(key=lambda each: (each.schema, each.table))
    grouped = groupby((each for each in kept if each.fits), key=lambda each: (each.schema, each.table))
    return Proposal(
        relations=tuple(_relation(place, list(facts)) for place, facts in grouped),
        left_out=left_out,
        unwritable=tuple(each for each in kept if not each.fits),
    )


def is_own(schema: str) -> bool:
    """True for a schema of the database's own."""
    return schema.startswith(_OWN)


def _relation(place: tuple[str, str], facts: list[ColumnFacts]) -> ProposedRelation:
    columns = tuple(_proposed(each) for each in facts)
    client = _key(columns, _CLIENT_WORDS, harmless_only=True)
    subject = _key(tuple(each for each in columns if each.facts.name != client), _SUBJECT_WORDS)
    personal = any(each.kind is not Kind.HARMLESS for each in columns)
    return ProposedRelation(
        schema=place[0],
        name=place[1],
        is_view=any(each.is_view for each in facts),
        columns=columns,
        client_key=client if personal else None,
        subject_key=subject if personal else None,
    )


def _proposed(facts: ColumnFacts) -> Proposed:
    said = kind_of_name(facts.name)
    if said not in (None, Kind.HARMLESS):
        return Proposed(facts=facts, kind=said, why=Text(ja="名前から", en="by its name"))
    spoken = kind_of_name(facts.comment) if facts.comment else None
    if spoken not in (None, Kind.HARMLESS):
        return Proposed(facts=facts, kind=spoken, why=Text(ja="コメントから", en="by its comment"))
    column = Column(schema=facts.schema, table=facts.table, name=facts.name, kind=Kind.HARMLESS, type=facts.type)
    if suspicion(column) is None:
        return Proposed(facts=facts, kind=Kind.HARMLESS, why=Text(ja="名前と型から", en="by its name and type"))
    if types.is_day(facts.type):
        return Proposed(facts=facts, kind=Kind.BIRTH, why=Text(ja="何の日付か不明", en="a day of who knows what"))
    if said is None and types.is_text(facts.type):
        return Proposed(
            facts=facts, kind=Kind.FREE_TEXT, why=Text(ja="何が入るか不明な文字列", en="text of who knows what")
        )
    return Proposed(facts=facts, kind=Kind.PERSONAL, why=Text(ja="名前と型からは不明", en="neither name nor type says"))


def _key(columns: tuple[Proposed, ...], words: tuple[str, ...], *, harmless_only: bool = False) -> str | None:
    """The one column whose name joins such a word to a number's; None where there is none, or several and nobody can tell."""
    fit = [
        each.facts.name
        for each in columns
        if (each.kind is Kind.HARMLESS or not harmless_only)
        and each.kind is not Kind.FREE_TEXT
        and types.is_plain(each.facts.type)
        and any(word in each.facts.name.casefold() for word in words)
        and each.facts.name.casefold().endswith(tuple(end.casefold() for end in _NUMBER_ENDS))
    ]
    return fit[0] if len(fit) == 1 else None
