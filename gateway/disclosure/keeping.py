"""What is stored of disclosures, as values: lines of counts, what a session holds in reserve, who is frozen at which door.

A door is where rows are shown. Budgets are one over all doors; a freeze and a step of two supervisors are of one door.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gateway.disclosure.spans import Exceeded


class Door(StrEnum):
    """Where people's data is shown. The words are stored."""

    DATABASE = "database"  # rows, counted exactly
    SHELL = "shell"  # free shells, listed commands, single commands on a terminal: an estimate


SHELL_RELATION = "(shell)"
"""Stands for the relation in a line of what a shell showed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Whose rows: of `client` in `table`, on `day` in Japan, shown to `person` of `employer` in `session`."""

    client: str
    day: date
    person: str
    session: str
    table: str
    employer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of a line, each at least 0: rows with columns masked, records in clear, rows that were at most shown.

    `withheld` are rows that were asked for and not shown, because the order does not name the client. `estimated` are people
    that a shell showed masked; nobody can tell whose, so they stand for each client of the order.
    """

    masked: int = 0
    revealed: int = 0
    at_most: int = 0
    withheld: int = 0
    estimated: int = 0

    def __post_init__(self) -> None:
        if min(self.masked, self.revealed, self.at_most, self.withheld, self.estimated) < 0:
            raise ValueError("nobody can be shown less than nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """`rows` of `client` that a session may show on `day` without asking again; they count as used."""

    day: date
    client: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """A person who is shown nothing at `door` from `since` on, until a supervisor releases."""

    id: str
    person: str
    door: Door
    session: str
    statement: int
    since: datetime
    exceeded: tuple[Exceeded, ...]
    released_at: datetime | None = None
    released_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What two supervisors added to a person's caps at `door` for `day`. `by` are their ids, the first one asked."""

    person: str
    door: Door
    day: date
    people: int
    rows: int
    by: tuple[str, str]
    at: datetime
    reason: str
