"""What goes into the gate for statements and what comes out of it, as values.

Invariant: every output of a permitted statement says what it demands before a value of it may stand in clear; nothing that is
missing here, in the catalogue or in the server's description ever permits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from gateway.vocabulary.column import Column, Kind
from gateway.vocabulary.outcome import Text

Place = tuple[str, str]  # schema, relation

PINNED_PATH: Final = "pg_catalog, pg_temp"
"""The search_path under which everything runs, so that no function, operator or type of another schema can be meant. Relations
are spelled with their schema in what is sent; an operator cannot be spelled so in LIKE, IN or BETWEEN, hence the path."""


class Catalogue(Protocol):
    """The classified columns of one database. Names are PostgreSQL's own, after folding."""

    def column(self, schema: str, table: str, column: str) -> Column:
        """The column; PERSONAL where nobody classified it."""

    def columns(self, schema: str, table: str) -> Sequence[Column]:
        """All classified columns; none for a relation that nobody classified, which is refused."""

    def subject_key(self, schema: str, table: str) -> str | None:
        """The column that says whom a row is about."""

    def subject(self, schema: str, table: str) -> str:
        """The sort of number that column holds, alike in every relation that numbers the same people."""

    def client_key(self, schema: str, table: str) -> str | None:
        """The column that says whose client's data a row is."""

    def client(self, schema: str, table: str) -> str | None:
        """The code of the client all rows belong to; None where a column says it, or nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`search_path` is where an unqualified relation is looked for; `group_size_min` people stand behind each aggregate.

    `clients`: the codes of those whose data the order names; None where it names nobody and everybody's may be read (R-25).
    """

    search_path: tuple[str, ...] = ("public",)
    group_size_min: int = 10
    statement_bytes_max: int = 65_536
    clients: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.group_size_min < 1 or self.statement_bytes_max < 1 or not self.search_path:
            raise ValueError("limits of statements are positive, and there is a search path")


class What(StrEnum):
    """What a permitted statement is. EMPTY and SET are answered by the gateway and never sent."""

    EMPTY = "empty"
    SELECT = "select"
    CATALOGUE = "catalogue"  # reads reviewed relations of pg_catalog and information_schema, or none
    SHOW = "show"
    EXPLAIN = "explain"
    SET = "set"
    BEGIN = "begin"
    COMMIT = "commit"
    ROLLBACK = "rollback"
    SAVEPOINT = "savepoint"
    RELEASE = "release"
    ROLLBACK_TO = "rollback-to"


class Lineage(StrEnum):
    """How an output came to be."""

    BARE = "bare"  # one column, through any number of CTEs and subqueries
    COMPUTED = "computed"  # an expression over harmless columns, constants and parameters
    MIXED = "mixed"  # a set operation with something personal in it
    STAR = "star"  # any number of columns of `places`, in an order only the server knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One output column, or a STAR of them. `kind` is HARMLESS where it may stand in clear once `masked` has the proof.

    `rows`: the numbers of the `Rows` whose columns it may be, of one row each. `renamed`: the columns of a STAR may be called
    otherwise than those of `places`, so that no name in it is known.
    """

    name: str | None
    lineage: Lineage
    kind: Kind
    column: Column | None = None
    places: frozenset[Place] = frozenset()
    rows: frozenset[int] = frozenset()
    renamed: bool = False

    @property
    def is_harmless(self) -> bool:
        """True if nothing personal is in it. A star is not: the server may know columns that nobody classified."""
        return self.kind is Kind.HARMLESS and self.lineage is not Lineage.STAR


class Role(StrEnum):
    """What a column that the gateway appends says of a row."""

    CLIENT = "client"  # whose client's data it is
    SUBJECT = "subject"  # whom it is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Rows of one personal relation that an answer gives one by one; a self-join gives two of these, a UNION ALL one of several.

    `client` is the code where all rows of the relation are one client's, `subject` the sort of number people have in it.
    `shown`: a personal column of it may be among the outputs. `optional`: a row of the answer may lack it, as an outer join's.
    """

    places: frozenset[Place]
    client: str | None
    subject: str
    shown: bool
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """One field that the gateway appended, which nobody is shown. `whose` counts from 0 in `Statement.people`."""

    whose: int
    place: Place
    role: Role
    column: Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A permitted statement. `text` is what is sent; `notice` tells the person what the gateway added.

    The last `len(hidden)` fields of its answer are the gateway's own (`keys.Keys` reads them) and no `outputs`.
    """

    what: What
    text: str
    outputs: tuple[Output, ...] = ()
    places: frozenset[Place] = frozenset()
    notice: Text | None = None
    people: tuple[Whose, ...] = ()
    hidden: tuple[Hidden, ...] = ()

    def aligned(self, fields: int) -> tuple[Output, ...]:
        """The output behind each described field that is not hidden; where they cannot be aligned, one that is always masked."""
        stars = [at for at, each in enumerate(self.outputs) if each.lineage is Lineage.STAR]
        if not stars:
            return self.outputs if len(self.outputs) == fields else (_NOBODY_KNOWS,) * fields
        before, after = self.outputs[: stars[0]], self.outputs[stars[-1] + 1 :]
        middle = fields - len(before) - len(after)
        if middle < 0:
            return (_NOBODY_KNOWS,) * fields
        return (*before, *(self._any_of(stars),) * middle, *after)

    def _any_of(self, stars: list[int]) -> Output:
        """Between the first star and the last nothing has a known position: each field must prove itself by its origin."""
        between = self.outputs[stars[0] : stars[-1] + 1]
        places = frozenset(place for each in between for place in each.places)
        owners = frozenset((each.column.schema, each.column.table) for each in between if each.column is not None)
        return Output(name=None, lineage=Lineage.STAR, kind=Kind.PERSONAL, places=places | owners)


_NOBODY_KNOWS: Final = Output(name=None, lineage=Lineage.MIXED, kind=Kind.PERSONAL)


class Why(StrEnum):
    """Why a statement was refused; a stable word for the journal and the cases."""

    SYNTAX = "syntax"
    LONG = "long"
    DEEP = "deep"
    SEVERAL = "several"
    STATEMENT = "statement"  # not one of the permitted sorts
    SETTING = "setting"
    CLAUSE = "clause"  # INTO, FOR UPDATE, RECURSIVE, TABLESAMPLE, ...: anything nobody named
    RELATION = "relation"
    FUNCTION = "function"
    OPERATOR = "operator"
    TYPE = "type"
    NAME = "name"  # a column or alias that cannot be told for certain
    PERSONAL = "personal"  # a personal column anywhere but bare in the output
    UNCLASSIFIED = "unclassified"  # the same of a column that nobody classified
    WHOLE_ROW = "whole-row"
    CLIENT = "client"  # a relation of a client the order does not name
    GROUP = "group"  # an aggregate of which nobody can say how many people stand behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """`text` says what and why, `nearest` what to write instead. Neither repeats a value, only names."""

    why: Why
    text: Text
    nearest: Text


class Refusal(Exception):
    """Carries a `Refused` out of the depth of a tree; caught by `judge` alone."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.why)
        self.refused = refused
