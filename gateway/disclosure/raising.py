"""A cap is raised by two supervisors, by at most one session's worth, once a day for one person (R-06).

The step lifts every cap alike, so that what is granted can be used; it ends with the day. Whoever keeps the past says which
sessions it is given to. An order whose purpose reveals nobody gets nobody by a step either.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gateway.disclosure.past import Past, Step, japan_day
from gateway.vocabulary.caps import BudgetCaps, RaiseLimits


class NotRaised(StrEnum):
    """Why there is no step."""

    ONE_SUPERVISOR = "one-supervisor"  # the same person twice
    NOT_A_SUPERVISOR = "not-a-supervisor"
    OWN = "own"  # of the person who is to see more
    NOTHING = "nothing"  # neither people nor rows, or fewer than none
    TOO_MUCH = "too-much"  # more than one session's worth
    AGAIN = "again"  # there was one today, or one for this session


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be added for `person` (a user name) in `session`, and by whom."""

    person: str
    session: str
    people: int
    rows: int
    supervisors: tuple[str, str]


def step_of(
    asked: Asked, caps: BudgetCaps, limits: RaiseLimits, past: Past, supervisors: AbstractSet[str], now: datetime
) -> Step | NotRaised:
    """The step, or why not. `past` is the person's, `supervisors` are all who hold that role now."""
    day = japan_day(now)
    refused = _by_whom(asked, supervisors) or _how_much(asked, caps, limits) or _how_often(asked, past, day)
    if refused is not None:
        return refused
    return Step(session=asked.session, day=day, people=asked.people, rows=asked.rows, supervisors=asked.supervisors)


def _by_whom(asked: Asked, supervisors: AbstractSet[str]) -> NotRaised | None:
    if len(set(asked.supervisors)) != 2:
        return NotRaised.ONE_SUPERVISOR
    if asked.person in asked.supervisors:
        return NotRaised.OWN
    return None if set(asked.supervisors) <= supervisors else NotRaised.NOT_A_SUPERVISOR


def _how_much(asked: Asked, caps: BudgetCaps, limits: RaiseLimits) -> NotRaised | None:
    if min(asked.people, asked.rows) < 0 or asked.people + asked.rows == 0:
        return NotRaised.NOTHING
    people = min(limits.people, caps.per_client.session, caps.in_all.session)
    rows = min(limits.rows, caps.per_client.rows_day, caps.in_all.rows_day)
    return NotRaised.TOO_MUCH if asked.people > people or asked.rows > rows else None


def _how_often(asked: Asked, past: Past, day: date) -> NotRaised | None:
    """A step of a day ahead of ours (another node's clock) is one of today."""
    before = any(each.session == asked.session or each.day >= day for each in past.steps)
    return NotRaised.AGAIN if before else None
