"""Is somebody watching this recording live? A watcher touches a small file beside it; the writer then closes finer chunks.

The flag holds nothing and is believed for ten seconds, so a watcher that died leaves nothing on. Setting it costs the
session a few more chunks and no more.
"""

from pathlib import Path
from typing import Final

from gateway.recording.limits import Pace
from gateway.vocabulary.clock import Clock

SUFFIX: Final = ".watched"
FRESH_SECONDS: Final = 10.0


class WatchFlag:
    """The flag beside the recording at `path`."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path.with_suffix(SUFFIX)
        self._clock = clock
        self.asked = Pace.NORMAL  # what the session itself was told

    def pace(self) -> Pace:
        """WATCHED when the session was told so or the flag is fresh. Raises OSError if the directory cannot be searched."""
        if self.asked is Pace.WATCHED:
            return Pace.WATCHED
        try:
            touched = self._path.stat().st_mtime
        except FileNotFoundError:
            return Pace.NORMAL
        age = self._clock.now().timestamp() - touched
        return Pace.WATCHED if -FRESH_SECONDS < age < FRESH_SECONDS else Pace.NORMAL

    def touch(self) -> None:
        """Say that somebody watches. Raises OSError where the watcher may not write."""
        self._path.touch(mode=0o660)

    def remove(self) -> None:
        """Say that this watcher left; another touches it again within seconds."""
        self._path.unlink(missing_ok=True)
