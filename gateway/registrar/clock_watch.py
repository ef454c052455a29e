"""One clock (R-43): wall time must keep its distance from boot time. Where it jumps, no time stamp can be trusted any more.

The distance is taken once, when the registrar starts, and never silently again: small steps add up. A clock set right (or a
restart, which is journalled) ends the distrust. Slewing moves both clocks alike and is no jump.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gateway.registrar.limits import Discipline, Limits
from gateway.vocabulary.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far wall time has left its distance from boot time, and whether anything disciplines it."""

    drift_milliseconds: int
    jumped: bool
    undisciplined: bool

    @property
    def trusted(self) -> bool:
        """True if events may be stamped with this clock."""
        return not (self.jumped or self.undisciplined)


class ClockWatch:
    """Reads both clocks and compares them with the first reading."""

    def __init__(
        self, clock: Clock, boot_seconds: Callable[[], float], disciplined: Callable[[], bool], limits: Limits
    ) -> None:
        self._clock, self._boot_seconds, self._disciplined, self._limits = clock, boot_seconds, disciplined, limits
        self._distance = self._now_distance()

    def look(self) -> Reading:
        """The reading of this moment."""
        drift = self._now_distance() - self._distance
        return Reading(
            drift_milliseconds=round(drift * 1000),
            jumped=abs(drift) > self._limits.drift_seconds_max,
            undisciplined=self._limits.discipline is Discipline.REQUIRED and not self._disciplined(),
        )

    def _now_distance(self) -> float:
        return self._clock.now().timestamp() - self._boot_seconds()
