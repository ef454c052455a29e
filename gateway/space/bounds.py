"""How much room a store must have, for whom. Pure.

From much to little: below `wanted` nobody new is let in; below `floor_bytes` every session is ended, in words, while its seal
still finds room; below half of that the ballast is let go, once.
"""

from dataclasses import dataclass
from typing import Final

from gateway.metrics.places import Place

STORES: Final = (Place.RECORDINGS, Place.DATABASE, Place.JOURNAL)
MIB: Final = 1024 * 1024
_FLOORS: Final = 2  # what a store that sessions do not fill themselves must have for a new one


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """`session_bytes` are held free among the recordings for each running session and for a new one."""

    ballast_bytes: int = 64 * MIB
    floor_bytes: int = 64 * MIB
    session_bytes: int = 16 * MIB
    warn_hours: float = 72.0

    @property
    def last_bytes(self) -> int:
        """With less than this the ballast is let go."""
        return self.floor_bytes // 2

    def wanted(self, place: Place, sessions: int) -> int:
        """So many free bytes a new session needs beside `sessions` that run."""
        if place is Place.RECORDINGS:
            return self.floor_bytes + self.session_bytes * (sessions + 1)
        return _FLOORS * self.floor_bytes
