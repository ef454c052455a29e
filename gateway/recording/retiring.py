"""The end of a recording (R-84, R-85): why, what is asked about before, and when it is due. Pure.

A recording is retired, never lost: the journal hears it first, its key is destroyed in the same commit, its file goes after.
Its final hash, its session and what it showed of whom stay where they are.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gateway.recording.content_key import began_on, over_on
from gateway.recording.legal_hold import LegalHold


class Why(StrEnum):
    """Why a recording's life is over."""

    TIME_OVER = "time-over"  # the days its clients' contracts give
    CONTRACT_OVER = "contract-over"  # all its clients' contracts have ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A closed recording that is not retired. `clients` sorted codes; `last` the day (UTC) of its last event."""

    recording: str
    session: str
    path: str
    clients: tuple[str, ...]
    last: date
    final_hash: bytes

    @property
    def first(self) -> date:
        """The day it began."""
        return began_on(self.recording)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what recordings end today: days by clients, clients whose contract is over, holds that stand."""

    today: date
    days_of: Callable[[Collection[str]], int]
    ended: frozenset[str]
    holds: Sequence[LegalHold]

    def reason(self, clients: Collection[str], day: date) -> Why | None:
        """Why what began on `day` for these clients is over; None where it is not."""
        if clients and self.ended.issuperset(clients):
            return Why.CONTRACT_OVER
        return Why.TIME_OVER if over_on(day, self.days_of(clients)) <= self.today else None

    def held_by(self, clients: Collection[str], first: date, last: date) -> tuple[LegalHold, ...]:
        """The holds in whose scope it is."""
        return tuple(hold for hold in self.holds if hold.covers(clients, first, last))
