"""What the journal keeps of statements at a database: that each ran, before it ran; what came of it; and what was refused.

`number` counts the statements of a session, as in its recording and its disclosures. `digest` is the SHA-256 of the text as it
was typed; `text` is that text without its literals, which may be personal data and stand in the encrypted recording alone. No
event holds a value, neither one that was given nor one that came back.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from gateway.audit.event import Event

TEXT_LETTERS_MAX: Final = 2000
RELATIONS_MAX: Final = 50


class Cut(StrEnum):
    """Why a statement ended before its end."""

    BUDGET = "budget"  # its rows would have gone past a cap, or the person is frozen
    FOREIGN = "foreign"  # rows of a client the work order does not name
    ROWS = "rows"  # more rows than one statement shows
    CANCELLED = "cancelled"  # by the person
    CHANGED = "changed"  # the target's tables are not what the session knows
    SKIPPED = "skipped"  # something before it in its batch failed
    LEFT = "left"  # the person fetched no more of it
    SESSION = "session"  # the session ended first


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRun(Event):
    """A statement is about to be sent. `what` is its sort, `relations` are the tables it reads, `schema.name`."""

    kind: ClassVar[str] = "statement.run"

    number: int
    what: str
    digest: bytes
    text: str
    relations: tuple[str, ...]
    parameters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEnded(Event):
    """It is over. `rows` were shown, `masked` of them with something masked; `sqlstate` where it failed."""

    kind: ClassVar[str] = "statement.ended"

    number: int
    rows: int
    masked: int
    milliseconds: int
    sqlstate: str | None = None
    cut: Cut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRan(Event):
    """Statements of one text that began and ended well before the journal was written: `times` of them, `number` to `through`.

    Between those numbers others may stand. `rows`, `masked` and `milliseconds` are sums. Sent before they were journalled, and
    shown; both within the bound of `diary`.
    """

    kind: ClassVar[str] = "statement.ran"

    number: int
    through: int
    times: int
    what: str
    digest: bytes
    text: str
    relations: tuple[str, ...]
    parameters: int
    rows: int
    masked: int
    milliseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRefused(Event):
    """A statement was not sent. `why` is a word of the gate's or of the budget's."""

    kind: ClassVar[str] = "statement.refused"

    number: int
    why: str
    sqlstate: str
    digest: bytes
    text: str


def bounded(text: str) -> str:
    """A text as the journal keeps it: printable, bounded."""
    kept = text[:TEXT_LETTERS_MAX]
    if not kept.isprintable():
        kept = "".join(each if each.isprintable() else " " for each in kept)
    return kept if len(text) <= TEXT_LETTERS_MAX else f"{kept}..."
