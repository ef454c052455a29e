"""One clock (R-43): wall time must keep its distance from boot time. Where it jumps, no time stamp can be trusted any more.

The distance is taken once, when the registrar starts, and never silently again: small steps add up. A clock set right (or a
restart, which is journalled) ends the distrust. Slewing moves both clocks alike and is no jump.

Before what the journal says already no clock is trusted, or a restart would make a dead code live; the distance is taken when
the clock has come there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.registrar.limits import Discipline, Limits
from gateway.vocabulary.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far wall time has left its distance from boot time, and whether anything disciplines it."""

    drift_milliseconds: int
    jumped: bool
    undisciplined: bool
    behind: bool

    @property
    def trusted(self) -> bool:
        """True if events may be stamped with this clock."""
        return not (self.jumped or self.undisciplined or self.behind)


class ClockWatch:
    """Reads both clocks and compares them with the first reading."""

    def __init__(
        self, clock: Clock, boot_seconds: Callable[[], float], disciplined: Callable[[], bool], limits: Limits
    ) -> None:
        self._clock, self._boot_seconds, self._disciplined, self._limits = clock, boot_seconds, disciplined, limits
        self._distance = self._now_distance()
        self._not_before: datetime | None = None

    def not_before(self, moment: datetime) -> None:
        """From now on a clock that stands before `moment` is not trusted, until it has come there once."""
        self._not_before = moment

    def behind_of(self, moment: datetime) -> timedelta:
        """How far the clock stands before `moment`; nothing within the bound of a jump."""
        behind = moment - self._clock.now()
        return behind if behind.total_seconds() > self._limits.drift_seconds_max else timedelta(0)

    def look(self) -> Reading:
        """The reading of this moment."""
        behind = self._not_before is not None and bool(self.behind_of(self._not_before))
        if self._not_before is not None and not behind:
            self._not_before, self._distance = None, self._now_distance()
        drift = self._now_distance() - self._distance
        return Reading(
            drift_milliseconds=round(drift * 1000),
            jumped=abs(drift) > self._limits.drift_seconds_max,
            undisciplined=self._limits.discipline is Discipline.REQUIRED and not self._disciplined(),
            behind=behind,
        )

    def _now_distance(self) -> float:
        return self._clock.now().timestamp() - self._boot_seconds()
