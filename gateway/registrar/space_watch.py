"""Whether sessions may open and go on as far as room goes (R-11): the stores are looked at each second.

Short: nobody new is let in. Full: every session ends, in words, while its seal still finds room. Both end by themselves when
there is room again. What was not looked at lately is not known to have room.
"""

import asyncio
import logging
from collections.abc import Mapping

from gateway.audit.event import Event
from gateway.ipc.server import Refuse
from gateway.metrics.figures import StoresStand
from gateway.metrics.places import Place, Space
from gateway.registrar.ending import Ending
from gateway.registrar.group import Group
from gateway.registrar.lane import Lane
from gateway.registrar.limits import Limits
from gateway.registrar.live import Live
from gateway.registrar.mending import Mender
from gateway.space import texts
from gateway.space.events import SpaceEndsSoon, SpaceEnough, SpaceFull, SpaceShort
from gateway.space.forecast import Forecast
from gateway.space.judging import Room, judged
from gateway.space.stores import Stores
from gateway.vocabulary.clock import Clock

log = logging.getLogger(__name__)
FULL = "space.full"


class SpaceWatch:
    """The stores' standing and what follows from it."""

    def __init__(
        self, *, stores: Stores, group: Group, ending: Ending, live: Live, mender: Mender, clock: Clock, limits: Limits
    ) -> None:
        self._stores, self._group, self._ending, self._live = stores, group, ending, live
        self._mender, self._clock, self._limits = mender, clock, limits
        self._lane = Lane("registrar-space")
        self._rooms = dict.fromkeys(stores.places, Room.ENOUGH)
        self._spaces: Mapping[Place, Space] = {}
        self._ballasts: Mapping[Place, bool] = {}
        self._looked_at = clock.monotonic()
        self._forecasts = {place: Forecast() for place in stores.places}
        self._warned: set[Place] = set()
        self._untold: list[Event] = []

    def require(self) -> None:
        """Raise Refuse where one more session may not open now, beside those that run now."""
        known = self._clock.monotonic() - self._looked_at <= self._limits.space_known_seconds
        if not known or any(self._judged(place) is not Room.ENOUGH for place in self._stores.places):
            raise Refuse("space.short", texts.NO_ROOM)

    def stand(self) -> StoresStand:
        """For the figures."""
        hours = {place: self._hours(place) for place in self._stores.places}
        return StoresStand(
            short={place: room is not Room.ENOUGH for place, room in self._rooms.items()},
            hours_left={place: left for place, left in hours.items() if left is not None},
            ballasts=dict(self._ballasts),
        )

    async def run(self) -> None:
        """Look each `space_check_seconds`, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self._limits.space_check_seconds)

    async def look(self) -> None:
        """One look; what has changed since the last is written down, and sessions end where a store is full."""
        await self.tend()
        if self._untold:
            told, self._untold = self._untold, []
            self._mender.trigger()  # what could not be sealed for want of room
            await self._group.append(told)

    async def tend(self) -> None:
        """Look, and act; what is to be written down waits for the next `look`."""
        tended = await self._lane.run(lambda: self._stores.tend(len(self._live.running())))
        self._spaces, self._ballasts, self._looked_at = tended.spaces, tended.ballasts, self._clock.monotonic()
        self._untold += tended.events
        for place in self._stores.places:
            self._stands(place, self._judged(place))
            self._foresee(place)

    def _judged(self, place: Place) -> Room:
        space = self._spaces.get(place)
        if space is None:
            return Room.SHORT
        running = len(self._live.running())
        return judged(place, space, self._stores.bounds, sessions=running, before=self._rooms[place])

    def _stands(self, place: Place, room: Room) -> None:
        before, self._rooms[place] = self._rooms[place], room
        if room is before:
            return
        log.critical("%s: room is %s, was %s", place, room, before)
        if room is Room.FULL:
            self._ending.end_all(FULL, texts.ENDING_FULL)
        self._untold.append(self._told(place, room))

    def _told(self, place: Place, room: Room) -> Event:
        space, bounds = self._spaces.get(place), self._stores.bounds
        free = 0 if space is None else space.free_bytes
        match room:
            case Room.FULL:
                return SpaceFull(place=place, free_bytes=free, floor_bytes=bounds.floor_bytes)
            case Room.SHORT:
                wanted = bounds.wanted(place, len(self._live.running()))
                return SpaceShort(place=place, free_bytes=free, wanted_bytes=wanted)
            case Room.ENOUGH:
                return SpaceEnough(place=place, free_bytes=free)

    def _foresee(self, place: Place) -> None:
        space = self._spaces.get(place)
        if space is None:
            return
        self._forecasts[place].add(self._looked_at, space.free_bytes)
        hours, warn_hours = self._hours(place), self._stores.bounds.warn_hours
        if hours is None or hours > 2 * warn_hours:
            self._warned.discard(place)
        elif hours <= warn_hours and place not in self._warned:
            self._warned.add(place)
            self._untold.append(SpaceEndsSoon(place=place, hours=int(hours), free_bytes=space.free_bytes))

    def _hours(self, place: Place) -> float | None:
        return self._forecasts[place].hours(self._stores.bounds.floor_bytes)
