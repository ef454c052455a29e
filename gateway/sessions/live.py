"""The sessions that live in this process: found by id, told to end, and ended when their time is over."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from gateway.sessions import texts
from gateway.sessions.ending import Ending, EndReason
from gateway.vocabulary.clock import Clock

log = logging.getLogger(__name__)
LOOK_SECONDS = 5.0  # how far a stepped wall clock can move an end before it is noticed
End = Callable[[Ending], None]


class LiveSessions:
    """Thread safe. Ends named before they are here are remembered: a cut cannot arrive too early."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: dict[str, End] = {}
        self._looks: dict[str, Callable[[], None]] = {}
        self._early: dict[str, Ending] = {}  # of sessions that are being opened: as many as are cut, which is few
        self._all: Ending | None = None

    def add(self, session: str, end: End) -> None:
        """From now on `end` is called, once at most a reason, from any thread."""
        with self._lock:
            self._ends[session] = end
            ending = self._early.pop(session, self._all)
        if ending is not None:
            end(ending)

    def watch(self, session: str, look: Callable[[], None]) -> None:
        """From now on `look` is called, from any thread, whenever whether it may go on may have changed; it must not wait."""
        with self._lock:
            self._looks[session] = look

    def look(self, session: str) -> None:
        """Whether it may go on may have changed. One that is not here yet looks when it begins."""
        with self._lock:
            look = self._looks.get(session)
        if look is not None:
            look()

    def drop(self, session: str) -> None:
        """The session is over."""
        with self._lock:
            self._ends.pop(session, None)
            self._looks.pop(session, None)

    def end(self, session: str | None, ending: Ending) -> None:
        """End one session, or all of them and every later one."""
        with self._lock:
            if session is None:
                self._all = ending
            elif session not in self._ends:
                self._early.setdefault(session, ending)
            ends = [end for name, end in self._ends.items() if session in (None, name)]
        for end in ends:
            end(ending)

    def empty(self) -> bool:
        """Nobody is working in this process."""
        with self._lock:
            return not self._ends


class Deadline:
    """Warns once before a session's end and ends it on time, by the wall clock (R-23).

    The warning has a thread of its own: a terminal that does not read keeps its warning waiting, never its end.
    """

    def __init__(
        self, *, warn_at: datetime, ends_at: datetime, clock: Clock, on_warn: Callable[[int], None], on_end: End
    ) -> None:
        """`on_warn` is given the seconds that remain."""
        self._warn_at, self._ends_at, self._clock = warn_at, ends_at, clock
        self._on_warn, self._on_end = on_warn, on_end
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="deadline", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """The session ended before its time."""
        self._over.set()

    def _run(self) -> None:
        if self._wait_until(self._warn_at):
            return
        remaining = int((self._ends_at - self._clock.now()).total_seconds())
        if remaining > 0:
            threading.Thread(target=self._warn, args=(remaining,), name="warning", daemon=True).start()
        if not self._wait_until(self._ends_at):
            self._on_end(Ending(reason=EndReason.WINDOW_OVER, text=texts.WINDOW_OVER))

    def _warn(self, remaining: int) -> None:
        try:
            self._on_warn(remaining)
        except Exception:  # a warning that cannot be given does not keep the end from coming
            log.warning("the warning before the end could not be given", exc_info=True)

    def _wait_until(self, moment: datetime) -> bool:
        """True if the session was over first."""
        while (remaining := (moment - self._clock.now()).total_seconds()) > 0:
            if self._over.wait(min(remaining, LOOK_SECONDS)):
                return True
        return self._over.is_set()
