"""Would a log-in succeed now? Pure. Every part must say yes; what is not known is no."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gateway.metrics.figures import Figures
from gateway.metrics.picture import Picture
from gateway.metrics.places import Place

DOOR_TOLD_SECONDS_MAX: Final = 8.0  # two tellings missed


class Check(StrEnum):
    """What a log-in and its session need."""

    FRESH = "fresh"  # the last look is not old
    REGISTRAR = "registrar"
    KEEPER = "keeper"  # which reads the database for it
    DATABASE = "database"  # the registrar reads it
    JOURNAL = "journal"  # the registrar has its turn to write, and may write tiles
    RECORDINGS = "recordings"  # may be written
    SPACE = "space"
    GATEWAY = "gateway"  # the door is open and has a place
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """`age_seconds_max`: of a picture. `free_bytes_min`: everywhere Sekisho writes."""

    age_seconds_max: float
    free_bytes_min: int


def checks(picture: Picture | None, bounds: Bounds, now: float) -> dict[Check, bool]:
    """All of them, at `now` (monotonic seconds)."""
    if picture is None or now - picture.taken > bounds.age_seconds_max:
        return dict.fromkeys(Check, False)
    figures = picture.figures
    spaces = picture.spaces
    return {
        Check.FRESH: True,
        Check.REGISTRAR: figures is not None,
        Check.KEEPER: picture.keeper_seconds is not None,
        Check.DATABASE: figures is not None and figures.census is not None,
        Check.JOURNAL: figures is not None and _journal(figures),
        Check.RECORDINGS: figures is not None and figures.writable.get(Place.RECORDINGS, False),
        Check.SPACE: all(
            place in spaces and spaces[place].has_room(bounds.free_bytes_min)
            for place in (Place.STATE, Place.RECORDINGS, Place.JOURNAL)
        )
        and all(space.has_room(bounds.free_bytes_min) for space in spaces.values())
        and (figures is None or figures.stores is None or not any(figures.stores.short.values())),
        Check.GATEWAY: figures is not None and _door(figures),
        Check.CLOCK: figures is not None and figures.clock_trusted,
    }


def missing(found: dict[Check, bool]) -> tuple[Check, ...]:
    """What says no."""
    return tuple(check for check, holds in found.items() if not holds)


def _journal(figures: Figures) -> bool:
    return figures.write_seconds is not None and figures.writable.get(Place.JOURNAL, False)


def _door(figures: Figures) -> bool:
    door, told = figures.door, figures.door_told_seconds
    here = figures.connections.get("gateway", 0) > 0 and told is not None and told <= DOOR_TOLD_SECONDS_MAX
    return here and door is not None and door.processes - door.unauthenticated < door.places
