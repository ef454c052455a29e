"""Is somebody watching this recording live? A watcher touches a small file beside it; the writer then closes finer chunks.

The flag holds nothing and is believed for ten seconds, so a watcher that died leaves nothing on. Setting it costs the
session a few more chunks and no more. There is one for all watchers: whoever leaves takes it away only where nobody else
touches it, or a session that must be watched would stand still for a moment although somebody is there.
"""

from pathlib import Path
from typing import Final

from gateway.recording.limits import Pace
from gateway.vocabulary.clock import Clock

SUFFIX: Final = ".watched"
FRESH_SECONDS: Final = 10.0
OTHERS_SECONDS: Final = 3.0  # another's touch so long ago says that he watches


class WatchFlag:
    """The flag beside the recording at `path`."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path.with_suffix(SUFFIX)
        self._clock = clock
        self.asked = Pace.NORMAL  # what the session itself was told
        self._mine_ns: int | None = None  # when this watcher touched it, by the file
        self._others_at: float | None = None  # when it was seen that another had

    def pace(self) -> Pace:
        """WATCHED when the session was told so or the flag is fresh. Raises OSError if the directory cannot be searched."""
        return Pace.WATCHED if self.asked is Pace.WATCHED or self.is_fresh(FRESH_SECONDS) else Pace.NORMAL

    def is_fresh(self, seconds: float) -> bool:
        """True if a watcher touched it within `seconds`. Raises OSError if the directory cannot be searched."""
        try:
            touched = self._path.stat().st_mtime
        except FileNotFoundError:
            return False
        age = self._clock.now().timestamp() - touched
        return -seconds < age < seconds

    def touch(self) -> None:
        """Say that somebody watches. Raises OSError where the watcher may not write."""
        self._look_for_others()
        self._path.touch(mode=0o660)
        self._mine_ns = self._touched_ns()

    def remove(self) -> None:
        """Say that this watcher left. Another's flag is left to age: he touches it again at once, or has left too."""
        self._look_for_others()
        others = self._others_at
        if others is None or self._clock.monotonic() - others > OTHERS_SECONDS:
            self._path.unlink(missing_ok=True)

    def _look_for_others(self) -> None:
        found = self._touched_ns()
        if found is not None and self._mine_ns is not None and found != self._mine_ns:
            self._others_at = self._clock.monotonic()

    def _touched_ns(self) -> int | None:
        try:
            return self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
