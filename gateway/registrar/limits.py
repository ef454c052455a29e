"""Every bound of time the registrar keeps, in one place; the wiring fills it from the settings."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Discipline(StrEnum):
    """Whether the kernel's clock must be disciplined by something outside (NTP, PTP) before sessions may run."""

    REQUIRED = "required"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds. `drift_seconds_max` is R-43's bound; a cut session has `kill_after_seconds` to end by itself (R-42)."""

    fresh_seconds: float = 300.0  # a factor proved longer ago is not good for sensitive changes
    web_idle_seconds: float = 900.0  # a session of the web office without a request for so long is over
    commit_seconds_max: float = 3.0  # a commit that takes longer is a journal that cannot be written (R-11: <= 10 s)
    checkpoint_seconds: float = 60.0
    checkpoint_retry_seconds: float = 5.0
    checkpoint_gap_seconds: float = 0.2  # between two: sessions that begin within it share one
    drift_seconds_max: float = 2.0
    clock_check_seconds: float = 1.0
    discipline: Discipline = Discipline.NOT_ASKED
    accept_until: datetime | None = None  # the journal's times up to here may be wrong: a clock had leapt ahead
    space_check_seconds: float = 1.0
    space_known_seconds: float = 30.0  # a disk that was not looked at for so long is not known to have room
    kill_after_seconds: float = 1.0
    end_all_seconds: float = 5.0  # when all sessions are told to end: time to seal before their processes are killed
    oversight_seconds: float = 10.0  # between two looks at whether running sessions still have their right
    lapse_seconds: float = 60.0  # after its window's end an order lapses, and between two looks for such orders
    window_grace_seconds: float = (
        2.0  # the session process ends itself at its window's end; this long after, it is told
    )
    mend_after_seconds: float = 1.0  # a broken session's recording is left alone until its writer is surely gone
    mend_retry_seconds: float = 30.0
    node_look_seconds: float = 0.5  # between two looks at whether this node and the others live
    node_lost_seconds: float = 3.0  # a node that cannot hold its name for so long ends by itself; always below the next
    node_dead_seconds: float = 5.0  # a node whose name nobody has held for so long is dead
    node_news_seconds: float = 0.4  # between two looks at what other nodes wrote
    forget_grants_seconds: float = 0.5
    exit_seconds: float = 0.5  # from "the journal cannot be written" to the process's end
