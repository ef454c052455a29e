"""Is there room? Pure. A store that had none must have somewhat more than the bound before it has room again."""

from enum import StrEnum
from typing import Final

from gateway.metrics.places import Place, Space
from gateway.space.bounds import Bounds

FILES_MIN: Final = 64  # inodes: a recording needs one, a tile of the journal another


class Room(StrEnum):
    """How a store stands."""

    ENOUGH = "enough"
    SHORT = "short"  # nobody new
    FULL = "full"  # nobody at all


def judged(place: Place, space: Space, bounds: Bounds, *, sessions: int, before: Room) -> Room:
    """How the store stands with `sessions` running, that stood as `before` when somebody looked last."""
    floor, wanted = bounds.floor_bytes, bounds.wanted(place, sessions)
    if before is Room.FULL:
        floor += floor // 4
    if before is not Room.ENOUGH:
        wanted += wanted // 8
    if space.free_bytes < floor:
        return Room.FULL
    has_files = space.endless_files or space.free_files >= FILES_MIN
    return Room.ENOUGH if has_files and space.free_bytes >= wanted else Room.SHORT
