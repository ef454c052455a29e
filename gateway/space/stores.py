"""The stores of one machine as they are: looked at, their ballast made and let go. Everything here may wait for a disk.

Used from two threads of the registrar: the one that looks each second, and the writer's when a commit failed.
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.audit.event import Event
from gateway.metrics.places import Place, Space, look
from gateway.space.ballast import Ballast
from gateway.space.bounds import STORES, Bounds
from gateway.space.events import BallastMade, BallastReleased

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tended:
    """`spaces` of the stores that could be looked at; whose ballast lies there; what was made and let go since the last time."""

    spaces: Mapping[Place, Space]
    ballasts: Mapping[Place, bool]
    events: Sequence[Event]


class Stores:
    """Those of `folders` that sessions cannot do without. A ballast that cannot be made is missing, and no reason to stop."""

    def __init__(self, folders: Mapping[Place, Path], bounds: Bounds) -> None:
        self._folders = {place: folders[place] for place in STORES if place in folders}
        self._ballasts = {place: Ballast(folder, bounds.ballast_bytes) for place, folder in self._folders.items()}
        self._bounds = bounds
        self._lock = threading.Lock()
        self._untold: list[Event] = []

    @property
    def bounds(self) -> Bounds:
        """What they are judged by."""
        return self._bounds

    @property
    def places(self) -> frozenset[Place]:
        """Which there are."""
        return frozenset(self._folders)

    def tend(self, sessions: int) -> Tended:
        """Look; let go of ballast where a store runs full, make it where there is room for it beside `sessions`."""
        with self._lock:
            for place in self._folders:
                self._tend(place, sessions)
            spaces = look(self._folders)
            told, self._untold = self._untold, []
            stand = {place: _stands(ballast) for place, ballast in self._ballasts.items()}
        return Tended(spaces=spaces, ballasts=stand, events=tuple(told))

    def make_room(self) -> bool:
        """A commit failed: True if that may be for want of room, and there is some more of it now."""
        with self._lock:
            full = [place for place, space in look(self._folders).items() if self._ends(space)]
            let_go = [place for place in full if self._let_go(place)]
        return bool(let_go)

    def _tend(self, place: Place, sessions: int) -> None:
        space = look({place: self._folders[place]}).get(place)
        if space is None:
            return
        if self._ends(space):
            self._let_go(place)
        elif space.free_bytes >= self._bounds.wanted(place, sessions) + self._bounds.ballast_bytes:
            self._lay(place)

    def _ends(self, space: Space) -> bool:
        return space.free_bytes < self._bounds.last_bytes

    def _let_go(self, place: Place) -> bool:
        try:
            freed = self._ballasts[place].release()
        except OSError as error:
            log.error("the ballast of %s cannot be let go: %s", place, error)  # noqa: TRY400  # said, nothing to trace
            return False
        if freed:
            log.critical("%s runs full: its ballast was let go, %d bytes", place, freed)
            self._untold.append(BallastReleased(place=place, bytes=freed))
        return freed > 0

    def _lay(self, place: Place) -> None:
        ballast = self._ballasts[place]
        try:
            if ballast.stands:
                return
            ballast.make()
        except OSError as error:
            log.error("the ballast of %s cannot be made: %s", place, error)  # noqa: TRY400  # tried again at the next look
            return
        self._untold.append(BallastMade(place=place, bytes=self._bounds.ballast_bytes))


def _stands(ballast: Ballast) -> bool:
    try:
        return ballast.stands
    except OSError:
        return False
