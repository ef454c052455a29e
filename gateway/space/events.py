"""What the journal keeps of room on the disks. `place` is one of ours: recordings, database, journal."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event
from gateway.metrics.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceShort(Event):
    """From now on no new session is let in: `free_bytes` is less than the running ones and one more may need."""

    kind: ClassVar[str] = "space.short"
    place: Place
    free_bytes: int
    wanted_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceFull(Event):
    """The store is as good as full: every session was told to end."""

    kind: ClassVar[str] = "space.full"
    place: Place
    free_bytes: int
    floor_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceEnough(Event):
    """There is room again: sessions are let in."""

    kind: ClassVar[str] = "space.enough"
    place: Place
    free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceEndsSoon(Event):
    """At the rate of the last hours the store is full in `hours`."""

    kind: ClassVar[str] = "space.ends_soon"
    place: Place
    hours: int
    free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BallastReleased(Event):
    """The ballast was let go, so that seals and last entries could be written."""

    kind: ClassVar[str] = "space.ballast_released"
    place: Place
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BallastMade(Event):
    """The ballast lies there, for the first time or again."""

    kind: ClassVar[str] = "space.ballast_made"
    place: Place
    bytes: int
