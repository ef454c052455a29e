"""A change of the office that takes effect only with a second person's signature (R-16, R-22): asked, then confirmed. Pure.

Nothing changes while it is open; it lapses by itself. Whoever asked cannot confirm, and nobody confirms what is about himself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LIFE: Final = timedelta(hours=24)


class Standing(StrEnum):
    """Where a proposal stands. An open one past its end has lapsed; no row says so."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Hindrance(StrEnum):
    """Why somebody may not confirm."""

    OVER = "over"  # confirmed, withdrawn or lapsed
    OWN = "own"  # he asked for it himself
    ABOUT_HIM = "about-him"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One asked change. `body` is the change as the registrar wrote it, `facts` (JSON) what the journal says of it.

    `subject` is what it is about as the journal names it: a person's id, a target's name.
    """

    id: str
    change: str
    subject: str
    facts: str
    body: bytes
    asked_by: str
    asked_by_username: str
    asked_at: datetime
    expires_at: datetime
    standing: Standing
    decided_by: str | None = None
    decided_at: datetime | None = None


def is_open(standing: Standing, expires_at: datetime, now: datetime) -> bool:
    """True while it can be confirmed or withdrawn."""
    return standing is Standing.OPEN and now < expires_at


def hindrance(proposal: Proposal, person: str, now: datetime) -> Hindrance | None:
    """Why `person` (an id) may not confirm now; None if he may."""
    if not is_open(proposal.standing, proposal.expires_at, now):
        return Hindrance.OVER
    if person == proposal.asked_by:
        return Hindrance.OWN
    return Hindrance.ABOUT_HIM if person == proposal.subject else None
