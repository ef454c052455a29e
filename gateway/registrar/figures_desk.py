"""Figures for the monitor. It may ask nothing else, and waits for nobody who is slow: what is not there in time is left out.

Database and disks are looked at on threads of their own, one look at a time, so that no session's question ever stands behind
one, and one that hangs hides nothing but itself.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from gateway.ipc.messages import NoParams
from gateway.ipc.server import Peer, Refuse, Violation
from gateway.metrics.figures import DoorStands, Figures, ShelfStands
from gateway.registrar.group import Done
from gateway.registrar.lane import Lane
from gateway.registrar.works import Works
from gateway.vocabulary.outcome import Fault

log = logging.getLogger(__name__)
T = TypeVar("T")
SECONDS_MAX: Final = 2.0  # for each of the two things that can be slow


class _Beside:
    """A thread for one kind of work, one piece at a time: while the last has not come back, the answer is None."""

    def __init__(self, name: str) -> None:
        self._lane = Lane(name)
        self._busy = False

    async def ask(self, work: Callable[[], T]) -> T | None:
        if self._busy:
            return None
        self._busy = True
        return await self._lane.run(lambda: self._done(work))

    def _done(self, work: Callable[[], T]) -> T:
        try:
            return work()
        finally:
            self._busy = False


class FiguresDesk:
    """Answers the monitor, and hears the gateway's parent."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._census, self._places = _Beside("registrar-census"), _Beside("registrar-places")
        self._failing: set[str] = set()

    async def figures(self, _peer: Peer, _asked: NoParams) -> Figures:
        """Of this moment."""
        works, paces = self._works, self._works.paces
        (_, write_seconds), (census, read_seconds), (places, _) = await asyncio.gather(
            self._timed("the writer's turn", self._turn()),
            self._timed("the census", self._census.ask(works.gauges.census)),
            self._timed("the places", self._places.ask(works.gauges.places)),
        )
        clock = works.trust.reading()
        events, last_events = paces.events()
        door, door_told_seconds = paces.door()
        return Figures(
            started_at=paces.started_at,
            clock_trusted=clock.trusted,
            clock_drift_seconds=clock.drift_milliseconds / 1000,
            events=events,
            last_events=last_events,
            commits=paces.commits(),
            write_seconds=write_seconds,
            read_seconds=read_seconds,
            connections=works.live.by_role(),
            heard_seconds=paces.heard_seconds(),
            sessions=dict(Counter(opening.capability for _, opening in works.live.running())),
            witness_behind=works.notary.witness_behind,
            spaces=dict(places.spaces) if places is not None else {},
            writable=dict(places.writable) if places is not None else {},
            door=door,
            door_told_seconds=door_told_seconds,
            census=census,
            stores=works.space.stand(),
            shelf=paces.shelf(),
        )

    async def door(self, _peer: Peer, told: DoorStands) -> None:
        """The gateway's parent says how its door stands."""
        self._works.paces.door_told(told)

    async def shelf(self, _peer: Peer, told: ShelfStands) -> None:
        """The archivist says how recordings come into the store."""
        self._works.paces.shelf_told(told)

    async def _turn(self) -> bool:
        """The writer's turn, for nothing: how long whoever has something to write waits now."""
        await self._works.group.write(lambda _: Done(result=None, events=()))
        return True

    async def _timed(self, what: str, work: Awaitable[T | None]) -> tuple[T | None, float | None]:
        """What came of it, and the seconds it took; None for both where it failed or was too slow, said when that begins."""
        clock = self._works.clock
        began = clock.monotonic()
        try:
            result = await asyncio.wait_for(work, SECONDS_MAX)
        except (Fault, OSError, TimeoutError, Refuse, Violation) as failure:
            if what not in self._failing:
                self._failing.add(what)
                log.warning("figures are without %s: %s", what, str(failure) or type(failure).__name__)
            return None, None
        if result is None:
            return None, None
        self._failing.discard(what)
        return result, clock.monotonic() - began
