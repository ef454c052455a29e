"""How a running session stands: it runs, it waits for a key, or it is frozen until a supervisor lets it go on.

The session process says so and the registrar keeps it, in the transaction of the event that tells of it; nobody else writes it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from gateway.guards.verdict import Why

FROZEN_FOR: Final = timedelta(minutes=15)
"""A frozen session that no supervisor has taken up by then ends."""


class Course(StrEnum):
    """What a session that has not ended does. The words are stored."""

    RUNNING = "running"
    PAUSED = "paused"  # nothing is shown until the person presses a key
    FROZEN = "frozen"  # nothing is shown and nothing typed until a supervisor lets it


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Of one session. `why` and `since` are None while it never stopped; `used` of `limit` in the unit of `why`, 0 where unknown.

    `ends_at`: a frozen session ends then. `by` is the user name of the supervisor who froze it. `people` of `people_cap` were
    shown so far, as far as anybody counted; a cap of None: nobody counts.
    """

    session: str
    course: Course = Course.RUNNING
    why: Why | None = None
    since: datetime | None = None
    ends_at: datetime | None = None
    by: str | None = None
    used: int = 0
    limit: int = 0
    people: int = 0
    people_cap: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why a person is shown nothing at a door: what ran out in `session`, or the supervisor (user name) `by` whom."""

    session: str
    since: datetime
    why: Why
    by: str | None = None
    used: int = 0
    limit: int = 0
