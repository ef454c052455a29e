"""What a session process may ask of the registrar about showing rows, what it is answered, and how much of it.

A session process says how many rows of whom it is about to show. What it may show is never its word: the registrar reads
purpose and target of the session's own order, and the caps of the policy, itself.
"""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from gateway.disclosure.asking import Foreign, Stopped, Taken, Wait
from gateway.disclosure.spans import Exceeded
from gateway.ipc.messages import Params
from gateway.registrar.params import Short

ROWS_MAX = 1_000_000
LINES_MAX = 256  # of one settlement: each is an event
PAIRS_MAX = 4096  # of one answer: clients by relations
PEOPLE_MAX = 1024
TABLE_LETTERS_MAX = 200

Code = Annotated[str, Meta(max_length=64, pattern=r"^(|\?|[0-9A-Za-z][0-9A-Za-z._-]*)$")]
TableName = Annotated[str, Meta(max_length=TABLE_LETTERS_MAX)]
Rows = Annotated[int, Meta(ge=1, le=ROWS_MAX)]
Statement = Annotated[int, Meta(ge=0, lt=2**53)]
Digest = Annotated[bytes, Meta(min_length=16, max_length=64)]
Position = Annotated[str, Meta(max_length=64)]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Part of a question: an unknown key is a violation there too."""


class RowsOf(Part, frozen=True, kw_only=True):
    """So many rows of one client in one relation (`schema.name`, "" where nobody knows)."""

    client: Code
    table: TableName
    rows: Rows


class Revealed(Part, frozen=True, kw_only=True):
    """One person's data in clear, by the keeper's digest."""

    client: Code
    table: TableName
    digest: Digest


class Further(Part, frozen=True, kw_only=True):
    """Rows of a client: beyond what the session holds in reserve, or given back of it."""

    client: Code
    rows: Rows


class Take(Params, frozen=True, kw_only=True):
    """`disclosure.take`: an answer of `statement` is about to be shown.

    `rows` is all that it shows masked, `further` what of it the session's reserve does not cover, `people` whom it reveals.
    `spare` is what it holds of `spare_day` beyond that. `waits`: it asks again rather than be frozen for rows that other
    sessions of the person may give back in a moment.
    """

    session: Short
    statement: Statement
    rows: Annotated[tuple[RowsOf, ...], Meta(max_length=PAIRS_MAX)]
    further: Annotated[tuple[Further, ...], Meta(max_length=PAIRS_MAX)]
    people: Annotated[tuple[Revealed, ...], Meta(max_length=PEOPLE_MAX)] = ()
    spare_day: date | None = None
    spare: Annotated[tuple[Further, ...], Meta(max_length=PAIRS_MAX)] = ()
    waits: bool = False


class ShownRows(RowsOf, frozen=True, kw_only=True):
    """Masked rows that went out, by the statements from `statement` to `through`."""

    statement: Statement
    through: Statement


class Masked(Part, frozen=True, kw_only=True):
    """One of the client's people whose data was shown masked, by the keeper's digest."""

    client: Code
    digest: Digest


class Answered(Part, frozen=True, kw_only=True):
    """Where an answer began and ended in a relation, by its key; for the memory of sweeps, never for the journal."""

    table: TableName
    first: Position
    last: Position


class Settle(Params, frozen=True, kw_only=True):
    """`disclosure.settle`: what went out since the last time, of the reserve of `day`, and what of it is given back.

    `asked` are digests of different statements asked meanwhile, `answered` where their answers began and ended. `people` are
    those whose rows went out, with rows told now or before; `unnamed` such rows of whom nobody can tell.
    """

    session: Short
    day: date
    rows: Annotated[tuple[ShownRows, ...], Meta(max_length=LINES_MAX)]
    back: Annotated[tuple[Further, ...], Meta(max_length=LINES_MAX)] = ()
    asked: Annotated[tuple[Annotated[bytes, Meta(min_length=8, max_length=32)], ...], Meta(max_length=LINES_MAX)] = ()
    answered: Annotated[tuple[Answered, ...], Meta(max_length=LINES_MAX)] = ()
    people: Annotated[tuple[Masked, ...], Meta(max_length=PEOPLE_MAX)] = ()
    unnamed: Annotated[tuple[Further, ...], Meta(max_length=PAIRS_MAX)] = ()


class FrozenOf(Params, frozen=True, kw_only=True):
    """`disclosure.frozen`: whether this session's person may be shown anything."""

    session: Short


class TakeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four."""

    taken: Taken | None = None
    stopped: Stopped | None = None
    wait: Wait | None = None
    foreign: Foreign | None = None


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """Why nothing is shown; None where the person is not frozen."""

    exceeded: tuple[Exceeded, ...] | None
