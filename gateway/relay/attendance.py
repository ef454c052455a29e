"""A free shell that must be watched (R-27): while nobody watches live, nothing is shown and nothing is typed.

One thread looks whether somebody watches; the session's pumps wait for it. Output that is not shown stays unread, so that the
target waits too; what is typed meanwhile is thrown away with a bell, and is neither recorded nor sent. A look that fails counts
as nobody. What the person is told goes through a thread of its own: a terminal that does not read delays no end.
"""

import logging
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol

from gateway.authorization.obligations import Watched
from gateway.relay.keyboard import Keyboard
from gateway.relay.screen import Screen
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
FRESH_SECONDS = 1.5  # a watcher says so every half second: within 2 s of the last one everything stands still
ANSWER_SECONDS = 0.5  # whoever knows answers within that, or nobody is there


class Presence(StrEnum):
    """Whether somebody watches."""

    AWAITED = "awaited"  # not yet
    HERE = "here"
    GONE = "gone"  # no more


class Flushes(Protocol):
    """What may be shown already."""

    def flush(self) -> None:
        """Show it now."""


class Attendance:
    """Thread safe. `start` once the person can be told something, `close` when the session is over."""

    def __init__(
        self,
        *,
        duty: Watched,
        is_watched: Callable[[float], bool],
        has_left: Callable[[], bool],
        on_change: Callable[[Presence], None],
        tell: Callable[[Presence], None],
        on_over: Callable[[], None],
    ) -> None:
        """`is_watched` is asked with the seconds within which a watcher must have shown himself; `has_left` about the person.

        `on_change` journals; what it raises ends the session. `tell` tells the person, once it is so, and must not wait for the
        terminal. `on_over` ends the session, at most once.
        """
        self._duty, self._is_watched, self._has_left = duty, is_watched, has_left
        self._on_change, self._tell, self._on_over = on_change, tell, on_over
        self._changed = threading.Condition()
        self._here = self._closed = False

    @property
    def here(self) -> bool:
        """True while somebody watches."""
        return self._here

    def start(self) -> None:
        """Begin to look."""
        threading.Thread(target=self._run, name="attendance", daemon=True).start()

    def wait(self) -> None:
        """Until somebody watches. Raises EOFError once the session is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._here or self._closed)
            if self._closed:
                raise EOFError("the session is over")

    def close(self) -> None:
        """The session is over: whoever waits goes."""
        with self._changed:
            self._closed, self._here = True, False
            self._changed.notify_all()

    def _run(self) -> None:
        try:
            self._look_until_over()
        except Exception:  # what cannot be journalled is not shown: the session ends
            log.warning("a session that must be watched cannot be looked after", exc_info=True)
            self._set(here=False)
            self._on_over()

    def _look_until_over(self) -> None:
        until = time.monotonic() + self._duty.wait_seconds
        self._on_change(Presence.AWAITED)
        self._tell(Presence.AWAITED)
        while not self._closed:
            if self._has_left():
                self.close()  # or what waits to be shown would keep the session
                return
            seen = self._seen()
            if seen and not self._here:
                self._on_change(Presence.HERE)  # in the journal before anything is shown
                self._set(here=True)
                self._tell(Presence.HERE)
            elif self._here and not seen:
                self._set(here=False)  # still before anything is said of it
                until = time.monotonic() + self._duty.gone_seconds
                self._on_change(Presence.GONE)
                self._tell(Presence.GONE)
            elif not seen and time.monotonic() >= until:
                self._on_over()
                return
            with self._changed:
                self._changed.wait_for(lambda: self._closed, LOOK_SECONDS)

    def _seen(self) -> bool:
        try:
            return self._is_watched(FRESH_SECONDS)
        except (OSError, GatewayFault):
            return False

    def _set(self, *, here: bool) -> None:
        with self._changed:
            self._here = here and not self._closed
            self._changed.notify_all()


class AttendedScreen(Screen):
    """A screen that shows nothing of the target while nobody watches. The gateway's own words pass."""

    def __init__(self, *, attendance: Attendance, **screen: Any) -> None:
        super().__init__(**screen)
        self._attendance = attendance

    def _before(self, out: Flushes) -> None:
        """Waits for a watcher before each piece. Raises EOFError once the session is over."""
        if not self._attendance.here:
            out.flush()
        self._attendance.wait()


class AttendedKeyboard(Keyboard):
    """A keyboard that throws away what is typed while nobody watches, and rings instead."""

    def __init__(self, *, attendance: Attendance, **keyboard: Any) -> None:
        super().__init__(**keyboard)
        self._attendance = attendance

    @property
    def listens(self) -> bool:
        """As for any keyboard, and only while somebody watches."""
        return self._attendance.here and super().listens

    def typed(self, data: bytes) -> bytes:
        """Nothing while nobody watches."""
        if self._attendance.here:
            return super().typed(data)
        self.ring()
        return b""
