"""Replays permitted in the office's pages."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from gateway.recording.play import Play
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import PLAY
from gateway.vocabulary.clock import timestamp


class Plays:
    """The table `play`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, play: Play) -> bool:
        """Insert one that was not taken yet; False where the id is taken."""
        values = {
            "id": play.id, "recording_id": play.recording, "person_id": play.person, "web": play.web,
            "made_at": timestamp(play.made_at),
        }  # fmt: skip
        return insert_new(self._connection, PLAY, values)

    def get(self, play: str) -> Play | None:
        """The play, taken or not."""
        row = one(self._connection, select(PLAY).where(PLAY.c.id == play))
        if row is None:
            return None
        cells = Cells(PLAY, row)
        return Play(
            id=cells.text("id"),
            recording=cells.text("recording_id"),
            person=cells.text("person_id"),
            web=cells.text("web"),
            made_at=cells.moment("made_at"),
            taken_at=cells.maybe_moment("taken_at"),
        )

    def take(self, play: str, at: datetime) -> bool:
        """Set taken_at, once; False where it was taken already, or is unknown."""
        still = (PLAY.c.id == play) & PLAY.c.taken_at.is_(None)
        return changed(self._connection, update(PLAY).where(still).values(taken_at=timestamp(at)))
