"""What became of log-ins, told from the journal's own kinds of events."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Outcome(StrEnum):
    """One a log-in, but for FAILED: one a wrong factor."""

    COMPLETED = "completed"
    FAILED = "failed"
    REFUSED = "refused"
    LOCKED = "locked"
    UNAPPROVED = "terminal-unapproved"
    CUT_OFF = "cut-off"
    ABANDONED = "abandoned"


KIND_OF: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.COMPLETED: "login.completed",
        Outcome.FAILED: "login.failed",
        Outcome.REFUSED: "login.refused",
        Outcome.LOCKED: "login.locked",
        Outcome.UNAPPROVED: "login.terminal_unapproved",
        Outcome.CUT_OFF: "login.cut_off",
        Outcome.ABANDONED: "login.abandoned",
    }
)


def logins(events: Mapping[str, int]) -> dict[str, float]:
    """By outcome, from counts by kind."""
    return {outcome.value: float(events.get(kind, 0)) for outcome, kind in KIND_OF.items()}
