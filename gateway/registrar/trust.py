"""Whether sessions may open now as far as time goes (R-43): the clock is looked at each second, and what it says is written down.

A clock that cannot be trusted ends every session and lets none begin, until it is right again.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from gateway.audit.event import Event
from gateway.ipc.server import Refuse
from gateway.registrar import texts
from gateway.registrar.clock_watch import ClockWatch, Reading
from gateway.registrar.ending import Ending
from gateway.registrar.events import ClockAccepted, ClockBehind, ClockJumped, ClockSteady, ClockUnsynchronised
from gateway.registrar.group import Group
from gateway.registrar.limits import Limits

log = logging.getLogger(__name__)


class Trust:
    """The clock's standing and what follows from it."""

    def __init__(self, *, watch: ClockWatch, group: Group, ending: Ending, limits: Limits) -> None:
        self._watch, self._group, self._ending, self._limits = watch, group, ending, limits
        self._trusted = True

    def begin(self, newest: datetime | None) -> Sequence[Event]:
        """At the start: what is to be written of a clock that stands before the journal's newest entry. It is not trusted."""
        behind = timedelta(0) if newest is None else self._watch.behind_of(newest)
        if newest is None or not behind:
            return ()
        told, accepted = round(behind.total_seconds()), self._limits.accept_until
        log.critical("the clock stands %d s before the journal's newest entry", told)
        if accepted is not None and newest <= accepted:
            return (ClockAccepted(newest=newest, behind_seconds=told),)
        self._watch.not_before(newest)
        self._trusted = False
        return (ClockBehind(newest=newest, behind_seconds=told),)

    def require(self) -> None:
        """Raise Refuse while the clock cannot be trusted; looks at it now, not a second ago."""
        if not self._trusted or not self._watch.look().trusted:
            raise Refuse("clock.untrusted", texts.CLOCK_BAD)

    def require_no_leap(self) -> None:
        """Raise Refuse while the clock stands where it has leapt to: by it a code of another time would be good.

        A clock that nobody disciplines opens no session; the office, where somebody sees to that, goes on by it.
        """
        reading = self._watch.look()
        if reading.jumped or reading.behind:
            raise Refuse("clock.untrusted", texts.CLOCK_BAD)

    def reading(self) -> Reading:
        """The clocks as they are now; changes nothing."""
        return self._watch.look()

    async def run(self) -> None:
        """Look each `clock_check_seconds`, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self._limits.clock_check_seconds)

    async def look(self) -> None:
        """One look; what has changed since the last is written down, and sessions end if it is for the worse."""
        reading = self._watch.look()
        if reading.trusted == self._trusted:
            return
        self._trusted = reading.trusted
        log.critical("clock trusted: %s, drift %d ms", reading.trusted, reading.drift_milliseconds)
        if not reading.trusted:
            self._ending.end_all("clock.untrusted", texts.ENDING_CLOCK)
        await self._group.append([self._told(reading)])

    def _told(self, reading: Reading) -> Event:
        if reading.jumped:
            bound = round(self._limits.drift_seconds_max * 1000)
            return ClockJumped(drift_milliseconds=reading.drift_milliseconds, bound_milliseconds=bound)
        if reading.undisciplined:
            return ClockUnsynchronised()
        return ClockSteady(drift_milliseconds=reading.drift_milliseconds)
