"""One replay in the office's pages: permitted to one person in one web session, for a stated purpose, and begun once. Pure.

Its id is no secret: it opens nothing outside the session it was made for. Frames are handed out once, within a minute of the
purpose; what was handed out may be searched while the viewer still looks at it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

GOOD_FOR: Final = timedelta(seconds=60)
SEARCHED_FOR: Final = timedelta(hours=12)


class Hindrance(StrEnum):
    """Why a play hands out nothing."""

    NOT_HIS = "not-his"  # another person, web session or recording
    TAKEN = "taken"
    LATE = "late"
    NOT_TAKEN = "not-taken"  # searching comes after the frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """`web` is the web session's id. Times are timezone-aware UTC."""

    id: str
    recording: str
    person: str
    web: str
    made_at: datetime
    taken_at: datetime | None = None

    def is_of(self, *, recording: str, person: str, web: str) -> bool:
        """True if it was permitted for just this."""
        return (self.recording, self.person, self.web) == (recording, person, web)


def hindrance(play: Play | None, *, recording: str, person: str, web: str, now: datetime) -> Hindrance | None:
    """Why its frames may not be taken now; None if they may."""
    if play is None or not play.is_of(recording=recording, person=person, web=web):
        return Hindrance.NOT_HIS
    if play.taken_at is not None:
        return Hindrance.TAKEN
    return None if play.made_at <= now <= play.made_at + GOOD_FOR else Hindrance.LATE


def search_hindrance(play: Play | None, *, recording: str, person: str, web: str, now: datetime) -> Hindrance | None:
    """Why the recording may not be searched under it now; None if it may."""
    if play is None or not play.is_of(recording=recording, person=person, web=web):
        return Hindrance.NOT_HIS
    if play.taken_at is None:
        return Hindrance.NOT_TAKEN
    return None if play.taken_at <= now <= play.made_at + SEARCHED_FOR else Hindrance.LATE
