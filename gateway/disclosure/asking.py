"""What whoever shows rows says to the one who counts, and hears back, as values. The one who counts is another process.

Rows are taken before they go out, a few ahead, so that a look-up of one row costs no commit; what went out is said after.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from gateway.disclosure.budget import Left
from gateway.disclosure.spans import Exceeded


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """It may be shown. `ahead` is what may be shown besides, by client, on `day` only.

    `warned`: a cap's warning share was crossed just now; `left` is what is left then. `reclaimed`: what the session said it held
    to spare is taken back.
    """

    day: date
    ahead: dict[str, int]
    warned: bool
    left: Left
    reclaimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Nothing of it is shown. `fresh`: this answer froze the person; else somebody had before."""

    exceeded: tuple[Exceeded, ...]
    fresh: bool
    reclaimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing of it is shown yet: other sessions of the person hold rows that may come back in a moment. Ask again."""

    reclaimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Nothing of it is shown: these clients are not in the order."""

    clients: tuple[str, ...]


TakeAnswer: TypeAlias = Taken | Stopped | Wait | Foreign


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """What a session holds of `day` beyond the answer in question, by client; it may be taken back where rows are short."""

    day: date
    rows: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """`rows` (at least 1) masked rows of a client's in a relation went out, by the statements from `statement` to `through`."""

    client: str
    table: str
    rows: int
    statement: int
    through: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """Where an answer began and ended in a relation, by the key of its rows."""

    table: str
    first: str
    last: str
